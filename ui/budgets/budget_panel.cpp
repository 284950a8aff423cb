#include "ui/budgets/budget_panel.h"

#include "ui/budgets/budget_words.h"
#include "ui/budgets/gauge.h"
#include "ui/budgets/history_view.h"
#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

BudgetPanel::BudgetPanel(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_dot(new IconLabel(16))
    , m_standing(makeLabel(TextRole::Body))
    , m_use(makeLabel(TextRole::Subheading))
    , m_gauge(new BudgetGauge)
    , m_historyNote(makeLabel(TextRole::Muted))
    , m_history(new HistoryView)
{
    m_standing->setObjectName(QStringLiteral("budgetStanding"));
    m_use->setObjectName(QStringLiteral("budgetUse"));
    auto* standing = new QHBoxLayout;
    standing->setSpacing(kGrid / 2);
    standing->addWidget(m_dot, 0, Qt::AlignTop);
    standing->addWidget(m_standing, 1);
    column().addLayout(standing);
    column().addWidget(m_use);
    column().addWidget(m_gauge);
    auto* edit = makeButton(ButtonKind::Normal, tr("Edit…"), "edit");
    auto* remove = makeButton(ButtonKind::Danger, tr("Remove…"), "remove");
    edit->setObjectName(QStringLiteral("editBudget"));
    remove->setObjectName(QStringLiteral("removeBudget"));
    addActions({edit, remove});
    needs(*edit, api::Operation::Configure);
    needs(*remove, api::Operation::Configure);
    connect(edit, &QPushButton::clicked, this, &BudgetPanel::editRequested);
    connect(remove, &QPushButton::clicked, this, &BudgetPanel::removeRequested);
    buildFacts();
    column().addSpacing(kGrid);
    column().addWidget(makeLabel(TextRole::Subheading, tr("Earlier windows")));
    m_historyNote->setObjectName(QStringLiteral("historyNote"));
    letShrink(m_historyNote);
    column().addWidget(m_historyNote);
    column().addWidget(m_history, 1);
    column().addStretch();
}

void BudgetPanel::buildFacts()
{
    QFormLayout* facts = makeFacts();
    m_window = addFact(*facts, tr("Window"));
    m_since = addFact(*facts, tr("Since"));
    m_reset = addFact(*facts, tr("Room again"));
    m_warning = addFact(*facts, tr("Warning"));
    m_failed = addFact(*facts, tr("Failed calls"));
    m_name = addFact(*facts, tr("Called"));
    column().addSpacing(kGrid);
    column().addLayout(facts);
}

void BudgetPanel::showBudget(const api::BudgetState& state)
{
    const QString currency = toQString(m_bridge.config().settings.currency);
    const Phrase phrase = describe(standingOf(state));
    setName(budgetTitle(m_bridge.config(), state.budget));
    m_dot->showIcon("dot", tintOf(phrase.tone));
    m_standing->setText(phrase.title + QStringLiteral(". ") + phrase.explanation);
    m_use->setText(useText(state, currency));
    m_gauge->showBudget(state, currency);
    showFacts(state);
    if (m_id != state.budget.id) {
        m_id = state.budget.id;
        m_history->hide();
        m_historyNote->setText(tr("Reading them…"));
        m_historyNote->show();
    }
}

void BudgetPanel::showFacts(const api::BudgetState& state)
{
    const api::Budget& budget = state.budget;
    const QString unknown = QStringLiteral(u"\u2013");
    m_window->setText(windowText(budget));
    m_since->setText(state.use ? momentText(state.use->windowStart, m_clock.wallNow()) : unknown);
    m_reset->setText(state.use ? resetText(state, m_clock.wallNow()) : unknown);
    m_warning->setText(
        budget.warnAtPercent == 0
            ? tr("None")
            : tr("At %1").arg(percentText(budget.warnAtPercent, 100)) +
                  (state.use && state.use->warned ? tr(", given in this window") : QString()));
    m_failed->setText(budget.failedCallsCount ? tr("Count") : tr("Give back what they took"));
    m_name->setText(isolated(budget.id.str()));
}

void BudgetPanel::showHistory(const Result<std::vector<api::BudgetState>>& states)
{
    if (!states) {
        m_history->hide();
        m_historyNote->setText(tr("They could not be read: %1").arg(describe(states.error())));
        m_historyNote->show();
        return;
    }
    if (states->empty() || states->front().budget.id != m_id) {
        return; // another one was chosen meanwhile, or it is gone
    }
    const api::BudgetState& state = states->front();
    const bool some = state.use && !state.use->history.empty();
    if (some) {
        m_history->setWindows(
            state.budget, state.use->history, toQString(m_bridge.config().settings.currency));
    }
    m_history->setVisible(some);
    const bool rolling = state.budget.window == api::BudgetWindow::Rolling;
    m_historyNote->setText(!some     ? tr("None has ended yet in which something was used.")
                           : rolling ? tr("As the calendar of UTC has them.")
                                     : QString());
    m_historyNote->setVisible(!m_historyNote->text().isEmpty());
}

} // namespace portcullis::ui
