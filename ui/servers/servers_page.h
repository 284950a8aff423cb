#pragma once

#include "gateway/api/config_change.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace portcullis::ui {

class GatewayBridge;
class ServerPanel;
class ServersModel;

// All servers as a table, the selected one in full beside it.
// Owner: MainWindow. GUI thread. Failed commands are reported by problem().
class ServersPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ServersPage(GatewayBridge& bridge, QWidget* parent = nullptr);

    void focusSearch();
    void removeSelected();

public slots:
    void addServer();

signals:
    void problem(const QString& title, const QString& text);
    void serverAdded(const portcullis::ServerId& server);

private:
    [[nodiscard]] QWidget* buildTable();
    void connectPanel();
    void editSelected();
    void setEnabledSelected(bool enabled);
    void restartSelected();
    void select(const ServerId& id);
    void showSelection();
    void refreshEmpty();
    void apply(api::ConfigChange change, const QString& failure);

    GatewayBridge& m_bridge;
    ServersModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_search = nullptr;
    QTableView* m_table = nullptr;
    ServerPanel* m_panel = nullptr;
    ServerId m_selected; // survives a reset of the model
};

} // namespace portcullis::ui
