#include "ui/teams/owners_view.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/wider_rights.h"
#include "ui/permissions.h"
#include "ui/teams/owner_dialog.h"
#include "ui/teams/owner_panel.h"
#include "ui/teams/owner_words.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tables.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kSmallestTreeWidth = 304;
constexpr int kTreeWidth = 520;
constexpr int kPanelWidth = 440;
constexpr int kAllColumnsNeed = 440; // width of the tree, with room for names

} // namespace

OwnersView::OwnersView(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_model(new OwnerTree(bridge, clock, this))
    , m_found(new QSortFilterProxyModel(this))
    , m_panel(new OwnerPanel(bridge, clock))
    , m_tree(new QTreeView)
{
    m_found->setSourceModel(m_model);
    m_found->setRecursiveFilteringEnabled(true);
    m_found->setAutoAcceptChildRows(true);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    build();
    connectPanel();
    connect(m_model, &OwnerTree::filled, this, &OwnersView::refresh);
    refresh();
}

void OwnersView::build()
{
    auto* add = makeButton(ButtonKind::Primary, tr("Add customer"), "add");
    add->setObjectName(QStringLiteral("addCustomer"));
    add->setToolTip(tr("Add a customer (Ctrl+N)"));
    connect(add, &QPushButton::clicked, this, &OwnersView::addCustomer);
    auto* header = new PageHeader(
        tr("Customers and teams"),
        tr("Who owns keys: switched off, nobody who belongs there is let in any more."));
    needs(*add, api::Operation::Configure);
    header->addAction(add);
    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildTree());
    split->addWidget(m_panel);
    split->setStretchFactor(0, kTreeWidth);
    split->setStretchFactor(1, kPanelWidth);
    split->setSizes({kTreeWidth, kPanelWidth});
    m_stack = new QStackedWidget;
    m_stack->addWidget(split);
    m_stack->addWidget(buildEmpty());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(header);
    column->addWidget(m_stack, 1);
}

QWidget* OwnersView::buildTree()
{
    m_search = makeSearchField(tr("Search customers, teams and keys"));
    prepareTree(m_tree, tr("Customers and teams"));
    m_tree->setObjectName(QStringLiteral("owners"));
    m_tree->setModel(m_found);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(OwnerTree::Name, QHeaderView::Stretch);
    m_tree->header()->resizeSection(OwnerTree::Keys, 80);
    new ColumnHider(
        m_tree,
        {{OwnerTree::Keys, kAllColumnsNeed}, {OwnerTree::State, kAllColumnsNeed, 168, 112}});
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found->setFilterFixedString(text);
        expand();
    });
    connect(m_tree->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &OwnersView::showCurrent);
    connect(m_tree, &QTreeView::doubleClicked, this, &OwnersView::edit);
    m_tree->setExpandsOnDoubleClick(false);
    const auto remember = [this](const QModelIndex& index, bool collapsed) {
        if (const auto ref = OwnerTree::refOf(index); ref && m_search->text().isEmpty()) {
            if (collapsed) {
                m_collapsed.insert(*ref);
            } else {
                m_collapsed.erase(*ref);
            }
        }
    };
    connect(m_tree, &QTreeView::collapsed, this, [remember](const QModelIndex& index) {
        remember(index, true);
    });
    connect(m_tree, &QTreeView::expanded, this, [remember](const QModelIndex& index) {
        remember(index, false);
    });
    QFrame* card = makeCard();
    cardLayout(card)->addWidget(m_search);
    cardLayout(card)->addWidget(m_tree, 1);
    card->setMinimumWidth(kSmallestTreeWidth);
    return card;
}

QWidget* OwnersView::buildEmpty()
{
    auto* empty = new EmptyState(
        "teams",
        tr("No customers yet"),
        tr("A customer has teams, and a team has keys. Then you see who uses what, give each a "
           "budget, and can switch off a whole team or customer at once. Without them every key "
           "stands alone."),
        tr("Add customer…"));
    connect(empty, &EmptyState::actionTriggered, this, &OwnersView::addCustomer);
    return empty;
}

void OwnersView::connectPanel()
{
    connect(m_panel, &OwnerPanel::editRequested, this, &OwnersView::edit);
    connect(m_panel, &OwnerPanel::addTeamRequested, this, &OwnersView::addTeam);
    connect(m_panel, &OwnerPanel::enableRequested, this, &OwnersView::setEnabledSelected);
    connect(m_panel, &OwnerPanel::removeRequested, this, &OwnersView::removeSelected);
    connect(m_panel, &OwnerPanel::showKeyRequested, this, [this] {
        emit showKeyRequested(KeyId(m_selected.id));
    });
}

void OwnersView::refresh()
{
    const bool empty = m_bridge.config().customers.empty();
    m_stack->setCurrentIndex(empty ? 1 : 0);
    expand();
    select(m_selected);
}

void OwnersView::expand()
{
    const QSignalBlocker blocker(m_tree); // only the person folds
    m_tree->expandAll();
    if (!m_search->text().isEmpty()) {
        return;
    }
    for (const OwnerRef& ref : m_collapsed) {
        m_tree->collapse(m_found->mapFromSource(m_model->indexOf(ref)));
    }
}

// The first one where it is gone.
void OwnersView::select(const OwnerRef& ref)
{
    QModelIndex index = m_found->mapFromSource(m_model->indexOf(ref));
    if (!index.isValid()) {
        index = m_found->index(0, 0);
    }
    m_tree->setCurrentIndex(index);
    showCurrent();
}

void OwnersView::showCurrent()
{
    if (m_model->isFilling()) {
        return;
    }
    const auto ref = OwnerTree::refOf(m_tree->currentIndex());
    m_panel->setVisible(ref.has_value());
    m_selected = ref.value_or(OwnerRef()); // what a search hides is not acted upon
    if (ref) {
        m_panel->showOwner(m_selected);
    }
}

const api::Customer* OwnersView::customer() const
{
    return m_selected.kind == OwnerKind::Customer
               ? api::findCustomer(m_bridge.config(), CustomerId(m_selected.id))
               : nullptr;
}

const api::Team* OwnersView::team() const
{
    return m_selected.kind == OwnerKind::Team
               ? api::findTeam(m_bridge.config(), TeamId(m_selected.id))
               : nullptr;
}

void OwnersView::addCustomer()
{
    auto* dialog = new OwnerDialog(m_bridge, api::Customer(), this);
    connect(dialog, &OwnerDialog::saved, this, [this](const std::string& id) {
        select({OwnerKind::Customer, id});
    });
    dialog->open();
}

void OwnersView::addTeam()
{
    api::Team team;
    team.customer = CustomerId(m_selected.id);
    auto* dialog = new OwnerDialog(m_bridge, team, this);
    connect(dialog, &OwnerDialog::saved, this, [this](const std::string& id) {
        select({OwnerKind::Team, id});
    });
    dialog->open();
}

void OwnersView::edit()
{
    if (!api::mayAsk(m_bridge.status(), api::Operation::Configure)) {
        return;
    }
    QDialog* dialog = nullptr;
    if (const api::Customer* one = customer()) {
        dialog = new OwnerDialog(m_bridge, *one, this);
    } else if (const api::Team* group = team()) {
        dialog = new OwnerDialog(m_bridge, *group, this);
    } else if (const api::KeyConfig* key = api::findKey(m_bridge.config(), KeyId(m_selected.id));
               key != nullptr && m_selected.kind == OwnerKind::Key) {
        dialog = new EditKeyDialog(m_bridge, m_clock, *key, this);
    }
    if (dialog != nullptr) {
        dialog->open();
    }
}

void OwnersView::setEnabledSelected(bool enabled)
{
    const api::GatewayConfig& config = m_bridge.config();
    if (const api::Customer* one = customer()) {
        api::UpdateCustomer change{*one};
        change.customer.disabled = !enabled;
        if (enabled) {
            applyWider(change, tr("The customer could not be enabled"));
        } else {
            ask(beforeDisabling(*one, config), change, tr("The customer could not be disabled"));
        }
    } else if (const api::Team* group = team()) {
        api::UpdateTeam change{*group};
        change.team.disabled = !enabled;
        if (enabled) {
            applyWider(change, tr("The team could not be enabled"));
        } else {
            ask(beforeDisabling(*group, config), change, tr("The team could not be disabled"));
        }
    }
}

void OwnersView::removeSelected()
{
    if (const api::Customer* one = customer()) {
        removeCustomer(*one);
    } else if (const api::Team* group = team()) {
        removeTeam(*group);
    }
}

void OwnersView::removeCustomer(const api::Customer& customer)
{
    const api::RemoveCustomer change{customer.id};
    const QString failure = tr("The customer could not be removed");
    if (const QString obstacle = obstacleTo(change, m_bridge.config()); !obstacle.isEmpty()) {
        emit problem(failure, obstacle);
        return;
    }
    ask(beforeRemoving(customer, m_bridge.config()), change, failure);
}

void OwnersView::removeTeam(const api::Team& team)
{
    const api::RemoveTeam change{team.id};
    const QString failure = tr("The team could not be removed");
    if (const QString obstacle = obstacleTo(change, m_bridge.config()); !obstacle.isEmpty()) {
        emit problem(failure, obstacle);
        return;
    }
    ask(beforeRemoving(team, m_bridge.config()), change, failure);
}

void OwnersView::ask(const Question& question, api::ConfigChange change, const QString& failure)
{
    confirm(
        this, question, [this, change = std::move(change), failure] { apply(change, failure); });
}

void OwnersView::applyWider(const api::ConfigChange& change, const QString& failure)
{
    confirmWider(this, m_bridge, change, [this, change, failure] { apply(change, failure); });
}

void OwnersView::apply(api::ConfigChange change, const QString& failure)
{
    m_bridge.apply(std::move(change), this, [this, failure](Result<> applied) {
        if (!applied) {
            emit problem(failure, describeFully(applied.error()));
        }
    });
}

void OwnersView::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace portcullis::ui
