#include "ui/keys/allow_list_model.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

namespace portcullis::ui {

AllowListModel::AllowListModel(GatewayBridge& bridge, QObject* parent, ServerId only)
    : QAbstractItemModel(parent)
    , m_bridge(bridge)
    , m_only(std::move(only))
{
    connect(&bridge, &GatewayBridge::configChanged, this, [this] {
        const auto servers = shownServers();
        if (!std::ranges::equal(servers, m_servers, {}, &api::ServerConfig::id, &Server::id)) {
            rebuild();
        }
    });
    connect(&bridge, &GatewayBridge::toolsChanged, this, &AllowListModel::fetchTools);
    rebuild();
}

std::vector<api::ServerConfig> AllowListModel::shownServers() const
{
    std::vector<api::ServerConfig> shown = m_bridge.config().servers;
    if (!m_only.empty()) {
        std::erase_if(shown, [this](const api::ServerConfig& one) { return one.id != m_only; });
    }
    return shown;
}

void AllowListModel::rebuild()
{
    const std::vector<api::ServerConfig> servers = shownServers();
    std::vector<api::AllowRule> checked = rules();
    checked.insert(checked.end(), m_unplaced.begin(), m_unplaced.end());
    beginResetModel();
    m_servers.clear();
    for (const api::ServerConfig& config : servers) {
        Server server;
        server.id = config.id;
        server.label = serverLabel(config);
        server.note = tr("Asking for its tools…");
        m_servers.push_back(std::move(server));
    }
    endResetModel();
    setRules(checked);
    for (const api::ServerConfig& config : servers) {
        if (config.enabled) {
            fetchTools(config.id);
        } else {
            showNote(config.id, tr("Disabled: its tools are not known"));
        }
    }
}

void AllowListModel::fetchTools(const ServerId& id)
{
    m_bridge.serverTools(id, this, [this, id](Result<std::vector<api::ToolInfo>> tools) {
        if (tools) {
            showTools(id, *tools);
        } else {
            showNote(id, tr("Its tools are not known: %1").arg(describe(tools.error())));
        }
    });
}

int AllowListModel::rowOf(const ServerId& id) const
{
    const auto found = std::ranges::find(m_servers, id, &Server::id);
    return found == m_servers.end() ? -1 : static_cast<int>(found - m_servers.begin());
}

void AllowListModel::showTools(const ServerId& id, const std::vector<api::ToolInfo>& tools)
{
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    Server& server = m_servers[static_cast<std::size_t>(row)];
    std::vector<Tool> fresh;
    for (const api::ToolInfo& info : tools) {
        fresh.push_back({info, false, true});
    }
    for (const Tool& old : server.tools) {
        const auto same = [&old](const Tool& tool) { return tool.info.name == old.info.name; };
        const auto found = std::ranges::find_if(fresh, same);
        if (found != fresh.end()) {
            found->allowed = old.allowed;
        } else if (old.allowed) {
            fresh.push_back({old.info, true, false});
        }
    }
    const QModelIndex parent = index(row, 0);
    if (!server.tools.empty()) {
        beginRemoveRows(parent, 1, static_cast<int>(server.tools.size()));
        server.tools.clear();
        endRemoveRows();
    }
    if (!fresh.empty()) {
        beginInsertRows(parent, 1, static_cast<int>(fresh.size()));
        server.tools = std::move(fresh);
        endInsertRows();
    }
    const api::ServerStatus* status = m_bridge.serverStatus(id);
    const bool known = status != nullptr && !status->revision.empty();
    const QString none = known ? tr("Offers no tools") : tr("Its tools are not known yet");
    showNote(id, tools.empty() ? none : tr("%n tool(s)", nullptr, static_cast<int>(tools.size())));
}

void AllowListModel::showNote(const ServerId& id, const QString& note)
{
    if (const int row = rowOf(id); row >= 0) {
        m_servers[static_cast<std::size_t>(row)].note = note;
        announce(row);
    }
}

void AllowListModel::setRules(const std::vector<api::AllowRule>& rules)
{
    beginResetModel();
    m_unplaced.clear();
    for (Server& server : m_servers) {
        server.everything = false;
        std::erase_if(server.tools, [](const Tool& tool) { return !tool.offered; });
        for (Tool& tool : server.tools) {
            tool.allowed = false;
        }
    }
    for (const api::AllowRule& rule : rules) {
        const int row = rowOf(rule.server);
        if (row < 0) {
            m_unplaced.push_back(rule);
            continue;
        }
        Server& server = m_servers[static_cast<std::size_t>(row)];
        if (rule.tool == api::kEveryTool) {
            server.everything = true;
            continue;
        }
        const auto named = [&rule](const Tool& tool) { return tool.info.name == rule.tool; };
        const auto found = std::ranges::find_if(server.tools, named);
        if (found != server.tools.end()) {
            found->allowed = true;
        } else {
            Tool tool;
            tool.info.name = rule.tool;
            tool.allowed = true;
            tool.offered = false;
            server.tools.push_back(std::move(tool));
        }
    }
    endResetModel();
}

std::vector<api::AllowRule> AllowListModel::rules() const
{
    std::vector<api::AllowRule> rules;
    for (const Server& server : m_servers) {
        if (server.everything) {
            rules.push_back({server.id, api::kEveryTool});
            continue;
        }
        for (const Tool& tool : server.tools) {
            if (tool.allowed) {
                rules.push_back({server.id, tool.info.name});
            }
        }
    }
    return rules;
}

api::ToolsOfServers AllowListModel::tools() const
{
    api::ToolsOfServers tools;
    for (const Server& server : m_servers) {
        for (const Tool& tool : server.tools) {
            if (tool.offered) {
                tools[server.id].push_back(tool.info);
            }
        }
    }
    return tools;
}

QModelIndex AllowListModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    // 0 marks a server, n + 1 a line of server n.
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0);
}

QModelIndex AllowListModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == 0) {
        return {};
    }
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, quintptr{0});
}

int AllowListModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_servers.size());
    }
    if (parent.internalId() != 0 || parent.column() != 0) {
        return 0;
    }
    return static_cast<int>(m_servers[static_cast<std::size_t>(parent.row())].tools.size()) + 1;
}

int AllowListModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

const AllowListModel::Server& AllowListModel::serverOf(const QModelIndex& index) const
{
    const std::size_t row = index.internalId() == 0
                                ? static_cast<std::size_t>(index.row())
                                : static_cast<std::size_t>(index.internalId()) - 1;
    return m_servers[row];
}

const AllowListModel::Tool* AllowListModel::toolOf(const QModelIndex& index) const
{
    if (index.internalId() == 0 || index.row() == 0) {
        return nullptr;
    }
    return &serverOf(index).tools[static_cast<std::size_t>(index.row()) - 1];
}

Qt::CheckState AllowListModel::serverCheck(const Server& server)
{
    const auto allowed = std::ranges::count_if(server.tools, &Tool::allowed);
    if (server.everything || (allowed > 0 && allowed == std::ssize(server.tools))) {
        return Qt::Checked;
    }
    return allowed > 0 ? Qt::PartiallyChecked : Qt::Unchecked;
}

Qt::CheckState AllowListModel::checkState(const QModelIndex& index) const
{
    const Server& server = serverOf(index);
    if (index.internalId() == 0) {
        return serverCheck(server);
    }
    const Tool* tool = toolOf(index);
    return server.everything || (tool != nullptr && tool->allowed) ? Qt::Checked : Qt::Unchecked;
}

} // namespace portcullis::ui
