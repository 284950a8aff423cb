#pragma once

#include "gateway/api/roles.h"

#include <QWidget>

#include <array>
#include <optional>

class QCheckBox;
class QLineEdit;

namespace portcullis::ui {

class Form;

// Who has which role: whether roles are given out at all, and of each role its users and groups.
// Holds no gateway: values in, values out. Owner: SettingsForm. GUI thread.
class RolesForm final : public QWidget
{
    Q_OBJECT

public:
    explicit RolesForm(const std::optional<api::RoleMap>& roles, QWidget* parent = nullptr);

    // As they stand in the fields; nothing when they are not given out.
    [[nodiscard]] std::optional<api::RoleMap> roles() const;

private:
    struct Row
    {
        api::Role role;
        QLineEdit* users = nullptr;
        QLineEdit* groups = nullptr;
    };

    void addRole(Form& form, Row& row, const QString& title, const QString& hint);
    void refresh();

    QCheckBox* m_given;
    std::array<Row, 3> m_rows;
};

} // namespace portcullis::ui
