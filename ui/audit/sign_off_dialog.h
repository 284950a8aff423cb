#pragma once

#include "gateway/api/log_listing.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace portcullis::ui {

class Banner;
class FormRow;
class GatewayBridge;

// Asks which records somebody has examined and with what result, and records it in the log.
// Deletes itself. GUI thread. Failure: shown in the dialog.
class SignOffDialog final : public QDialog
{
    Q_OBJECT

public:
    // Suggests all records from `begin` to before `end`, of `records` in the log.
    SignOffDialog(GatewayBridge& bridge, qint64 begin, qint64 records, QWidget* parent = nullptr);

signals:
    void recorded();

private:
    void record();

    GatewayBridge& m_bridge;
    QSpinBox* m_first;
    QSpinBox* m_last;
    QComboBox* m_result;
    QPlainTextEdit* m_comment;
    FormRow* m_commentRow = nullptr;
    Banner* m_problem;
    QPushButton* m_record;
};

} // namespace portcullis::ui
