#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/status.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list_page.h"

#include <functional>

namespace portcullis::ui {

class ServerPanel;
class ServersModel;

// All servers as a table, the selected one in full beside it.
// Owner: MainWindow. GUI thread. Failed commands are reported by problem().
class ServersPage final : public ListPage
{
    Q_OBJECT

public:
    explicit ServersPage(GatewayBridge& bridge, QWidget* parent = nullptr);

    void removeSelected();

public slots:
    void addServer();

signals:
    void serverAdded(const portcullis::ServerId& server);

protected:
    [[nodiscard]] int chosenRow() const override;
    void choose(int row) override;

    void add() override { addServer(); }

    void editChosen() override;

private:
    ServersPage(GatewayBridge& bridge, ServersModel* model, ServerPanel* panel, QWidget* parent);
    void prepareColumns();
    void connectPanel();
    void editRules();
    void setEnabledSelected(bool enabled);
    void restartSelected();
    void approve(const std::vector<api::ToolInfo>& tools);
    void showAs(const api::ToolInfo& tool);
    // Asks first when calls are running on the selected server.
    void endingCalls(Question question, std::function<void()> act);

    ServersModel* m_model;
    ServerPanel* m_panel;
    ServerId m_selected;
};

} // namespace portcullis::ui
