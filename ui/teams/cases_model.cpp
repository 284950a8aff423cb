#include "ui/teams/cases_model.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_words.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

#include <QCoreApplication>

#include <algorithm>

namespace portcullis::ui {

QString allowedText(const api::Case& one, const api::GatewayConfig& config)
{
    return one.allow ? allowSummary(*one.allow, config)
                     : QCoreApplication::translate("Owners", "What its keys may");
}

CasesModel::CasesModel(GatewayBridge& bridge, QObject* parent)
    : QAbstractTableModel(parent)
    , m_bridge(bridge)
    , m_cases(bridge.config().cases)
{
    connect(&bridge, &GatewayBridge::configChanged, this, &CasesModel::refresh);
}

void CasesModel::refresh()
{
    const auto& cases = m_bridge.config().cases;
    if (!std::ranges::equal(cases, m_cases, {}, &api::Case::id, &api::Case::id)) {
        beginResetModel();
        m_cases = cases;
        endResetModel();
        return;
    }
    m_cases = cases;
    if (!m_cases.empty()) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int CasesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_cases.size());
}

int CasesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString CasesModel::text(const api::Case& one, int column) const
{
    switch (column) {
    case Name:
        return ownerName(one);
    case State:
        return describe(one).title;
    case Keys:
        return numberText(keysOf(one, m_bridge.config()).size());
    case Allowed:
        return allowedText(one, m_bridge.config());
    case Opened:
        return dateText(one.opened);
    default:
        return {};
    }
}

QVariant CasesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const api::Case& one = m_cases[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(one, index.column());
    case Qt::ToolTipRole:
        return toolTipText(index.column() == State  ? describe(one).explanation
                           : index.column() == Keys ? keysText(keysOf(one, m_bridge.config()))
                                                    : text(one, index.column()));
    case Qt::DecorationRole:
        if (index.column() == State) {
            return dotIcon(describe(one).tone);
        }
        return index.column() == Name ? icon("folder", Tint::Muted) : QVariant();
    default:
        return {};
    }
}

QVariant CasesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Case");
    case State:
        return tr("State");
    case Keys:
        return tr("Keys");
    case Allowed:
        return tr("Allowed");
    case Opened:
        return tr("Opened");
    default:
        return {};
    }
}

CaseId CasesModel::caseAt(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return row >= 0 && i < m_cases.size() ? m_cases[i].id : CaseId();
}

int CasesModel::rowOf(const CaseId& id) const
{
    const auto found = std::ranges::find(m_cases, id, &api::Case::id);
    return found == m_cases.end() ? -1 : static_cast<int>(found - m_cases.begin());
}

} // namespace portcullis::ui
