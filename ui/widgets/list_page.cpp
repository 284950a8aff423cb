#include "ui/widgets/list_page.h"

#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/widgets/detail_panel.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tables.h"
#include "ui/words.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kSmallestTableWidth = 304;

} // namespace

ListPage::ListPage(GatewayBridge& bridge,
                   QAbstractItemModel* model,
                   DetailPanel* panel,
                   QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_model(model)
    , m_panel(panel)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView)
{
    m_model->setParent(this);
    m_sorted->setSourceModel(m_model);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_sorted);
}

void ListPage::build(const Words& words, int tableWidth, int panelWidth)
{
    auto* addButton = makeButton(ButtonKind::Primary, words.add, "add");
    addButton->setToolTip(words.addHint);
    needs(*addButton, api::Operation::Configure);
    connect(addButton, &QPushButton::clicked, this, [this] { add(); });
    auto* header = new PageHeader(words.title, words.subtitle);
    header->addAction(addButton);
    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildTable(words));
    split->addWidget(m_panel);
    split->setStretchFactor(0, tableWidth);
    split->setStretchFactor(1, panelWidth);
    split->setSizes({tableWidth, panelWidth});
    m_stack = new QStackedWidget;
    m_stack->addWidget(split);
    m_stack->addWidget(buildEmpty(words));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(header);
    column->addWidget(m_stack, 1);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ListPage::refresh);
    refresh();
}

QWidget* ListPage::buildTable(const Words& words)
{
    m_search = makeSearchField(words.search);
    prepareTable(m_table, words.title);
    connect(
        m_search, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &ListPage::showCurrent);
    connect(m_table, &QTableView::doubleClicked, this, [this] {
        if (api::mayAsk(m_bridge.status(), api::Operation::Configure)) {
            editChosen();
        }
    });
    QFrame* card = makeCard();
    cardLayout(card)->addWidget(m_search);
    cardLayout(card)->addWidget(m_table, 1);
    card->setMinimumWidth(kSmallestTableWidth);
    return card;
}

QWidget* ListPage::buildEmpty(const Words& words)
{
    auto* empty =
        new EmptyState(words.emptyIcon, words.emptyTitle, words.emptyText, words.emptyAction);
    needs(*empty, api::Operation::Configure); // there is nothing else in it to do
    connect(empty, &EmptyState::actionTriggered, this, [this] { add(); });
    return empty;
}

void ListPage::refresh()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty) {
        selectRow(std::max(0, chosenRow()));
    }
}

void ListPage::selectRow(int row)
{
    const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
    if (index.isValid()) {
        m_table->selectRow(index.row());
        m_table->setCurrentIndex(index);
    }
    showCurrent();
}

void ListPage::showCurrent()
{
    const QModelIndex index = m_sorted->mapToSource(m_table->currentIndex());
    if (index.isValid()) {
        choose(index.row());
    }
    m_panel->setVisible(chosenRow() >= 0);
}

void ListPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ListPage::clearSearch()
{
    m_search->clear();
}

void ListPage::apply(api::ConfigChange change, const QString& failure)
{
    m_bridge.apply(std::move(change), this, [this, failure](Result<> applied) {
        if (!applied) {
            emit problem(failure, describeFully(applied.error()));
        }
    });
}

} // namespace portcullis::ui
