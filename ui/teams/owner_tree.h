#pragma once

#include "gateway/api/config.h"

#include <QStandardItemModel>

#include <compare>
#include <optional>
#include <string>

namespace portcullis::ui {

class GatewayBridge;

enum class OwnerKind : std::uint8_t
{
    Customer,
    Team,
    Key,
    NoTeam // stands above the keys that belong to nobody; has no id
};

struct OwnerRef
{
    OwnerKind kind = OwnerKind::NoTeam;
    std::string id;
    auto operator<=>(const OwnerRef&) const = default;
};

// Customers, below them their teams, below those their keys; at the end the keys without a team.
// Follows the bridge by itself: each change fills it anew. Owner: OwnersView.
// GUI thread.
class OwnerTree final : public QStandardItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        State,
        Keys,
        ColumnCount
    };

    OwnerTree(GatewayBridge& bridge, const Clock& clock, QObject* parent = nullptr);

    // Nothing for an invalid index.
    [[nodiscard]] static std::optional<OwnerRef> refOf(const QModelIndex& index);
    [[nodiscard]] QModelIndex indexOf(const OwnerRef& ref) const;

    // While it is, rows come and go that nobody chose.
    [[nodiscard]] bool isFilling() const { return m_filling; }

signals:
    void filled();

private:
    void refresh();
    void fill();
    void addTeams(QStandardItem& above, const api::Customer& customer);
    void addKeys(QStandardItem& above, const TeamId& team);
    [[nodiscard]] QModelIndex find(const OwnerRef& ref, const QModelIndex& above) const;

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    api::GatewayConfig m_shown; // the parts that the tree is made of
    bool m_filling = false;
};

} // namespace portcullis::ui
