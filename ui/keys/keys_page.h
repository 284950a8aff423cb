#pragma once

#include "gateway/api/gateway_client.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace portcullis::ui {

class GatewayBridge;
class KeyPanel;
class KeysModel;

// All keys as a table, the selected one with its allow-list beside it.
// Owner: MainWindow. GUI thread. Failed commands are reported by problem().
class KeysPage final : public QWidget
{
    Q_OBJECT

public:
    KeysPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void focusSearch();
    void removeSelected();

public slots:
    void createKey();
    void showConfiguration();

signals:
    void problem(const QString& title, const QString& text);

private:
    [[nodiscard]] QWidget* buildTable();
    void connectPanel();
    void showSecret(const api::CreatedKey& key);
    void editSelected();
    void setEnabledSelected(bool enabled);
    void disableSelected(const api::UpdateKey& change, const QString& label);
    void saveAllowList(const std::vector<api::AllowRule>& rules);
    void select(const KeyId& id);
    void showSelection();
    void refreshEmpty();
    void apply(api::ConfigChange change, const QString& failure);

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    KeysModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_search = nullptr;
    QTableView* m_table = nullptr;
    KeyPanel* m_panel = nullptr;
    KeyId m_selected; // survives a reset of the model
};

} // namespace portcullis::ui
