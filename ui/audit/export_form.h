#pragma once

#include "gateway/api/config.h"
#include "gateway/api/evidence.h"
#include "gateway/base/secret_bytes.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;

namespace portcullis::ui {

class FormRow;
class PathField;

// Which part of the log leaves it, what of it is shown, and who signs. Owner: its dialog. GUI
// thread.
class ExportForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportForm(const api::GatewayConfig& config, QWidget* parent = nullptr);

    // Nothing when a field is wrong, which it then says itself.
    [[nodiscard]] std::optional<api::ExportRequest> request();
    // What opens the organisation's key; taken out of its field.
    [[nodiscard]] SecretBytes takeSecret();

private:
    [[nodiscard]] QWidget* buildWhich(const api::GatewayConfig& config);
    [[nodiscard]] QWidget* buildShown();
    [[nodiscard]] QWidget* buildWho();
    void followPeriod();
    [[nodiscard]] bool readHidden(api::ExportRequest& request);

    QComboBox* m_period;
    QDateEdit* m_from;
    QDateEdit* m_to;
    FormRow* m_fromRow = nullptr;
    FormRow* m_toRow = nullptr;
    QComboBox* m_key;
    QComboBox* m_server;
    QLineEdit* m_tool;
    QComboBox* m_decision;
    QComboBox* m_case = nullptr;
    QCheckBox* m_noValues;
    QLineEdit* m_hidden;
    FormRow* m_hiddenRow = nullptr;
    QLineEdit* m_purpose;
    QLineEdit* m_requestedBy;
    QLineEdit* m_organisation;
    PathField* m_certificate;
    QLineEdit* m_passphrase;
};

} // namespace portcullis::ui
