#include "ui/servers/servers_page.h"

#include "ui/gateway_bridge.h"
#include "ui/servers/server_dialog.h"
#include "ui/servers/server_panel.h"
#include "ui/servers/server_rules_dialog.h"
#include "ui/servers/servers_model.h"
#include "ui/servers/tool_dialog.h"
#include "ui/servers/tool_words.h"
#include "ui/text.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/confirm.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>

namespace portcullis::ui {

ServersPage::ServersPage(GatewayBridge& bridge, QWidget* parent)
    : ServersPage(bridge, new ServersModel(bridge), new ServerPanel(bridge), parent)
{}

ServersPage::ServersPage(GatewayBridge& bridge,
                         ServersModel* model,
                         ServerPanel* panel,
                         QWidget* parent)
    : ListPage(bridge, model, panel, parent)
    , m_model(model)
    , m_panel(panel)
{
    prepareColumns();
    connectPanel();
    build({tr("Servers"),
           tr("The MCP servers whose tools Portcullis hands on to your clients."),
           tr("Add server"),
           tr("Add a server (Ctrl+N)"),
           tr("Search servers"),
           "servers",
           tr("No servers yet"),
           tr("Add the first MCP server: a program on this computer that speaks on its standard "
              "streams, or a web address. You can try the connection before you save it."),
           tr("Add server…")},
          500,
          476);
}

void ServersPage::prepareColumns()
{
    sorted().setFilterKeyColumn(ServersModel::Name);
    QHeaderView* header = table().horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(ServersModel::Name, QHeaderView::Stretch);
    header->resizeSection(ServersModel::State, 128);
    header->resizeSection(ServersModel::Tools, 96);
    header->resizeSection(ServersModel::Protocol, 184);
    new ColumnHider(&table(), {{ServersModel::Tools, 360}, {ServersModel::Protocol, 520}});
}

void ServersPage::connectPanel()
{
    connect(m_panel, &ServerPanel::editRequested, this, &ServersPage::editChosen);
    connect(m_panel, &ServerPanel::rulesRequested, this, &ServersPage::editRules);
    connect(m_panel, &ServerPanel::restartRequested, this, &ServersPage::restartSelected);
    connect(m_panel, &ServerPanel::enableRequested, this, &ServersPage::setEnabledSelected);
    connect(m_panel, &ServerPanel::removeRequested, this, &ServersPage::removeSelected);
    connect(m_panel, &ServerPanel::approveRequested, this, &ServersPage::approve);
    connect(m_panel, &ServerPanel::showAsRequested, this, &ServersPage::showAs);
}

int ServersPage::chosenRow() const
{
    return m_model->rowOf(m_selected);
}

void ServersPage::choose(int row)
{
    m_selected = m_model->serverAt(row);
    m_panel->showServer(m_selected);
}

void ServersPage::addServer()
{
    auto* dialog = new ServerDialog(bridge(), nullptr, this);
    connect(dialog, &ServerDialog::saved, this, [this](const ServerId& id) {
        m_selected = id;
        if (chosenRow() >= 0) { // else it arrives with the next configuration
            selectRow(chosenRow());
        }
        emit serverAdded(id);
    });
    dialog->open();
}

void ServersPage::editChosen()
{
    if (const api::ServerConfig* server = api::findServer(bridge().config(), m_selected)) {
        auto* dialog = new ServerDialog(bridge(), server, this);
        dialog->open();
    }
}

void ServersPage::editRules()
{
    if (const api::ServerConfig* server = api::findServer(bridge().config(), m_selected)) {
        auto* dialog = new ServerRulesDialog(bridge(), *server, this);
        dialog->open();
    }
}

void ServersPage::setEnabledSelected(bool enabled)
{
    const api::ServerConfig* server = api::findServer(bridge().config(), m_selected);
    if (server == nullptr) {
        return;
    }
    api::ServerConfig changed = *server;
    changed.enabled = enabled;
    if (enabled) {
        apply(api::UpdateServer{changed}, tr("The server could not be enabled"));
        return;
    }
    endingCalls(
        {tr("Disable the server “%1”?").arg(serverLabel(*server)), {}, tr("Disable server")},
        [this, changed] {
            apply(api::UpdateServer{changed}, tr("The server could not be disabled"));
        });
}

void ServersPage::restartSelected()
{
    const api::ServerConfig* server = api::findServer(bridge().config(), m_selected);
    if (server == nullptr) {
        return;
    }
    endingCalls(
        {tr("Restart the server “%1”?").arg(serverLabel(*server)), {}, tr("Restart server")},
        [this, id = server->id] {
            bridge().restartServer(id, this, [this](Result<> restarted) {
                if (!restarted) {
                    emit problem(tr("The server could not be restarted"),
                                 describeFully(restarted.error()));
                }
            });
        });
}

void ServersPage::approve(const std::vector<api::ToolInfo>& tools)
{
    std::vector<api::ToolApproval> approvals;
    for (const api::ToolInfo& tool : tools) {
        approvals.push_back({tool.name, tool.definitionHash});
    }
    confirm(this, approvalQuestion(tools), [this, id = m_selected, approvals] {
        bridge().approveTools(id, approvals, this, [this](Result<> approved) {
            m_panel->reloadTools(); // what they are now, in any case
            if (!approved) {
                emit problem(tr("The change could not be approved"),
                             describeFully(approved.error()));
            }
        });
    });
}

void ServersPage::showAs(const api::ToolInfo& tool)
{
    if (const api::ServerConfig* server = api::findServer(bridge().config(), m_selected)) {
        auto* dialog = new ToolDialog(bridge(), *server, tool, this);
        dialog->open();
    }
}

void ServersPage::endingCalls(Question question, std::function<void()> act)
{
    const api::ServerStatus* status = bridge().serverStatus(m_selected);
    if (status == nullptr || status->inFlight == 0) {
        act();
        return;
    }
    question.consequence = tr("%n call(s) are running on it and end with an error.",
                              nullptr,
                              static_cast<int>(status->inFlight));
    confirm(this, question, std::move(act));
}

void ServersPage::removeSelected()
{
    const api::ServerConfig* server = api::findServer(bridge().config(), m_selected);
    if (server == nullptr) {
        return;
    }
    const auto uses = std::ranges::count_if(bridge().config().keys, [&](const api::KeyConfig& key) {
        return std::ranges::find(key.allow, server->id, &api::AllowRule::server) != key.allow.end();
    });
    QString consequence = tr("Its settings and stored secrets are deleted, and running calls end.");
    if (uses > 0) {
        consequence +=
            QLatin1Char(' ') +
            tr("%n key(s) allow its tools and lose them.", nullptr, static_cast<int>(uses));
    }
    confirm(
        this,
        {tr("Remove the server “%1”?").arg(serverLabel(*server)), consequence, tr("Remove server")},
        [this, removed = *server] {
            bridge().apply(api::RemoveServer{removed.id}, this, [this, removed](Result<> done) {
                if (!done) {
                    emit problem(tr("The server could not be removed"),
                                 describeFully(done.error()));
                    return;
                }
                for (const api::SecretRef& secret : secretsOf(removed)) {
                    bridge().putSecret(secret.name, {}, &bridge(), {});
                }
            });
        });
}

} // namespace portcullis::ui
