#pragma once

#include "gateway/api/config.h"

#include <QAbstractTableModel>

#include <vector>

namespace portcullis::ui {

class GatewayBridge;

// The virtual keys. Follows the bridge by itself. Owner: KeysPage. GUI thread.
class KeysModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Label,
        Owner,
        State,
        Allowed,
        LastUsed,
        ColumnCount
    };

    KeysModel(GatewayBridge& bridge, const Clock& clock, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] KeyId keyAt(int row) const;
    [[nodiscard]] int rowOf(const KeyId& id) const;

private:
    void refresh();
    void announce();
    [[nodiscard]] QString text(const api::KeyConfig& key, int column) const;

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    std::vector<api::KeyConfig> m_keys;
};

// The time of the last use in words; "never" when there was none.
[[nodiscard]] QString lastUseText(const GatewayBridge& bridge, const KeyId& key, WallTime now);

} // namespace portcullis::ui
