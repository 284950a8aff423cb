#include "ui/budgets/budgets_page.h"

#include "ui/budgets/budget_csv.h"
#include "ui/budgets/budget_dialog.h"
#include "ui/budgets/budget_panel.h"
#include "ui/budgets/budgets_model.h"
#include "ui/budgets/prices_dialog.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTreeView>

#include <utility>

namespace portcullis::ui {

namespace {

constexpr int kPollMillis = 3000;
constexpr int kLooksPerHistory = 20;
constexpr std::uint32_t kHistory = 30;
constexpr int kRoomNeeds = 560; // width of the list

} // namespace

BudgetsPage::BudgetsPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_model(new BudgetsModel(bridge, clock, this))
    , m_filter(new BudgetsFilter(this))
    , m_panel(new BudgetPanel(bridge, clock))
    , m_tree(new QTreeView)
    , m_search(makeSearchField(tr("Search budgets")))
    , m_which(new QComboBox)
    , m_unread(new Banner(Banner::Closing::ByCode))
    , m_nothing(makeLabel(TextRole::Muted, tr("No budget fits the search.")))
    , m_save(makeButton(ButtonKind::Quiet, tr("Save as CSV…"), "save"))
    , m_stack(new QStackedWidget)
{
    m_filter->setSourceModel(m_model);
    m_unread->setObjectName(QStringLiteral("budgetsUnread"));
    m_timer.setInterval(kPollMillis);
    build();
    connectParts();
    afterReset();
}

void BudgetsPage::connectParts()
{
    connect(&m_timer, &QTimer::timeout, this, &BudgetsPage::refresh);
    connect(&m_bridge, &GatewayBridge::budgetWarned, this, &BudgetsPage::reload);
    connect(&m_bridge, &GatewayBridge::resynchronized, this, &BudgetsPage::reload);
    // The model follows first: it was connected before.
    connect(&m_bridge, &GatewayBridge::configChanged, this, &BudgetsPage::reload);
    connect(m_model, &QAbstractItemModel::modelReset, this, &BudgetsPage::afterReset);
    connect(m_filter, &QAbstractItemModel::rowsInserted, m_tree, &QTreeView::expandAll);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &BudgetsPage::showFound);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &BudgetsPage::showFound);
    connect(m_search, &QLineEdit::textChanged, this, &BudgetsPage::applyFilter);
    connect(m_which, &QComboBox::currentIndexChanged, this, &BudgetsPage::applyFilter);
    connect(m_tree->selectionModel(),
            &QItemSelectionModel::currentChanged,
            this,
            &BudgetsPage::showCurrent);
    connect(m_tree, &QTreeView::activated, this, [this] {
        if (api::mayAsk(m_bridge.status(), api::Operation::Configure)) {
            editSelected();
        }
    });
    connect(m_panel, &BudgetPanel::editRequested, this, &BudgetsPage::editSelected);
    connect(m_panel, &BudgetPanel::removeRequested, this, &BudgetsPage::removeSelected);
    connect(m_save, &QPushButton::clicked, this, &BudgetsPage::askForFile);
}

void BudgetsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_timer.start();
    reload();
}

void BudgetsPage::hideEvent(QHideEvent* event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void BudgetsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_tree->setColumnHidden(BudgetsModel::Room, m_tree->width() < kRoomNeeds);
}

void BudgetsPage::reload()
{
    m_sinceHistory = kLooksPerHistory;
    if (m_asking) {
        m_askAgain = true;
    } else if (isVisible()) {
        refresh();
    }
}

void BudgetsPage::refresh()
{
    if (m_asking || !m_bridge.isReady()) {
        return; // a gateway that is slow to answer is not asked again and again
    }
    m_asking = true;
    m_bridge.budgets({}, this, [this](const Result<std::vector<api::BudgetState>>& states) {
        m_asking = false;
        takeStates(states);
        if (std::exchange(m_askAgain, false)) {
            reload();
        }
    });
}

void BudgetsPage::takeStates(const Result<std::vector<api::BudgetState>>& states)
{
    if (!states) {
        m_model->setUses({}); // old numbers would look like those of now
        m_unread->showMessage(
            Tone::Bad,
            tr("What was used could not be read: %1").arg(describe(states.error())),
            budgetAdvice(states.error()));
    } else {
        m_unread->hide();
        m_model->setUses(*states);
    }
    showSelected();
    if (states && ++m_sinceHistory >= kLooksPerHistory) {
        askHistory();
    }
}

void BudgetsPage::askHistory()
{
    m_sinceHistory = 0;
    if (m_model->find(m_selected) == nullptr) {
        return;
    }
    api::BudgetQuery query;
    query.history = kHistory;
    query.budget = m_selected;
    m_bridge.budgets(
        query, this, [this, id = m_selected](const Result<std::vector<api::BudgetState>>& states) {
            if (id == m_selected) {
                m_panel->showHistory(states);
            }
        });
}

void BudgetsPage::afterReset()
{
    m_stack->setCurrentIndex(m_model->rowCount() == 0 ? 1 : 0);
    m_tree->expandAll();
    choose(m_selected);
    showFound();
}

void BudgetsPage::choose(const BudgetId& id)
{
    QModelIndex index = m_filter->mapFromSource(m_model->indexOf(id));
    if (!index.isValid()) {
        index = m_filter->index(0, 0, m_filter->index(0, 0));
    }
    m_tree->setCurrentIndex(index);
    showCurrent();
}

void BudgetsPage::applyFilter()
{
    const int which = m_which->currentData().toInt();
    m_filter->setWords(m_search->text());
    m_filter->setPressing(which == BudgetsFilter::kPressing);
    m_filter->setLevel(which >= 0 ? std::optional(static_cast<api::BudgetLevel>(which))
                                  : std::nullopt);
    m_tree->expandAll();
    showFound();
    if (!m_tree->currentIndex().parent().isValid()) {
        choose(m_selected);
    }
}

void BudgetsPage::showFound()
{
    const bool some = m_filter->rowCount() > 0;
    m_tree->setVisible(some);
    m_nothing->setVisible(!some);
    m_save->setEnabled(some);
}

void BudgetsPage::showCurrent()
{
    const api::BudgetState* const state =
        m_model->stateAt(m_filter->mapToSource(m_tree->currentIndex()));
    if (state != nullptr && state->budget.id != m_selected) {
        m_selected = state->budget.id;
        showSelected();
        askHistory();
    } else {
        showSelected();
    }
}

void BudgetsPage::showSelected()
{
    const api::BudgetState* const state = m_model->find(m_selected);
    m_panel->setVisible(state != nullptr);
    if (state != nullptr) {
        m_panel->showBudget(*state);
    }
}

void BudgetsPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void BudgetsPage::addBudget()
{
    auto* dialog = new BudgetDialog(m_bridge, nullptr, this);
    connect(dialog, &BudgetDialog::saved, this, [this](const BudgetId& id) {
        m_selected = id;
        choose(id);
        m_bridge.refresh();
    });
    dialog->open();
}

void BudgetsPage::editSelected()
{
    if (const api::Budget* const budget = api::findBudget(m_bridge.config(), m_selected)) {
        auto* dialog = new BudgetDialog(m_bridge, budget, this);
        dialog->open();
    }
}

void BudgetsPage::removeSelected()
{
    const api::Budget* const budget = api::findBudget(m_bridge.config(), m_selected);
    if (budget == nullptr) {
        return;
    }
    confirm(this,
            {tr("Remove the budget “%1”?").arg(budgetTitle(m_bridge.config(), *budget)),
             tr("Its calls are no longer limited by it. Set again under the same name, it goes on "
                "with what was used in its window."),
             tr("Remove budget")},
            [this, id = budget->id] {
                m_bridge.apply(api::RemoveBudget{id}, this, [this](const Result<>& applied) {
                    if (!applied) {
                        emit problem(tr("The budget could not be removed"),
                                     describeFully(applied.error()));
                    }
                });
            });
}

void BudgetsPage::showPrices()
{
    auto* dialog = new PricesDialog(m_bridge, this);
    dialog->open();
}

void BudgetsPage::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Save these budgets as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("Tables (*.csv)"));
    dialog->selectFile(QStringLiteral("portcullis-budgets.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &BudgetsPage::save);
    dialog->open();
}

bool BudgetsPage::save(const QString& file)
{
    std::vector<api::BudgetState> shown;
    for (const api::BudgetState& state : m_model->states()) {
        if (m_filter->mapFromSource(m_model->indexOf(state.budget.id)).isValid()) {
            shown.push_back(state);
        }
    }
    const QByteArray csv = budgetCsv(shown, toQString(m_bridge.config().settings.currency));
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(csv) == csv.size() && out.commit()) {
        return true;
    }
    emit problem(tr("The file was not written"), out.errorString());
    return false;
}

} // namespace portcullis::ui
