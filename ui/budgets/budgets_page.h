#pragma once

#include "gateway/api/config.h"
#include "gateway/base/result.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace portcullis::ui {

class Banner;
class BudgetPanel;
class BudgetsFilter;
class BudgetsModel;
class GatewayBridge;

// The budgets below their levels, each with its gauge; the chosen one in full beside them. Asks how
// they stand every few seconds while it is seen, and at once when a budget warns. Owner:
// MainWindow. GUI thread. Failed commands are reported by problem(); a failed look at the use by a
// banner.
class BudgetsPage final : public QWidget
{
    Q_OBJECT

public:
    BudgetsPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void focusSearch();
    void removeSelected();
    void reload();
    void choose(const BudgetId& id);

    // Writes what is listed as CSV; false and problem() where the file cannot be written.
    bool save(const QString& file);

public slots:
    void addBudget();

signals:
    void problem(const QString& title, const QString& text);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildHeader();
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QWidget* buildFilters();
    void prepareTree();
    void connectParts();
    void editSelected();
    void showPrices();
    void askForFile();
    void refresh();
    void takeStates(const Result<std::vector<api::BudgetState>>& states);
    void askHistory();
    void afterReset();
    void showFound();
    void showCurrent();
    void showSelected();
    void applyFilter();

    GatewayBridge& m_bridge;
    BudgetsModel* m_model;
    BudgetsFilter* m_filter;
    BudgetPanel* m_panel;
    QTreeView* m_tree;
    QLineEdit* m_search;
    QComboBox* m_which;
    Banner* m_unread;
    QLabel* m_nothing;
    QPushButton* m_save;
    QStackedWidget* m_stack;
    QTimer m_timer;
    bool m_asking = false;
    bool m_askAgain = false; // something happened while an answer was under way
    int m_sinceHistory = 0;  // looks at the use since the last one at the history
    BudgetId m_selected;
};

} // namespace portcullis::ui
