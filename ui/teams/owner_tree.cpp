#include "ui/teams/owner_tree.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_words.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

namespace portcullis::ui {

namespace {

constexpr int kKindRole = Qt::UserRole + 1;
constexpr int kIdRole = Qt::UserRole + 2;

using Row = QList<QStandardItem*>;

Row makeRow(const OwnerRef& ref, const QString& name, const char* iconName)
{
    auto* first = new QStandardItem(icon(iconName, Tint::Muted), name);
    first->setData(static_cast<int>(ref.kind), kKindRole);
    first->setData(toQString(ref.id), kIdRole);
    first->setToolTip(toolTipText(name));
    return {first, new QStandardItem, new QStandardItem};
}

void showState(const Row& row, const Phrase& phrase)
{
    QStandardItem* state = row[OwnerTree::State];
    state->setText(phrase.title);
    state->setIcon(dotIcon(phrase.tone));
    state->setToolTip(toolTipText(phrase.explanation));
}

void showCount(const Row& row, std::size_t keys)
{
    row[OwnerTree::Keys]->setText(numberText(keys));
}

} // namespace

OwnerTree::OwnerTree(GatewayBridge& bridge, const Clock& clock, QObject* parent)
    : QStandardItemModel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
{
    setHorizontalHeaderLabels({tr("Customer, team, key"), tr("State"), tr("Keys")});
    connect(&bridge, &GatewayBridge::configChanged, this, &OwnerTree::refresh);
    refresh();
}

void OwnerTree::refresh()
{
    const api::GatewayConfig& config = m_bridge.config();
    const bool same = config.customers == m_shown.customers && config.teams == m_shown.teams &&
                      config.keys == m_shown.keys && config.cases == m_shown.cases;
    if (same) {
        return;
    }
    m_shown.customers = config.customers;
    m_shown.teams = config.teams;
    m_shown.keys = config.keys;
    m_shown.cases = config.cases;
    m_filling = true;
    removeRows(0, rowCount());
    fill();
    m_filling = false;
    emit filled();
}

void OwnerTree::fill()
{
    for (const api::Customer& customer : m_shown.customers) {
        const Row row =
            makeRow({OwnerKind::Customer, customer.id.str()}, ownerName(customer), "teams");
        showState(row, describe(customer));
        showCount(row, keysOf(customer, m_shown).size());
        addTeams(*row.front(), customer);
        appendRow(row);
    }
    const Row rest = makeRow({OwnerKind::NoTeam, {}}, tr("Keys without a team"), "keys");
    addKeys(*rest.front(), TeamId());
    showCount(rest, static_cast<std::size_t>(rest.front()->rowCount()));
    if (rest.front()->rowCount() > 0) {
        appendRow(rest);
    } else {
        qDeleteAll(rest);
    }
}

void OwnerTree::addTeams(QStandardItem& above, const api::Customer& customer)
{
    for (const api::Team& team : m_shown.teams) {
        if (team.customer != customer.id) {
            continue;
        }
        const Row row = makeRow({OwnerKind::Team, team.id.str()}, ownerName(team), "folder");
        showState(row, describe(team, m_shown));
        showCount(row, keysOf(team, m_shown).size());
        addKeys(*row.front(), team.id);
        above.appendRow(row);
    }
}

void OwnerTree::addKeys(QStandardItem& above, const TeamId& team)
{
    for (const api::KeyConfig& key : m_shown.keys) {
        if (key.team == team) {
            const Row row = makeRow({OwnerKind::Key, key.id.str()}, keyLabel(key), "keys");
            showState(row, describe(key, m_shown, m_clock.wallNow()));
            above.appendRow(row);
        }
    }
}

std::optional<OwnerRef> OwnerTree::refOf(const QModelIndex& index)
{
    if (!index.isValid()) {
        return std::nullopt;
    }
    const QModelIndex first = index.siblingAtColumn(Name);
    return OwnerRef{static_cast<OwnerKind>(first.data(kKindRole).toInt()),
                    toStdString(first.data(kIdRole).toString())};
}

QModelIndex OwnerTree::indexOf(const OwnerRef& ref) const
{
    return find(ref, {});
}

QModelIndex OwnerTree::find(const OwnerRef& ref, const QModelIndex& above) const
{
    for (int row = 0; row < rowCount(above); ++row) {
        const QModelIndex here = index(row, Name, above);
        if (refOf(here) == ref) {
            return here;
        }
        if (const QModelIndex below = find(ref, here); below.isValid()) {
            return below;
        }
    }
    return {};
}

} // namespace portcullis::ui
