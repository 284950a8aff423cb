#pragma once

#include "gateway/api/evidence.h"
#include "gateway/base/result.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace portcullis::ui {

class Banner;
class FormRow;
class GatewayBridge;
class LogJob;

// Derives the whole log anew and says what came of it. Calls go on meanwhile; closing calls it off.
// Owner: the page that opens it (deletes itself on close). GUI thread. Errors are shown in the
// dialog.
class CheckLogDialog final : public QDialog
{
    Q_OBJECT

public:
    CheckLogDialog(GatewayBridge& bridge, QWidget* parent);

private:
    void build();
    void start();
    void setRunning(bool isRunning);
    void showReport(const Result<api::LogReport>& report);

    GatewayBridge& m_bridge;
    LogJob* m_job;
    QCheckBox* m_deep;
    QLineEdit* m_pin;
    FormRow* m_pinRow = nullptr;
    QProgressBar* m_progress;
    Banner* m_verdict;
    QPushButton* m_start;
    QPushButton* m_close;
};

} // namespace portcullis::ui
