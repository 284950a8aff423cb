#pragma once

#include "gateway/api/config.h"

#include <QAbstractTableModel>

#include <vector>

namespace portcullis::ui {

class GatewayBridge;

// The cases. Follows the bridge by itself. Owner: CasesView. GUI thread.
class CasesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        State,
        Keys,
        Allowed,
        Opened,
        ColumnCount
    };

    explicit CasesModel(GatewayBridge& bridge, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] CaseId caseAt(int row) const;
    [[nodiscard]] int rowOf(const CaseId& id) const;

private:
    void refresh();
    [[nodiscard]] QString text(const api::Case& one, int column) const;

    GatewayBridge& m_bridge;
    std::vector<api::Case> m_cases;
};

// What the keys of a case may use, as its list says it.
[[nodiscard]] QString allowedText(const api::Case& one, const api::GatewayConfig& config);

} // namespace portcullis::ui
