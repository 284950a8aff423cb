#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <QAbstractTableModel>

#include <vector>

namespace portcullis::ui {

class GatewayBridge;

// The servers of the configuration with their states. Follows the bridge by itself.
// Owner: ServersPage. GUI thread.
class ServersModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        State,
        Tools,
        Protocol,
        ColumnCount
    };

    explicit ServersModel(GatewayBridge& bridge, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] ServerId serverAt(int row) const;
    // -1 when there is none.
    [[nodiscard]] int rowOf(const ServerId& id) const;

private:
    struct Row
    {
        api::ServerConfig config;
        api::ServerStatus status;
    };

    void refresh();
    [[nodiscard]] std::vector<Row> currentRows() const;
    [[nodiscard]] static QString text(const Row& row, int column);
    [[nodiscard]] static QString toolTip(const Row& row);

    GatewayBridge& m_bridge;
    std::vector<Row> m_rows;
};

} // namespace portcullis::ui
