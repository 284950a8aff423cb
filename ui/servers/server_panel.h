#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "ui/widgets/detail_panel.h"

class QLabel;
class QPushButton;

namespace portcullis::ui {

class Banner;
class GatewayBridge;
class IconLabel;
class ToolsView;

// One server in full: state in words, last error, how it is reached, its tools; and what can be
// done. Owner: ServersPage. GUI thread.
class ServerPanel final : public DetailPanel
{
    Q_OBJECT

public:
    explicit ServerPanel(GatewayBridge& bridge, QWidget* parent = nullptr);

    void showServer(const ServerId& id);
    void reloadTools();

    [[nodiscard]] const ServerId& server() const { return m_id; }

signals:
    void editRequested();
    void rulesRequested();
    void restartRequested();
    void enableRequested(bool enabled);
    void removeRequested();
    void approveRequested(const std::vector<portcullis::api::ToolInfo>& tools);
    void showAsRequested(const portcullis::api::ToolInfo& tool);

private:
    void buildActions();
    void refresh();
    void refreshFacts(const api::ServerConfig& config, const api::ServerStatus& status);

    GatewayBridge& m_bridge;
    ServerId m_id;
    api::ServerState m_lastState = api::ServerState::Idle;
    IconLabel* m_dot;
    QLabel* m_state;
    QLabel* m_explanation;
    Banner* m_error;
    QLabel* m_reach;
    QLabel* m_software;
    QLabel* m_protocol;
    QLabel* m_calls;
    QLabel* m_content;
    ToolsView* m_tools;
    QPushButton* m_edit;
    QPushButton* m_rules;
    QPushButton* m_restart;
    QPushButton* m_enable;
    QPushButton* m_remove;
};

} // namespace portcullis::ui
