#include "ui/servers/servers_model.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/words.h"

#include <algorithm>

namespace portcullis::ui {

ServersModel::ServersModel(GatewayBridge& bridge, QObject* parent)
    : QAbstractTableModel(parent)
    , m_bridge(bridge)
    , m_rows(currentRows())
{
    connect(&bridge, &GatewayBridge::configChanged, this, &ServersModel::refresh);
    connect(&bridge, &GatewayBridge::statusChanged, this, &ServersModel::refresh);
}

std::vector<ServersModel::Row> ServersModel::currentRows() const
{
    std::vector<Row> rows;
    for (const api::ServerConfig& server : m_bridge.config().servers) {
        Row row{server, {}};
        if (const api::ServerStatus* status = m_bridge.serverStatus(server.id)) {
            row.status = *status;
        }
        row.status.id = server.id;
        if (!server.enabled) {
            row.status.state = api::ServerState::Disabled;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void ServersModel::refresh()
{
    std::vector<Row> rows = currentRows();
    const bool sameServers = std::ranges::equal(
        rows, m_rows, [](const Row& a, const Row& b) { return a.config.id == b.config.id; });
    if (!sameServers) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.empty()) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int ServersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ServersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString ServersModel::text(const Row& row, int column)
{
    switch (column) {
    case Name:
        return serverLabel(row.config);
    case State:
        return describe(row.status.state).title;
    case Tools:
        return row.status.revision.empty() ? QStringLiteral("–") : numberText(row.status.tools);
    case Protocol:
        return row.status.revision.empty() ? QStringLiteral("–")
                                           : revisionText(row.status.revision);
    default:
        return {};
    }
}

QString ServersModel::toolTip(const Row& row)
{
    QString tip = describe(row.status.state).explanation;
    if (row.status.lastError) {
        tip += QLatin1Char('\n') + describe(*row.status.lastError);
    }
    return tip;
}

QVariant ServersModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return toolTipText(toolTip(row));
    case Qt::DecorationRole:
        if (index.column() == State) {
            return dotIcon(describe(row.status.state).tone);
        }
        if (index.column() == Name) {
            return icon(row.config.transport == api::Transport::Stdio ? "terminal" : "globe",
                        Tint::Muted);
        }
        return {};
    case Qt::AccessibleTextRole:
        return index.column() == Name ? tr("%1, %2").arg(text(row, Name), text(row, State))
                                      : text(row, index.column());
    default:
        return {};
    }
}

QVariant ServersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Server");
    case State:
        return tr("State");
    case Tools:
        return tr("Tools");
    case Protocol:
        return tr("Protocol");
    default:
        return {};
    }
}

ServerId ServersModel::serverAt(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return row >= 0 && i < m_rows.size() ? m_rows[i].config.id : ServerId();
}

int ServersModel::rowOf(const ServerId& id) const
{
    const auto found =
        std::ranges::find_if(m_rows, [&id](const Row& row) { return row.config.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

} // namespace portcullis::ui
