#include "ui/activity/activity_page.h"

#include "ui/activity/activity_model.h"
#include "ui/activity/call_panel.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tables.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kTypingPauseMillis = 200;
constexpr int kBoxLetters = 8;

// Keeps the choice when the same entry is still there.
void refill(QComboBox& box,
            const QString& everything,
            const std::vector<std::pair<QString, QString>>& entries)
{
    const QSignalBlocker quiet(box);
    const QString chosen = box.currentData().toString();
    box.clear();
    box.addItem(everything, QString());
    for (const auto& [label, id] : entries) {
        box.addItem(label, id);
    }
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

} // namespace

ActivityPage::ActivityPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_model(new ActivityModel(bridge, clock, this))
    , m_stack(new QStackedWidget)
    , m_panel(new CallPanel(bridge))
{
    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildTable());
    split->addWidget(m_panel);
    split->setStretchFactor(0, 1);
    split->setSizes({672, 376});
    m_stack->addWidget(split);
    m_stack->addWidget(
        new EmptyState("activity",
                       tr("No calls yet"),
                       tr("As soon as a client calls a tool, or is refused, you see it here: add a "
                          "server, create a key and connect a client.")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(new PageHeader(
        tr("Activity"),
        tr("Every call and every refusal, as it happens. All of it is in the audit log.")));
    column->addWidget(buildFilter());
    column->addWidget(m_stack, 1);
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(kTypingPauseMillis);
    connect(&m_typingPause, &QTimer::timeout, this, &ActivityPage::applyFilter);
    connectModel();
    connect(&bridge, &GatewayBridge::configChanged, this, &ActivityPage::refillBoxes);
    refillBoxes();
    refreshEmpty();
}

QWidget* ActivityPage::buildFilter()
{
    m_search = makeSearchField(tr("Search by tool name"));
    m_key = new QComboBox;
    m_server = new QComboBox;
    for (QComboBox* box : {m_key, m_server}) {
        box->setMinimumWidth(120);
        // Else the longest name would widen the whole window.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(kBoxLetters);
    }
    nameForAccessibility(m_key, tr("Calls of which key"));
    nameForAccessibility(m_server, tr("Calls to which server"));
    m_refused = new QCheckBox(tr("&Refused only"));
    m_clear = makeButton(ButtonKind::Quiet, tr("Clear filter"), "close");
    m_refused->setObjectName(QStringLiteral("refusedOnly"));
    m_clear->setEnabled(false);
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_search, 1);
    row->addWidget(m_key);
    row->addWidget(m_server);
    row->addSpacing(kGrid);
    row->addWidget(m_refused);
    row->addWidget(m_clear);
    connect(m_search, &QLineEdit::textChanged, &m_typingPause, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &ActivityPage::applyFilter);
    connect(m_key, &QComboBox::currentIndexChanged, this, &ActivityPage::applyFilter);
    connect(m_server, &QComboBox::currentIndexChanged, this, &ActivityPage::applyFilter);
    connect(m_refused, &QCheckBox::toggled, this, &ActivityPage::applyFilter);
    connect(m_clear, &QPushButton::clicked, this, &ActivityPage::clearFilter);
    return bar;
}

QWidget* ActivityPage::buildTable()
{
    m_table = new QTableView;
    prepareTable(m_table, tr("Calls, newest first"));
    m_table->verticalHeader()->setDefaultSectionSize(34);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_table->setModel(m_model);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(ActivityModel::Tool, QHeaderView::Stretch);
    header->resizeSection(ActivityModel::Server, 104);
    header->resizeSection(ActivityModel::Key, 112);
    header->resizeSection(ActivityModel::Client, 112);
    header->resizeSection(ActivityModel::Duration, 88);
    new ColumnHider(m_table,
                    {{ActivityModel::Time, 420, 100, 88},
                     {ActivityModel::Verdict, 420, 144, 112},
                     {ActivityModel::Duration, 480},
                     {ActivityModel::Key, 580},
                     {ActivityModel::Server, 720},
                     {ActivityModel::Client, 860}});
    m_count = makeLabel(TextRole::Caption);
    QFrame* card = makeCard();
    card->setMinimumWidth(352);
    cardLayout(card)->addWidget(m_table, 1);
    cardLayout(card)->addWidget(m_count);
    return card;
}

void ActivityPage::connectModel()
{
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &ActivityPage::showSelection);
    connect(m_model, &ActivityModel::rowUpdated, this, [this](int row) {
        if (row == m_table->currentIndex().row()) {
            showSelection();
        }
    });
    connect(m_model,
            &QAbstractItemModel::rowsInserted,
            this,
            [this](const QModelIndex&, int first, int last) {
                if (first == 0) {
                    keepPlace(last + 1);
                }
                refreshEmpty();
            });
    connect(m_model, &ActivityModel::loaded, this, [this] {
        selectPending();
        refreshEmpty();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { m_panel->clear(); });
    connect(m_model, &ActivityModel::fetchFailed, this, [this](const QString& text) {
        emit problem(tr("The log could not be read"), text);
    });
}

void ActivityPage::keepPlace(int insertedRows)
{
    QScrollBar* bar = m_table->verticalScrollBar();
    if (bar->value() > 0) {
        const int place = bar->value() + insertedRows;
        // The range grows with the next layout.
        QTimer::singleShot(0, this, [bar, place] { bar->setValue(place); });
    }
}

void ActivityPage::refillBoxes()
{
    std::vector<std::pair<QString, QString>> keys;
    for (const api::KeyConfig& key : m_bridge.config().keys) {
        keys.emplace_back(keyLabel(key), toQString(key.id.str()));
    }
    std::vector<std::pair<QString, QString>> servers;
    for (const api::ServerConfig& server : m_bridge.config().servers) {
        servers.emplace_back(serverLabel(server), toQString(server.id.str()));
    }
    refill(*m_key, tr("All keys"), keys);
    refill(*m_server, tr("All servers"), servers);
}

void ActivityPage::applyFilter()
{
    m_typingPause.stop();
    api::ActivityQuery filter;
    filter.text = toStdString(m_search->text().trimmed());
    filter.refusedOnly = m_refused->isChecked();
    if (const QString key = m_key->currentData().toString(); !key.isEmpty()) {
        filter.key = KeyId(toStdString(key));
    }
    if (const QString server = m_server->currentData().toString(); !server.isEmpty()) {
        filter.server = ServerId(toStdString(server));
    }
    m_model->setFilter(filter);
    m_clear->setEnabled(isFiltered());
    refreshEmpty();
}

bool ActivityPage::isFiltered() const
{
    const api::ActivityQuery& filter = m_model->filter();
    return filter.key || filter.server || filter.refusedOnly || !filter.text.empty();
}

void ActivityPage::clearFilter()
{
    {
        const QSignalBlocker search(m_search);
        const QSignalBlocker key(m_key);
        const QSignalBlocker server(m_server);
        const QSignalBlocker refused(m_refused);
        m_search->clear();
        m_key->setCurrentIndex(0);
        m_server->setCurrentIndex(0);
        m_refused->setChecked(false);
    }
    applyFilter();
}

void ActivityPage::showSelection()
{
    if (const api::ActivityRow* row = m_model->rowAt(m_table->currentIndex().row())) {
        m_panel->showCall(*row);
    } else {
        m_panel->clear();
    }
}

void ActivityPage::refreshEmpty()
{
    const int rows = m_model->rowCount();
    m_stack->setCurrentIndex(rows == 0 && !isFiltered() && !m_model->isLoading() ? 1 : 0);
    if (m_model->isFull()) {
        m_count->setText(tr("The newest %1 are shown. Narrow the filter to see older ones.")
                             .arg(numberText(static_cast<std::uint64_t>(rows))));
    } else if (rows == 0) {
        m_count->setText(m_model->isLoading() ? tr("Reading the log…")
                                              : tr("Nothing matches this filter."));
    } else {
        m_count->setText(m_model->canFetchMore({})
                             ? tr("%1 shown; scroll down for older ones").arg(rows)
                             : tr("%n call(s)", nullptr, rows));
    }
}

void ActivityPage::selectPending()
{
    if (!m_pending) {
        return;
    }
    const int row = m_model->rowOf(*m_pending);
    m_pending.reset();
    if (row >= 0) {
        m_table->selectRow(row);
        m_table->setCurrentIndex(m_model->index(row, 0));
        m_table->scrollTo(m_model->index(row, 0));
    }
}

void ActivityPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ActivityPage::reload()
{
    m_model->reload();
}

void ActivityPage::showCall(std::int64_t n)
{
    m_pending = n;
    showRefusals();
}

void ActivityPage::showRefusals()
{
    clearFilter();
    m_refused->setChecked(true);
}

} // namespace portcullis::ui
