#pragma once

#include "gateway/api/config.h"
#include "ui/widgets/detail_panel.h"

class QLabel;

namespace portcullis::ui {

class BudgetGauge;
class GatewayBridge;
class HistoryView;
class IconLabel;

// One budget in full: how it stands, its terms, what can be done, and its earlier windows.
// Owner: BudgetsPage. GUI thread.
class BudgetPanel final : public DetailPanel
{
    Q_OBJECT

public:
    BudgetPanel(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void showBudget(const api::BudgetState& state);
    // Of the budget that is shown, newest first; an error where they could not be read.
    void showHistory(const Result<std::vector<api::BudgetState>>& states);

signals:
    void editRequested();
    void removeRequested();

private:
    void buildFacts();
    void showFacts(const api::BudgetState& state);

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    BudgetId m_id;
    IconLabel* m_dot;
    QLabel* m_standing;
    QLabel* m_use;
    BudgetGauge* m_gauge;
    QLabel* m_window = nullptr;
    QLabel* m_since = nullptr;
    QLabel* m_reset = nullptr;
    QLabel* m_warning = nullptr;
    QLabel* m_failed = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_historyNote;
    HistoryView* m_history;
};

} // namespace portcullis::ui
