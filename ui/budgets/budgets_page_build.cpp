#include "ui/budgets/budget_panel.h"
#include "ui/budgets/budgets_model.h"
#include "ui/budgets/budgets_page.h"
#include "ui/budgets/gauge.h"
#include "ui/permissions.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tables.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

// What the page is made of.
namespace portcullis::ui {

namespace {

constexpr int kSmallestListWidth = 304;

} // namespace

void BudgetsPage::build()
{
    prepareTree();
    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildList());
    split->addWidget(m_panel);
    split->setStretchFactor(0, 600);
    split->setStretchFactor(1, 376);
    split->setSizes({600, 376});
    auto* empty = new EmptyState(
        "budgets",
        tr("No budgets yet"),
        tr("A budget limits how many calls, bytes, tokens, how much time or money a customer, "
           "team, "
           "key, case or server may use in a time. Calls for which there is no room are refused "
           "and recorded."),
        tr("Add budget…"));
    connect(empty, &EmptyState::actionTriggered, this, &BudgetsPage::addBudget);
    m_stack->addWidget(split);
    m_stack->addWidget(empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(buildHeader());
    column->addWidget(m_unread);
    column->addWidget(m_stack, 1);
}

QWidget* BudgetsPage::buildHeader()
{
    auto* header =
        new PageHeader(tr("Budgets"), tr("How much may be used of what, by whom, in which time."));
    auto* prices = makeButton(ButtonKind::Normal, tr("Prices…"));
    prices->setObjectName(QStringLiteral("prices"));
    prices->setToolTip(tr("What calls cost, for budgets of cost"));
    auto* add = makeButton(ButtonKind::Primary, tr("Add budget"), "add");
    add->setObjectName(QStringLiteral("addBudget"));
    add->setToolTip(tr("Add a budget (Ctrl+N)"));
    needs(*prices, api::Operation::Configure);
    needs(*add, api::Operation::Configure);
    header->addAction(prices);
    header->addAction(add);
    connect(prices, &QPushButton::clicked, this, &BudgetsPage::showPrices);
    connect(add, &QPushButton::clicked, this, &BudgetsPage::addBudget);
    return header;
}

void BudgetsPage::prepareTree()
{
    m_tree->setObjectName(QStringLiteral("budgets"));
    m_tree->setModel(m_filter);
    ui::prepareTree(m_tree, tr("Budgets"));
    m_tree->setItemDelegateForColumn(BudgetsModel::Use, new GaugeDelegate(m_tree));
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->setExpandsOnDoubleClick(false);
    QHeaderView* header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(48);
    header->setSectionResizeMode(BudgetsModel::Subject, QHeaderView::Stretch);
    header->setSectionResizeMode(BudgetsModel::Use, QHeaderView::Stretch);
    header->resizeSection(BudgetsModel::Room, 112);
}

QWidget* BudgetsPage::buildFilters()
{
    m_which->setObjectName(QStringLiteral("budgetsWhich"));
    nameForAccessibility(m_which, tr("Which budgets"));
    m_which->addItem(tr("All levels"), BudgetsFilter::kAll);
    m_which->addItem(tr("Near the limit or beyond"), BudgetsFilter::kPressing);
    for (const auto level : {api::BudgetLevel::Customer,
                             api::BudgetLevel::Team,
                             api::BudgetLevel::Key,
                             api::BudgetLevel::Server,
                             api::BudgetLevel::Case}) {
        m_which->addItem(levelsText(level), static_cast<int>(level));
    }
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(12);
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_search, 1);
    row->addWidget(m_which);
    return widget;
}

QWidget* BudgetsPage::buildList()
{
    m_save->setObjectName(QStringLiteral("saveBudgetsCsv"));
    m_nothing->setObjectName(QStringLiteral("noBudgetFits"));
    m_nothing->setAlignment(Qt::AlignCenter);
    QFrame* card = makeCard();
    cardLayout(card)->addWidget(buildFilters());
    cardLayout(card)->addWidget(m_tree, 1);
    cardLayout(card)->addWidget(m_nothing, 1);
    cardLayout(card)->addWidget(m_save, 0, Qt::AlignRight);
    card->setMinimumWidth(kSmallestListWidth);
    return card;
}

} // namespace portcullis::ui
