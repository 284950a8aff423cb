#include "ui/budgets/budgets_model.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr api::BudgetLevel kLevels[] = {api::BudgetLevel::Customer,
                                        api::BudgetLevel::Team,
                                        api::BudgetLevel::Key,
                                        api::BudgetLevel::Server,
                                        api::BudgetLevel::Case};

// The internal id of a level's row; that of a budget is the row of its level.
constexpr quintptr kLevelRow = ~quintptr{0};

double share(std::uint64_t amount, std::uint64_t limit)
{
    return limit == 0 ? 0 : std::min(1.0, static_cast<double>(amount) / static_cast<double>(limit));
}

} // namespace

GaugeShares sharesOf(const api::BudgetState& state)
{
    GaugeShares shares;
    shares.standing = standingOf(state);
    shares.threshold = state.budget.warnAtPercent / 100.0;
    if (state.use) {
        shares.used = share(state.use->used, state.budget.limit);
        shares.reserved =
            std::min(1.0 - shares.used, share(state.use->reserved, state.budget.limit));
    }
    return shares;
}

BudgetsModel::BudgetsModel(GatewayBridge& bridge, const Clock& clock, QObject* parent)
    : QAbstractItemModel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_groups(groupsOf(bridge.config()))
{
    connect(&bridge, &GatewayBridge::configChanged, this, &BudgetsModel::adoptConfig);
}

std::vector<BudgetsModel::Group> BudgetsModel::groupsOf(const api::GatewayConfig& config) const
{
    std::vector<Group> groups;
    for (const api::BudgetLevel level : kLevels) {
        Group group{level, {}};
        for (const api::Budget& budget : config.budgets) {
            if (budget.level == level) {
                const auto use = m_uses.find(budget.id);
                group.states.push_back(
                    {budget, use == m_uses.end() ? std::nullopt : std::optional(use->second)});
            }
        }
        if (!group.states.empty()) {
            groups.push_back(std::move(group));
        }
    }
    return groups;
}

void BudgetsModel::adoptConfig()
{
    std::vector<Group> groups = groupsOf(m_bridge.config());
    const auto ids = [](const std::vector<Group>& all) {
        std::vector<std::pair<api::BudgetLevel, BudgetId>> list;
        for (const Group& group : all) {
            for (const api::BudgetState& state : group.states) {
                list.emplace_back(group.level, state.budget.id);
            }
        }
        return list;
    };
    if (ids(groups) != ids(m_groups)) {
        beginResetModel();
        m_groups = std::move(groups);
        endResetModel();
        return;
    }
    m_groups = std::move(groups);
    announce();
}

void BudgetsModel::setUses(const std::vector<api::BudgetState>& states)
{
    m_uses.clear();
    for (const api::BudgetState& state : states) {
        if (state.use) {
            m_uses.emplace(state.budget.id, *state.use);
        }
    }
    for (Group& group : m_groups) {
        for (api::BudgetState& state : group.states) {
            const auto use = m_uses.find(state.budget.id);
            state.use = use == m_uses.end() ? std::nullopt : std::optional(use->second);
        }
    }
    announce();
}

void BudgetsModel::announce()
{
    for (int group = 0; group < rowCount(); ++group) {
        const QModelIndex level = index(group, 0);
        emit dataChanged(index(0, 0, level), index(rowCount(level) - 1, ColumnCount - 1, level));
    }
}

QModelIndex BudgetsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= ColumnCount) {
        return {};
    }
    return createIndex(
        row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) : kLevelRow);
}

QModelIndex BudgetsModel::parent(const QModelIndex& child) const
{
    return !child.isValid() || child.internalId() == kLevelRow
               ? QModelIndex()
               : createIndex(static_cast<int>(child.internalId()), 0, kLevelRow);
}

int BudgetsModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_groups.size());
    }
    const bool level = parent.internalId() == kLevelRow && parent.column() == 0;
    return level ? static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].states.size())
                 : 0;
}

int BudgetsModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

const api::BudgetState* BudgetsModel::stateAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kLevelRow) {
        return nullptr;
    }
    return &m_groups[index.internalId()].states[static_cast<std::size_t>(index.row())];
}

const api::BudgetState* BudgetsModel::find(const BudgetId& id) const
{
    return stateAt(indexOf(id));
}

QModelIndex BudgetsModel::indexOf(const BudgetId& id) const
{
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        const auto& states = m_groups[group].states;
        const auto found = std::ranges::find_if(
            states, [&](const api::BudgetState& state) { return state.budget.id == id; });
        if (found != states.end()) {
            return createIndex(
                static_cast<int>(found - states.begin()), 0, static_cast<quintptr>(group));
        }
    }
    return {};
}

std::vector<api::BudgetState> BudgetsModel::states() const
{
    std::vector<api::BudgetState> all;
    for (const Group& group : m_groups) {
        all.insert(all.end(), group.states.begin(), group.states.end());
    }
    return all;
}

QString BudgetsModel::text(const api::BudgetState& state, int column) const
{
    switch (column) {
    case Subject:
        return budgetTitle(m_bridge.config(), state.budget);
    case Use:
        // The standing first: what is cut in a narrow column is not what the colour says.
        return describe(standingOf(state)).title + QStringLiteral(u" \u00b7 ") +
               useText(state, toQString(m_bridge.config().settings.currency));
    case Room:
        return resetText(state, m_clock.wallNow());
    default:
        return {};
    }
}

QString BudgetsModel::searchText(const api::BudgetState& state) const
{
    return QStringList{text(state, Subject),
                       levelText(state.budget.level),
                       describe(standingOf(state)).title,
                       toQString(state.budget.id.str()),
                       toQString(state.budget.owner)}
        .join(QLatin1Char('\n'));
}

QVariant BudgetsModel::levelData(const Group& group, int column, int role) const
{
    if (role == LevelRole) {
        return static_cast<int>(group.level);
    }
    if (column == Subject && role == Qt::DisplayRole) {
        return tr("%1 (%2)").arg(levelsText(group.level), numberText(group.states.size()));
    }
    return {};
}

QVariant BudgetsModel::stateData(const api::BudgetState& state, int column, int role) const
{
    const Phrase phrase = describe(standingOf(state));
    switch (role) {
    case Qt::DisplayRole:
        return text(state, column);
    case Qt::ToolTipRole:
        return toolTipText(column == Use
                               ? text(state, column) + QLatin1Char('\n') + phrase.explanation
                               : text(state, column));
    case Qt::DecorationRole:
        return column == Subject ? dotIcon(phrase.tone) : QVariant();
    case StandingRole:
        return static_cast<int>(standingOf(state));
    case LevelRole:
        return static_cast<int>(state.budget.level);
    case GaugeRole: {
        const GaugeShares shares = sharesOf(state);
        return QVariant::fromValue(QVector<double>{shares.used, shares.reserved, shares.threshold});
    }
    case SearchRole:
        return searchText(state);
    default:
        return {};
    }
}

QVariant BudgetsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const api::BudgetState* const state = stateAt(index);
    return state == nullptr
               ? levelData(m_groups[static_cast<std::size_t>(index.row())], index.column(), role)
               : stateData(*state, index.column(), role);
}

QVariant BudgetsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Subject:
        return tr("Budget");
    case Use:
        return tr("Used");
    case Room:
        return tr("Room again");
    default:
        return {};
    }
}

BudgetsFilter::BudgetsFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void BudgetsFilter::setWords(const QString& words)
{
    m_words = words.trimmed();
    invalidateFilter();
}

void BudgetsFilter::setPressing(bool only)
{
    m_pressing = only;
    invalidateFilter();
}

void BudgetsFilter::setLevel(std::optional<api::BudgetLevel> level)
{
    m_level = level;
    invalidateFilter();
}

bool BudgetsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QVariant standing = index.data(BudgetsModel::StandingRole);
    if (!standing.isValid()) {
        return false; // a level: those of its budgets decide
    }
    const bool pressing = standing.toInt() >= static_cast<int>(BudgetStanding::Near);
    const bool levelFits =
        !m_level || index.data(BudgetsModel::LevelRole).toInt() == static_cast<int>(*m_level);
    return levelFits && (pressing || !m_pressing) &&
           index.data(BudgetsModel::SearchRole).toString().contains(m_words, Qt::CaseInsensitive);
}

} // namespace portcullis::ui
