#include "ui/audit/audit_page.h"

#include "ui/audit/audit_filter_bar.h"
#include "ui/audit/audit_model.h"
#include "ui/audit/check_log_dialog.h"
#include "ui/audit/checkpoint_dialog.h"
#include "ui/audit/export_dialog.h"
#include "ui/audit/log_state_line.h"
#include "ui/audit/record_panel.h"
#include "ui/audit/record_table.h"
#include "ui/audit/sign_off_dialog.h"
#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/retention/retention_menu.h"
#include "ui/text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/words.h"

#include <QAction>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kElsewhereIndex = 2; // below the records and the invitation

} // namespace

AuditPage::AuditPage(GatewayBridge& bridge, KeptText filters, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_reader(new LogReader(this))
    , m_model(new AuditModel(bridge, *m_reader, this))
    , m_state(new LogStateLine(bridge))
    , m_filter(new AuditFilterBar(bridge, std::move(filters)))
    , m_stack(new QStackedWidget)
    , m_panel(new RecordPanel(bridge))
{
    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildTable());
    split->addWidget(m_panel);
    split->setStretchFactor(0, 1);
    split->setSizes({704, 344});
    m_stack->addWidget(split);
    m_stack->addWidget(new EmptyState(
        "shield",
        tr("Nothing is recorded yet"),
        tr("Every call, every refusal and every change of the configuration will stand here, "
           "signed and in order.")));
    m_stack->addWidget(new EmptyState(
        "shield",
        tr("This log is read elsewhere"),
        tr("The gateway runs as another account and keeps its log, and the key to it, to itself. "
           "Export a bundle through it: that can be read, and checked here with Check a bundle.")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 2 * kGrid);
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(buildHeader());
    column->addWidget(m_state);
    column->addWidget(m_filter);
    column->addWidget(m_stack, 1);
    connectReader();
    refreshState();
    refreshCount();
}

QWidget* AuditPage::buildHeader()
{
    auto* header = new PageHeader(
        tr("Audit"), tr("Search the whole log, examine it, and sign off what you have examined."));
    m_checks = new QMenu(this);
    QAction* log = m_checks->addAction(icon("restart", Tint::Muted), tr("Check the &log…"));
    log->setObjectName(QStringLiteral("checkLog"));
    m_checkpoint = m_checks->addAction(icon("lock", Tint::Muted), tr("Chec&kpoint…"));
    m_checkpoint->setObjectName(QStringLiteral("checkpoint"));
    connect(m_checkpoint, &QAction::triggered, this, [this] {
        openDialog(new CheckpointDialog(m_bridge, this));
    });
    auto* check = makeButton(ButtonKind::Normal, tr("&Check"), "restart");
    check->setProperty("menu", true); // the style makes room for the arrow
    check->setMenu(m_checks);
    m_export = makeButton(ButtonKind::Normal, tr("E&xport…"), "save");
    m_export->setObjectName(QStringLiteral("exportLog"));
    m_signOff = makeButton(ButtonKind::Normal, tr("&Sign off…"), "check");
    m_signOff->setObjectName(QStringLiteral("signOff"));
    auto* retention = makeButton(ButtonKind::Normal, tr("&Retention"), "lock");
    retention->setObjectName(QStringLiteral("retention"));
    retention->setProperty("menu", true);
    auto* menu = new RetentionMenu(m_bridge, [this] { return m_filter->records(); }, this);
    retention->setMenu(menu);
    connect(menu, &RetentionMenu::wanted, this, &AuditPage::openDialog);
    connect(m_panel, &RecordPanel::holdWanted, menu, &RetentionMenu::hold);
    connect(m_panel, &RecordPanel::eraseWanted, menu, &RetentionMenu::erase);
    needs(*log, api::Operation::CheckLog);
    needs(*m_checkpoint, api::Operation::CheckLog);
    needs(*m_export, api::Operation::ExportBundle);
    needs(*m_signOff, api::Operation::SignOff);
    for (QPushButton* button : {check, retention, m_export, m_signOff}) {
        header->addAction(button);
    }
    connect(
        log, &QAction::triggered, this, [this] { openDialog(new CheckLogDialog(m_bridge, this)); });
    connect(m_export, &QPushButton::clicked, this, [this] {
        openDialog(new ExportDialog(m_bridge, this));
    });
    connect(m_signOff, &QPushButton::clicked, this, &AuditPage::signOff);
    return header;
}

// What a dialog did stands in the log.
void AuditPage::openDialog(QDialog* dialog)
{
    connect(dialog, &QDialog::finished, this, &AuditPage::reload);
    dialog->open();
}

QWidget* AuditPage::buildTable()
{
    m_table = makeRecordTable(*m_model, tr("Records of the log"));
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &AuditPage::sortBy);
    // What a log has before the first call is not in sight by itself.
    auto* noCalls = new EmptyState("shield",
                                   tr("No calls yet"),
                                   tr("Calls will stand here, the newest first. What was changed "
                                      "and checked so far is recorded as well."),
                                   tr("Show everything"),
                                   nullptr);
    connect(noCalls, &EmptyState::actionTriggered, this, [this] {
        LogFilter everything;
        everything.part = LogPart::Everything;
        m_filter->setFilter(everything);
    });
    m_list = new QStackedWidget;
    m_list->addWidget(m_table);
    m_list->addWidget(noCalls);
    QFrame* card = makeCard();
    card->setMinimumWidth(352);
    cardLayout(card)->addWidget(m_list, 1);
    cardLayout(card)->addWidget(buildFoot());
    return card;
}

QWidget* AuditPage::buildFoot()
{
    m_count = makeLabel(TextRole::Caption);
    m_count->setObjectName(QStringLiteral("count"));
    m_progress = new QProgressBar;
    m_progress->setMaximumWidth(160);
    m_progress->setTextVisible(false);
    nameForAccessibility(m_progress, tr("Rows written"));
    m_save = makeButton(ButtonKind::Quiet, tr("Save as CSV…"), "save");
    m_save->setObjectName(QStringLiteral("saveCsv"));
    m_cancelSave = makeButton(ButtonKind::Quiet, tr("Stop"), "close");
    m_progress->hide();
    m_cancelSave->hide();
    connect(m_save, &QPushButton::clicked, this, &AuditPage::askForFile);
    connect(m_cancelSave, &QPushButton::clicked, m_reader, &LogReader::cancelSave);
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_count, 1);
    row->addWidget(m_progress);
    row->addWidget(m_cancelSave);
    row->addWidget(m_save);
    return foot;
}

void AuditPage::connectReader()
{
    connect(m_model, &AuditModel::shown, this, &AuditPage::takeFacts);
    connect(m_model, &AuditModel::rowsRead, this, [this](int first, int last) {
        const int row = m_table->currentIndex().row();
        if (row >= first && row <= last) {
            showSelection();
        }
    });
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &AuditPage::showSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { m_panel->clear(); });
    connect(m_reader, &LogReader::failed, this, [this](const QString& text) {
        emit problem(tr("The log could not be read"), text);
    });
    connect(m_reader, &LogReader::saving, this, [this](qint64 rows, qint64 of) {
        m_progress->setRange(0, 1000);
        m_progress->setValue(of == 0 ? 1000 : static_cast<int>(rows * 1000 / of));
    });
    connect(m_reader, &LogReader::saved, this, &AuditPage::endSave);
    connect(m_filter, &AuditFilterBar::changed, this, &AuditPage::show);
    connect(&m_bridge, &GatewayBridge::statusChanged, this, &AuditPage::refreshState);
}

void AuditPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    reload();
}

void AuditPage::reload()
{
    if (!isVisible() || m_elsewhere) {
        return;
    }
    if (m_open) {
        show();
    } else {
        openLog();
    }
}

void AuditPage::openLog()
{
    m_open = true;
    m_bridge.openLog(this, [this](Result<api::LogConnection> log) {
        m_open = log.has_value();
        if (log) {
            m_reader->open(std::move(*log));
            show();
        } else if (log.error().code == ErrorCode::Unsupported) {
            showElsewhere();
        } else if (log.error().code != ErrorCode::Locked) {
            emit problem(tr("The log could not be opened"), describe(log.error()));
        }
    });
}

void AuditPage::showElsewhere()
{
    m_elsewhere = true;
    m_stack->setCurrentIndex(kElsewhereIndex);
    m_filter->hide();
    refreshState();
}

qint64 AuditPage::records() const
{
    return m_elsewhere ? static_cast<qint64>(m_bridge.status().auditRecords) : m_facts.records;
}

void AuditPage::show()
{
    LogFilter filter = m_filter->filter();
    filter.order = m_order;
    filter.ascending = m_ascending;
    m_model->show(filter);
    refreshCount();
}

// A second click turns the order round; what the log cannot be sorted by stays as it is.
void AuditPage::sortBy(int column)
{
    if (const auto order = AuditModel::orderOf(column)) {
        const bool names = *order != LogOrder::Time && *order != LogOrder::Duration;
        m_ascending = *order == m_order ? !m_ascending : names;
        m_order = *order;
        m_table->horizontalHeader()->setSortIndicator(
            column, m_ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
        show();
        return;
    }
    for (int shown = 0; shown < AuditModel::ColumnCount; ++shown) {
        if (AuditModel::orderOf(shown) == m_order) {
            m_table->horizontalHeader()->setSortIndicator(
                shown, m_ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
            return;
        }
    }
}

void AuditPage::takeFacts(const LogFacts& facts)
{
    m_facts = facts;
    m_filter->offer(facts);
    if (!facts.error.isEmpty()) {
        emit problem(tr("The log could not be read"), facts.error);
    }
    const bool empty = facts.records == 0 && facts.error.isEmpty();
    m_stack->setCurrentIndex(empty ? 1 : 0);
    m_filter->setVisible(!empty);
    refreshState();
    refreshCount();
}

void AuditPage::refreshState()
{
    m_state->show(m_facts);
    m_checkpoint->setEnabled(records() > 0);
    m_export->setEnabled(records() > 0);
    m_signOff->setEnabled(records() > 0);
}

// The log has something, but nothing of what is looked for first.
bool AuditPage::hasNoCalls() const
{
    return m_facts.size == 0 && m_facts.records > 0 && m_facts.known >= m_facts.records &&
           m_filter->filter() == LogFilter();
}

void AuditPage::refreshCount()
{
    QString text;
    if (m_model->isLoading()) {
        text = tr("Reading the log…");
    } else if (m_facts.size == 0 && !hasNoCalls()) {
        text = tr("Nothing matches this filter.");
    } else {
        text = tr("%1 of %2 records")
                   .arg(numberText(static_cast<std::uint64_t>(m_facts.size)),
                        numberText(static_cast<std::uint64_t>(m_facts.records)));
    }
    if (m_facts.known < m_facts.records) {
        text += QStringLiteral("  ·  ") +
                tr("the newest %1 are being sorted in")
                    .arg(numberText(static_cast<std::uint64_t>(m_facts.records - m_facts.known)));
    }
    m_count->setText(text);
    if (!m_model->isLoading()) {
        m_list->setCurrentIndex(hasNoCalls() ? 1 : 0);
    }
    m_save->setEnabled(m_facts.size > 0 && !m_progress->isVisible());
}

void AuditPage::showSelection()
{
    if (const LogRow* row = m_model->rowAt(m_table->currentIndex().row())) {
        m_panel->showRecord(*row);
    }
}

void AuditPage::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Save these records as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("Tables (*.csv)"));
    dialog->selectFile(QStringLiteral("portcullis-audit.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_progress->setValue(0);
        m_progress->show();
        m_cancelSave->show();
        m_save->setEnabled(false);
        m_reader->save(file);
    });
    dialog->open();
}

void AuditPage::endSave(const QString& error)
{
    m_progress->hide();
    m_cancelSave->hide();
    refreshCount();
    if (!error.isEmpty()) {
        emit problem(tr("The file was not written"), error);
    }
}

void AuditPage::signOff()
{
    const qint64 begin = m_facts.signedOff.empty() ? 0 : m_facts.signedOff.front().end;
    openDialog(new SignOffDialog(m_bridge, begin, records(), this));
}

void AuditPage::addCheck(QAction* check)
{
    m_checks->addAction(check);
}

void AuditPage::focusSearch()
{
    m_filter->focusSearch();
}

} // namespace portcullis::ui
