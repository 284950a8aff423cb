#include "ui/activity/activity_model.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/words.h"

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr std::uint32_t kPageSize = 200;

} // namespace

ActivityModel::ActivityModel(GatewayBridge& bridge, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
{
    connect(&bridge, &GatewayBridge::callsChanged, this, &ActivityModel::takeLive);
    connect(&bridge, &GatewayBridge::resynchronized, this, &ActivityModel::reload);
    connect(&bridge, &GatewayBridge::configChanged, this, [this] {
        if (!m_rows.empty()) { // labels of keys and servers may be others now
            emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
    });
    reload();
}

void ActivityModel::setFilter(const api::ActivityQuery& filter)
{
    m_filter = filter;
    m_filter.before.reset();
    m_filter.limit = kPageSize;
    reload();
}

void ActivityModel::reload()
{
    ++m_generation;
    beginResetModel();
    m_rows.clear();
    m_calls.clear();
    m_refusals.clear();
    m_oldest.reset();
    m_more = false;
    endResetModel();
    fetch(std::nullopt);
}

void ActivityModel::fetch(std::optional<std::int64_t> before)
{
    m_loading = true;
    api::ActivityQuery query = m_filter;
    query.before = before;
    query.limit = kPageSize;
    m_bridge.activity(
        query, this, [this, generation = m_generation](Result<api::ActivityPage> page) {
            if (generation != m_generation) {
                return;
            }
            m_loading = false;
            if (page) {
                append(*page);
            } else {
                m_more = false;
                // A locked gateway is no failure: the window says so, and reloads when it opens.
                if (page.error().code != ErrorCode::Locked) {
                    emit fetchFailed(describe(page.error()));
                }
            }
            emit loaded();
        });
}

void ActivityModel::append(const api::ActivityPage& page)
{
    std::vector<api::ActivityRow> fresh;
    for (const api::ActivityRow& row : page.rows) {
        m_oldest = m_oldest ? std::min(*m_oldest, row.n) : row.n;
        // A call that came live meanwhile stands at the top already.
        if (findCall(row) < 0 && m_rows.size() + fresh.size() < kMaxRows) {
            fresh.push_back(row);
            remember(row);
        }
    }
    m_more = page.more;
    if (fresh.empty()) {
        return;
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

bool ActivityModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_more && !m_loading && !isFull();
}

void ActivityModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent)) {
        fetch(m_oldest);
    }
}

bool ActivityModel::matches(const api::ActivityRow& row) const
{
    return (!m_filter.key || row.key == *m_filter.key) &&
           (!m_filter.server || row.server == *m_filter.server) &&
           (!m_filter.refusedOnly || isRefusal(row)) &&
           (m_filter.text.empty() ||
            toQString(row.tool).contains(toQString(m_filter.text), Qt::CaseInsensitive));
}

void ActivityModel::remember(const api::ActivityRow& row)
{
    if (row.call.empty()) {
        m_refusals.insert(row.n);
    } else {
        m_calls.insert(row.call);
    }
}

int ActivityModel::findCall(const api::ActivityRow& row) const
{
    if (row.call.empty() ? !m_refusals.contains(row.n) : !m_calls.contains(row.call)) {
        return -1;
    }
    const auto same = [&row](const api::ActivityRow& other) {
        return row.call.empty() ? other.call.empty() && other.n == row.n : other.call == row.call;
    };
    const auto found = std::ranges::find_if(m_rows, same);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ActivityModel::takeLive(const std::vector<api::ActivityRow>& rows)
{
    std::vector<api::ActivityRow> fresh; // oldest first
    for (const api::ActivityRow& row : rows) {
        if (const int known = findCall(row); known >= 0) {
            update(static_cast<std::size_t>(known), row);
            continue;
        }
        const auto begun = row.call.empty()
                               ? fresh.end()
                               : std::ranges::find(fresh, row.call, &api::ActivityRow::call);
        if (begun != fresh.end()) {
            *begun = row;
        } else if (matches(row)) {
            fresh.push_back(row);
        }
    }
    if (fresh.size() > kMaxRows) {
        fresh.erase(fresh.begin(), fresh.end() - static_cast<std::ptrdiff_t>(kMaxRows));
    }
    insertOnTop(fresh);
    letOldestGo();
}

void ActivityModel::update(std::size_t row, const api::ActivityRow& value)
{
    m_rows[row] = value;
    const int at = static_cast<int>(row);
    emit dataChanged(index(at, 0), index(at, ColumnCount - 1));
    emit rowUpdated(at);
}

void ActivityModel::insertOnTop(const std::vector<api::ActivityRow>& rows)
{
    if (rows.empty()) {
        return;
    }
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.begin(), rows.rbegin(), rows.rend());
    std::ranges::for_each(rows, [this](const api::ActivityRow& row) { remember(row); });
    endInsertRows();
}

void ActivityModel::letOldestGo()
{
    if (m_rows.size() <= kMaxRows) {
        return;
    }
    beginRemoveRows({}, static_cast<int>(kMaxRows), rowCount() - 1);
    for (auto row = m_rows.begin() + kMaxRows; row != m_rows.end(); ++row) {
        m_calls.erase(row->call);
        m_refusals.erase(row->n);
    }
    m_rows.resize(kMaxRows);
    m_more = true; // in the log; the filter finds them
    endRemoveRows();
}

int ActivityModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString keyText(const api::GatewayConfig& config, const KeyId& id)
{
    const api::KeyConfig* key = api::findKey(config, id);
    return key != nullptr ? keyLabel(*key) : isolated(id.str());
}

QString serverText(const api::GatewayConfig& config, const ServerId& id)
{
    const api::ServerConfig* server = api::findServer(config, id);
    return server != nullptr ? serverLabel(*server) : isolated(id.str());
}

QString ActivityModel::text(const api::ActivityRow& row, int column) const
{
    switch (column) {
    case Time:
        return momentText(row.time, m_clock.wallNow());
    case Verdict:
        return describe(row).title;
    case Tool:
        return isolated(row.tool);
    case Server:
        return serverText(m_bridge.config(), row.server);
    case Key:
        return keyText(m_bridge.config(), row.key);
    case Client:
        return toQString(row.client);
    case Duration:
        return row.outcome == api::Outcome::Running || isRefusal(row)
                   ? QString()
                   : durationText(row.durationMicros);
    default:
        return {};
    }
}

QVariant ActivityModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const api::ActivityRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return toolTipText(index.column() == Verdict ? describe(row).explanation
                                                     : text(row, index.column()));
    case Qt::DecorationRole:
        return index.column() == Verdict ? dotIcon(describe(row).tone) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Duration ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                          : QVariant(Qt::AlignLeading | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Time:
        return tr("Time");
    case Verdict:
        return tr("Result");
    case Tool:
        return tr("Tool");
    case Server:
        return tr("Server");
    case Key:
        return tr("Key");
    case Client:
        return tr("Client");
    case Duration:
        return tr("Duration");
    default:
        return {};
    }
}

const api::ActivityRow* ActivityModel::rowAt(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return row >= 0 && i < m_rows.size() ? &m_rows[i] : nullptr;
}

int ActivityModel::rowOf(std::int64_t n) const
{
    const auto found = std::ranges::find(m_rows, n, &api::ActivityRow::n);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

} // namespace portcullis::ui
