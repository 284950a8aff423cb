#pragma once

#include "gateway/api/status.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace portcullis::ui {

class ActivityModel;
class CallPanel;
class GatewayBridge;

// Calls as they happen, with filters; one call in full beside the list. New calls push the list
// down only for somebody who looks at its top. Owner: MainWindow. GUI thread. Failed queries are
// reported by problem().
class ActivityPage final : public QWidget
{
    Q_OBJECT

public:
    ActivityPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void focusSearch();
    void reload();
    // Shows one call, whatever the filter is now.
    void showCall(std::int64_t n);
    void showRefusals();

signals:
    void problem(const QString& title, const QString& text);

private:
    [[nodiscard]] QWidget* buildFilter();
    [[nodiscard]] QWidget* buildTable();
    void connectModel();
    void refillBoxes();
    void applyFilter();
    void clearFilter();
    [[nodiscard]] bool isFiltered() const;
    void keepPlace(int insertedRows);
    void showSelection();
    void refreshEmpty();
    void selectPending();

    GatewayBridge& m_bridge;
    ActivityModel* m_model;
    std::optional<std::int64_t> m_pending; // call to select when it has been loaded
    QTimer m_typingPause;
    QLineEdit* m_search = nullptr;
    QComboBox* m_key = nullptr;
    QComboBox* m_server = nullptr;
    QCheckBox* m_refused = nullptr;
    QPushButton* m_clear = nullptr;
    QLabel* m_count = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    CallPanel* m_panel = nullptr;
};

} // namespace portcullis::ui
