#pragma once

#include "gateway/api/config_change.h"

#include <QDialog>

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace portcullis::ui {

class AllowListEditor;
class Banner;
class GatewayBridge;
class NameFields;

// Opens a case or changes its name and its allow-list. What a changed list comes to for its keys is
// told before it is saved. Owner: the page that opens it (deletes itself on close). GUI thread.
// Errors are shown in the dialog, which stays open.
class CaseDialog final : public QDialog
{
    Q_OBJECT

public:
    // With an empty id a new one, opened at the moment that it has as `opened`.
    CaseDialog(GatewayBridge& bridge, const api::Case& one, QWidget* parent);

signals:
    // By this id, when the gateway has taken it.
    void saved(const std::string& id);

private:
    void build();
    void addAllowList(QVBoxLayout& column);
    void save();
    void ask(const api::Case& after, const QStringList& consequences);
    void send(const api::Case& one);
    [[nodiscard]] api::Case edited() const;
    [[nodiscard]] QString listDifference(const api::Case& after) const;

    GatewayBridge& m_bridge;
    api::Case m_case;
    NameFields* m_names = nullptr;
    QCheckBox* m_limited;
    AllowListEditor* m_allow;
    Banner* m_problem;
    QPushButton* m_save;
};

} // namespace portcullis::ui
