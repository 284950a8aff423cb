#pragma once

#include "gateway/api/evidence.h"
#include "gateway/base/result.h"

#include <QDialog>

class QLabel;
class QPrinter;
class QPushButton;

namespace portcullis::ui {

class Banner;
class CodeView;
class CopyField;
class GatewayBridge;

// How the log is now, signed: to be kept elsewhere, as a text, a code or on paper. Asks for it when
// it opens. Owner: the page that opens it (deletes itself on close). GUI thread. Errors are shown
// in the dialog.
class CheckpointDialog final : public QDialog
{
    Q_OBJECT

public:
    CheckpointDialog(GatewayBridge& bridge, QWidget* parent);

private:
    void build();
    void buildContent();
    void show(const Result<api::Checkpoint>& checkpoint);
    void askForFile();
    void save(const QString& file);
    void askForPrinter();
    void print(QPrinter& printer);

    api::Checkpoint m_checkpoint;
    Banner* m_problem;
    QWidget* m_content;
    CodeView* m_code;
    QLabel* m_log;
    QLabel* m_records;
    CopyField* m_pin;
    CopyField* m_note;
    QPushButton* m_save;
    QPushButton* m_print;
};

} // namespace portcullis::ui
