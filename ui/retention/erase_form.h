#pragma once

#include "gateway/api/config.h"
#include "gateway/api/retention.h"
#include "ui/retention/reason_field.h"

#include <QWidget>

#include <optional>

class QLineEdit;

namespace portcullis::ui {

class Form;
class FormRow;
class RecordChoice;

// Which contents are to be erased, and why. Owner: EraseDialog. GUI thread.
class EraseForm final : public QWidget
{
    Q_OBJECT

public:
    EraseForm(const api::GatewayConfig& config,
              const api::RecordFilter& suggested,
              QWidget* parent = nullptr);

    // Without the reason, which is not needed to look. Nothing when a field is wrong, which it then
    // says itself.
    [[nodiscard]] std::optional<api::EraseRequest> request();
    // Empty when there is none yet, which its field then says.
    [[nodiscard]] std::string reason();
    void focusFirst();

signals:
    // Which contents are meant may be others now.
    void changed();

private:
    [[nodiscard]] bool readRecords(api::EraseRequest& request);

    RecordChoice* m_choice;
    Form* m_form;
    QLineEdit* m_records;
    QLineEdit* m_containing;
    FormRow* m_recordsRow;
    ReasonField m_reason;
};

} // namespace portcullis::ui
