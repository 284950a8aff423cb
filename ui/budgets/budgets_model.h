#pragma once

#include "gateway/api/config.h"
#include "ui/budgets/budget_words.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>

#include <map>
#include <optional>
#include <vector>

namespace portcullis::ui {

class GatewayBridge;

// The budgets of the configuration below a row for each level that has some, in the configuration's
// order, with what is known of their use. Follows the configuration by itself; uses are handed to
// it. Owner: BudgetsPage. GUI thread.
class BudgetsModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        Subject,
        Use,
        Room,
        ColumnCount
    };

    enum Role
    {
        StandingRole = Qt::UserRole, // BudgetStanding as int; invalid for a level
        LevelRole,                   // api::BudgetLevel as int
        GaugeRole, // QVector<double>: used, reserved, threshold, shares of the limit
        SearchRole
    };

    BudgetsModel(GatewayBridge& bridge, const Clock& clock, QObject* parent = nullptr);

    [[nodiscard]] QModelIndex
    index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

    // What the gateway says of them; budgets it does not speak of are as if not counted.
    void setUses(const std::vector<api::BudgetState>& states);

    [[nodiscard]] const api::BudgetState*
    stateAt(const QModelIndex& index) const; // null for levels
    [[nodiscard]] const api::BudgetState* find(const BudgetId& id) const;
    [[nodiscard]] QModelIndex indexOf(const BudgetId& id) const; // invalid where it is not there
    [[nodiscard]] std::vector<api::BudgetState> states() const;  // in the order of the rows

private:
    struct Group
    {
        api::BudgetLevel level = api::BudgetLevel::Customer;
        std::vector<api::BudgetState> states;
    };

    void adoptConfig();
    [[nodiscard]] std::vector<Group> groupsOf(const api::GatewayConfig& config) const;
    void announce();
    [[nodiscard]] QVariant levelData(const Group& group, int column, int role) const;
    [[nodiscard]] QVariant stateData(const api::BudgetState& state, int column, int role) const;
    [[nodiscard]] QString text(const api::BudgetState& state, int column) const;
    [[nodiscard]] QString searchText(const api::BudgetState& state) const;

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    std::map<BudgetId, api::BudgetUse> m_uses;
    std::vector<Group> m_groups;
};

// Used, reserved and threshold as shares of the limit; 0 to 1, and none of use where nothing
// counts.
struct GaugeShares
{
    double used = 0;
    double reserved = 0;
    double threshold = 0; // 0: no mark
    BudgetStanding standing = BudgetStanding::NotCounted;
};

[[nodiscard]] GaugeShares sharesOf(const api::BudgetState& state);

// Budgets by words, standing and level; a level stays while one of its budgets does.
// Owner: BudgetsPage. GUI thread.
class BudgetsFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    // What a choice of budgets offers besides the levels.
    static constexpr int kAll = -1;
    static constexpr int kPressing = -2;

    explicit BudgetsFilter(QObject* parent = nullptr);

    void setWords(const QString& words);
    void setPressing(bool only); // those that are near their limit or beyond
    void setLevel(std::optional<api::BudgetLevel> level);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_words;
    bool m_pressing = false;
    std::optional<api::BudgetLevel> m_level;
};

} // namespace portcullis::ui
