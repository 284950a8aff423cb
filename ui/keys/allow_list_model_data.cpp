#include "ui/keys/allow_list_model.h"
#include "ui/servers/tool_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

// What a row of the tree shows, and what checking it does.
namespace portcullis::ui {

QString AllowListModel::text(const QModelIndex& index) const
{
    const Server& server = serverOf(index);
    const Tool* tool = toolOf(index);
    if (index.internalId() == 0) {
        return index.column() == Name ? server.label : server.note;
    }
    if (tool == nullptr) {
        return index.column() == Name ? tr("All tools, including future ones")
                                      : tr("Whatever this server offers, now or later");
    }
    if (index.column() == Name) {
        return toQString(tool->info.name);
    }
    if (!tool->offered) {
        return tr("Not offered at the moment");
    }
    return descriptionText(tool->info);
}

QString AllowListModel::toolTip(const QModelIndex& index) const
{
    const Tool* tool = toolOf(index);
    if (tool == nullptr) {
        return index.internalId() == 0
                   ? tr("Checks or clears the tools that this server offers today")
                   : tr("New tools of this server are allowed as soon as they appear");
    }
    QStringList lines{text(index.siblingAtColumn(Description))};
    if (const QString hint = hintText(tool->info); !hint.isEmpty()) {
        lines.push_back(hint);
    }
    return toolTipText(lines.join(QLatin1Char('\n')));
}

QVariant AllowListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Tool* tool = toolOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::ToolTipRole:
        return toolTip(index);
    case Qt::CheckStateRole:
        return index.column() == Name ? QVariant(static_cast<int>(checkState(index))) : QVariant();
    case Qt::DecorationRole:
        if (index.column() == Name && tool != nullptr) {
            return markIcon(tool->info);
        }
        return index.column() == Name && index.internalId() == 0 ? icon("servers", Tint::Muted)
                                                                 : QVariant();
    case Qt::ForegroundRole:
        return index.column() == Description ? QVariant(currentColors().muted) : QVariant();
    case kSearchRole:
        return QString(text(index.siblingAtColumn(Name)) + QLatin1Char(' ') +
                       (tool != nullptr ? toQString(tool->info.title + " " + tool->info.description)
                                        : QString()));
    default:
        return {};
    }
}

bool AllowListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return false;
    }
    const bool checked = value.toInt() == Qt::Checked;
    const auto row = index.internalId() == 0 ? static_cast<std::size_t>(index.row())
                                             : static_cast<std::size_t>(index.internalId()) - 1;
    Server& server = m_servers[row];
    if (index.internalId() == 0) {
        // A half-checked box is completed by a click, whatever the view makes of the third state.
        setServerChecked(server, serverCheck(server) != Qt::Checked);
    } else if (index.row() == 0) {
        server.everything = checked;
    } else {
        server.tools[static_cast<std::size_t>(index.row()) - 1].allowed = checked;
    }
    announce(static_cast<int>(row));
    emit rulesChanged();
    return true;
}

void AllowListModel::setServerChecked(Server& server, bool checked)
{
    server.everything = false;
    for (Tool& tool : server.tools) {
        tool.allowed = checked;
    }
}

void AllowListModel::announce(int serverRow)
{
    const QModelIndex parent = index(serverRow, 0);
    emit dataChanged(parent, index(serverRow, ColumnCount - 1));
    emit dataChanged(index(0, 0, parent), index(rowCount(parent) - 1, ColumnCount - 1, parent));
}

Qt::ItemFlags AllowListModel::flags(const QModelIndex& index) const
{
    if (!index.isValid()) {
        return {};
    }
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    const Server& server = serverOf(index);
    const bool included = toolOf(index) != nullptr && server.everything;
    const bool hasNothing = index.internalId() == 0 && server.tools.empty() && !server.everything;
    if (included) {
        return Qt::ItemIsSelectable; // cannot be taken out while all tools are in
    }
    if (index.column() == Name && !hasNothing) {
        flags |= Qt::ItemIsUserCheckable;
    }
    return flags;
}

QVariant AllowListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Name ? tr("Server and tool") : tr("What it does");
}

} // namespace portcullis::ui
