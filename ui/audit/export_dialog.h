#pragma once

#include "gateway/api/evidence.h"
#include "gateway/base/result.h"

#include <QDialog>

class QProgressBar;
class QPushButton;
class QScrollArea;

namespace portcullis::ui {

class Banner;
class CopyField;
class ExportForm;
class GatewayBridge;
class LogJob;

// Writes a part of the log as a signed bundle. Calls go on meanwhile; stopping or closing leaves
// nothing behind. Owner: the page that opens it (deletes itself on close). GUI thread. Errors are
// shown in the dialog.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(GatewayBridge& bridge, QWidget* parent);

private:
    void build();
    void start();
    void exportTo(const QString& file, const api::ExportRequest& request);
    void setRunning(bool isRunning);
    void showResult(const Result<api::ExportSummary>& summary, const QString& file);

    GatewayBridge& m_bridge;
    LogJob* m_job;
    ExportForm* m_form;
    QScrollArea* m_scroll;
    QProgressBar* m_progress;
    Banner* m_result;
    CopyField* m_checkpoint;
    QPushButton* m_start;
    QPushButton* m_close;
};

} // namespace portcullis::ui
