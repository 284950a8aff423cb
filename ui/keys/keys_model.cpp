#include "ui/keys/keys_model.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

#include <QCoreApplication>

#include <algorithm>

namespace portcullis::ui {

QString lastUseText(const GatewayBridge& bridge, const KeyId& key, WallTime now)
{
    const auto& uses = bridge.status().keys;
    const auto use = std::ranges::find(uses, key, &api::KeyUse::key);
    return use == uses.end() ? QCoreApplication::translate("Keys", "never")
                             : momentText(use->lastUsed, now);
}

KeysModel::KeysModel(GatewayBridge& bridge, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_keys(bridge.config().keys)
{
    connect(&bridge, &GatewayBridge::configChanged, this, &KeysModel::refresh);
    connect(&bridge, &GatewayBridge::statusChanged, this, &KeysModel::announce);
}

void KeysModel::refresh()
{
    const auto& keys = m_bridge.config().keys;
    if (!std::ranges::equal(keys, m_keys, {}, &api::KeyConfig::id, &api::KeyConfig::id)) {
        beginResetModel();
        m_keys = keys;
        endResetModel();
        return;
    }
    m_keys = keys;
    announce();
}

void KeysModel::announce()
{
    if (!m_keys.empty()) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int KeysModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

int KeysModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString KeysModel::text(const api::KeyConfig& key, int column) const
{
    switch (column) {
    case Label:
        return keyLabel(key);
    case Owner:
        return toQString(key.owner);
    case State:
        return describe(key, m_bridge.config(), m_clock.wallNow()).title;
    case Allowed:
        return allowSummary(key.allow, m_bridge.config());
    case LastUsed:
        return lastUseText(m_bridge, key.id, m_clock.wallNow());
    default:
        return {};
    }
}

QVariant KeysModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const api::KeyConfig& key = m_keys[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(key, index.column());
    case Qt::ToolTipRole:
        return toolTipText(index.column() == State
                               ? describe(key, m_bridge.config(), m_clock.wallNow()).explanation
                               : text(key, index.column()));
    case Qt::DecorationRole:
        if (index.column() == State) {
            return dotIcon(describe(key, m_bridge.config(), m_clock.wallNow()).tone);
        }
        return index.column() == Label ? icon("keys", Tint::Muted) : QVariant();
    default:
        return {};
    }
}

QVariant KeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Label:
        return tr("Key");
    case Owner:
        return tr("Owner");
    case State:
        return tr("State");
    case Allowed:
        return tr("Allowed");
    case LastUsed:
        return tr("Last used");
    default:
        return {};
    }
}

KeyId KeysModel::keyAt(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return row >= 0 && i < m_keys.size() ? m_keys[i].id : KeyId();
}

int KeysModel::rowOf(const KeyId& id) const
{
    const auto found = std::ranges::find(m_keys, id, &api::KeyConfig::id);
    return found == m_keys.end() ? -1 : static_cast<int>(found - m_keys.begin());
}

} // namespace portcullis::ui
