#pragma once

#include "gateway/api/config.h"
#include "gateway/api/retention.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLineEdit;

namespace portcullis::ui {

class FormRow;

// Which records something is about: a key, a server, a tool, a call, a time; all that is filled in
// must hold. Owner: its dialog. GUI thread.
class RecordChoice final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordChoice(const api::GatewayConfig& config, QWidget* parent = nullptr);

    // Nothing when a field is wrong, which it then says itself.
    [[nodiscard]] std::optional<api::RecordFilter> filter();
    void setFilter(const api::RecordFilter& filter);
    void focusFirst();

signals:
    void changed();

private:
    // A moment that counts while it is checked.
    struct Moment
    {
        QCheckBox* check = nullptr;
        QDateTimeEdit* edit = nullptr;
        FormRow* row = nullptr;
    };

    [[nodiscard]] Moment
    makeMoment(const char* name, const QString& label, const QString& hint, int daysAgo);

    QComboBox* m_key;
    QComboBox* m_server;
    QLineEdit* m_tool;
    QLineEdit* m_call;
    FormRow* m_callRow;
    Moment m_from;
    Moment m_to;
};

} // namespace portcullis::ui
