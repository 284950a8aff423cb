#include "ui/audit/checkpoint_dialog.h"

#include "ui/audit/checkpoint_sheet.h"
#include "ui/audit/code_view.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr QSize kSize(640, 560);
constexpr int kNoteHeight = 148;

} // namespace

CheckpointDialog::CheckpointDialog(GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_content(new QWidget)
    , m_code(new CodeView)
    , m_log(makeLabel(TextRole::Body))
    , m_records(makeLabel(TextRole::Figure))
    , m_pin(new CopyField(CopyField::Shape::Line, tr("Size and root")))
    , m_note(new CopyField(CopyField::Shape::Block, tr("The signed checkpoint")))
    , m_save(makeButton(ButtonKind::Normal, tr("&Save as…"), "save"))
    , m_print(makeButton(ButtonKind::Primary, tr("&Print…")))
{
    setObjectName(QStringLiteral("checkpointDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Checkpoint"));
    build();
    m_save->setEnabled(false);
    m_print->setEnabled(false);
    resizeWithinScreen(*this, kSize);
    bridge.checkpoint(this, [this](const Result<api::Checkpoint>& made) { show(made); });
}

void CheckpointDialog::buildContent()
{
    m_code->setObjectName(QStringLiteral("checkpointCode"));
    m_pin->setObjectName(QStringLiteral("checkpointPin"));
    m_pin->setText({}); // nothing to copy yet
    m_note->setText({});
    m_note->setPlaceholder(tr("Being signed…"));
    m_note->setFixedHeight(kNoteHeight);
    letShrink(m_log);
    auto* facts = new QVBoxLayout;
    facts->setSpacing(kGrid);
    facts->addWidget(m_records);
    facts->addWidget(m_log);
    facts->addWidget(makeLabel(TextRole::Subheading, tr("Size and root")));
    facts->addWidget(m_pin);
    facts->addStretch(1);
    auto* top = new QHBoxLayout;
    top->setSpacing(3 * kGrid);
    top->addWidget(m_code, 0, Qt::AlignTop);
    top->addLayout(facts, 1);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addLayout(top);
    column->addWidget(m_note);
}

void CheckpointDialog::build()
{
    m_save->setObjectName(QStringLiteral("saveCheckpoint"));
    m_print->setObjectName(QStringLiteral("printCheckpoint"));
    buildContent();
    auto* close = makeButton(ButtonKind::Normal, tr("Close"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_save);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_print);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(
        makeLabel(TextRole::Muted,
                  tr("How the log is now, signed. Kept where nobody reaches it who reaches this "
                     "computer, it shows later that nothing before it was changed.")));
    column->addWidget(m_problem);
    column->addWidget(m_content);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &CheckpointDialog::askForFile);
    connect(m_print, &QPushButton::clicked, this, &CheckpointDialog::askForPrinter);
}

void CheckpointDialog::show(const Result<api::Checkpoint>& checkpoint)
{
    if (!checkpoint) {
        m_problem->showMessage(
            Tone::Bad, tr("There is no checkpoint"), describe(checkpoint.error()));
        m_content->hide();
        return;
    }
    m_checkpoint = *checkpoint;
    m_code->setText(m_checkpoint.note);
    m_log->setText(isolated(m_checkpoint.head.origin));
    m_records->setText(tr("%1 records").arg(numberText(m_checkpoint.head.size)));
    m_pin->setText(toQString(api::formatPin(m_checkpoint.head)));
    m_note->setText(toQString(m_checkpoint.note));
    m_save->setEnabled(true);
    m_print->setEnabled(true);
}

void CheckpointDialog::askForFile()
{
    auto* chooser = new QFileDialog(this, tr("Save the checkpoint"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("note"));
    chooser->setNameFilters({tr("Checkpoints (*.note)"), tr("All files (*)")});
    chooser->selectFile(
        QStringLiteral("checkpoint-%1.note").arg(qulonglong{m_checkpoint.head.size}));
    connect(chooser, &QFileDialog::fileSelected, this, &CheckpointDialog::save);
    chooser->open();
}

void CheckpointDialog::save(const QString& path)
{
    QSaveFile file(path);
    const QByteArray note = QByteArray::fromStdString(m_checkpoint.note);
    if (file.open(QIODevice::WriteOnly) && file.write(note) == note.size() && file.commit()) {
        m_problem->hide();
    } else {
        m_problem->showMessage(Tone::Bad, tr("The file was not written"), file.errorString());
    }
}

void CheckpointDialog::askForPrinter()
{
    auto* dialog = new QPrintDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), this, [this](QPrinter* printer) {
        print(*printer);
    });
    dialog->open();
}

void CheckpointDialog::print(QPrinter& printer)
{
    QPainter painter;
    if (!painter.begin(&printer)) {
        m_problem->showMessage(
            Tone::Bad, tr("It was not printed"), tr("The printer does not take the page."));
        return;
    }
    const QRectF page(0, 0, printer.width(), printer.height());
    paintCheckpoint(painter, page, printer.resolution(), m_checkpoint);
}

} // namespace portcullis::ui
