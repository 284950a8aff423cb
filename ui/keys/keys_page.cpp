#include "ui/keys/keys_page.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_panel.h"
#include "ui/keys/keys_model.h"
#include "ui/text.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tables.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

api::UpdateKey unchanged(const api::KeyConfig& key)
{
    return {key.id, key.label, key.owner, key.expires, key.disabled, key.content};
}

} // namespace

KeysPage::KeysPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_model(new KeysModel(bridge, clock, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_stack(new QStackedWidget)
    , m_panel(new KeyPanel(bridge, clock))
{
    auto* add = makeButton(ButtonKind::Primary, tr("Create key"), "add");
    add->setToolTip(tr("Create a key (Ctrl+N)"));
    connect(add, &QPushButton::clicked, this, &KeysPage::createKey);
    auto* header = new PageHeader(
        tr("Keys"),
        tr("Every client has its own key, and every key its own list of allowed tools."));
    header->addAction(add);

    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildTable());
    split->addWidget(m_panel);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({480, 488});
    auto* empty = new EmptyState(
        "keys",
        tr("No keys yet"),
        tr("A client needs a key to be let in. Create one and choose the tools it may use; "
           "everything else does not exist for it."),
        tr("Create key…"));
    connect(empty, &EmptyState::actionTriggered, this, &KeysPage::createKey);
    m_stack->addWidget(split);
    m_stack->addWidget(empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(header);
    column->addWidget(m_stack, 1);
    connectPanel();
    connect(m_model, &QAbstractItemModel::modelReset, this, &KeysPage::refreshEmpty);
    refreshEmpty();
}

QWidget* KeysPage::buildTable()
{
    m_search = makeSearchField(tr("Search keys"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setFilterKeyColumn(-1);
    connect(
        m_search, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    m_table = new QTableView;
    prepareTable(m_table, tr("Keys"));
    m_table->setModel(m_sorted);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(KeysModel::Label, QHeaderView::Stretch);
    header->resizeSection(KeysModel::Owner, 96);
    header->resizeSection(KeysModel::State, 120);
    header->resizeSection(KeysModel::Allowed, 168);
    header->resizeSection(KeysModel::LastUsed, 112);
    new ColumnHider(
        m_table, {{KeysModel::Allowed, 416}, {KeysModel::LastUsed, 560}, {KeysModel::Owner, 640}});
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &KeysPage::showSelection);
    connect(m_table, &QTableView::doubleClicked, this, &KeysPage::editSelected);
    QFrame* card = makeCard();
    cardLayout(card)->addWidget(m_search);
    cardLayout(card)->addWidget(m_table, 1);
    card->setMinimumWidth(288);
    return card;
}

void KeysPage::connectPanel()
{
    connect(m_panel, &KeyPanel::editRequested, this, &KeysPage::editSelected);
    connect(m_panel, &KeyPanel::enableRequested, this, &KeysPage::setEnabledSelected);
    connect(m_panel, &KeyPanel::removeRequested, this, &KeysPage::removeSelected);
    connect(m_panel, &KeyPanel::configurationRequested, this, &KeysPage::showConfiguration);
    connect(m_panel, &KeyPanel::allowListSaveRequested, this, &KeysPage::saveAllowList);
}

void KeysPage::refreshEmpty()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty) {
        select(m_model->rowOf(m_selected) < 0 ? m_model->keyAt(0) : m_selected);
    }
}

void KeysPage::select(const KeyId& id)
{
    const QModelIndex source = m_model->index(m_model->rowOf(id), 0);
    const QModelIndex index = m_sorted->mapFromSource(source);
    if (index.isValid()) {
        m_table->selectRow(index.row());
        m_table->setCurrentIndex(index);
    } else {
        m_selected = id; // arrives with the next configuration
    }
    showSelection();
}

void KeysPage::showSelection()
{
    const QModelIndex index = m_sorted->mapToSource(m_table->currentIndex());
    if (index.isValid()) {
        m_selected = m_model->keyAt(index.row());
        m_panel->showKey(m_selected);
    }
    m_panel->setVisible(api::findKey(m_bridge.config(), m_selected) != nullptr);
}

void KeysPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void KeysPage::createKey()
{
    auto* dialog = new NewKeyDialog(m_bridge, m_clock, this);
    connect(dialog,
            &NewKeyDialog::created,
            this,
            [this](const std::shared_ptr<api::CreatedKey>& created) { showSecret(*created); });
    dialog->open();
}

void KeysPage::showSecret(const api::CreatedKey& key)
{
    m_selected = key.key.id;
    auto* dialog = new KeyCreatedDialog(m_bridge, key, this);
    dialog->open();
    m_bridge.refresh();
}

void KeysPage::showConfiguration()
{
    auto* dialog = new ClientConfigDialog(m_bridge, this);
    dialog->open();
}

void KeysPage::editSelected()
{
    if (const api::KeyConfig* key = api::findKey(m_bridge.config(), m_selected)) {
        auto* dialog = new EditKeyDialog(m_bridge, m_clock, *key, this);
        dialog->open();
    }
}

void KeysPage::setEnabledSelected(bool enabled)
{
    const api::KeyConfig* key = api::findKey(m_bridge.config(), m_selected);
    if (key == nullptr) {
        return;
    }
    api::UpdateKey change = unchanged(*key);
    change.disabled = !enabled;
    if (enabled) {
        apply(change, tr("The key could not be enabled"));
    } else {
        disableSelected(change, keyLabel(*key));
    }
}

void KeysPage::disableSelected(const api::UpdateKey& change, const QString& label)
{
    confirm(this,
            {tr("Disable the key “%1”?").arg(label),
             tr("Its client is turned away from now on. You can enable the key again."),
             tr("Disable key")},
            [this, change] { apply(change, tr("The key could not be disabled")); });
}

void KeysPage::removeSelected()
{
    const api::KeyConfig* key = api::findKey(m_bridge.config(), m_selected);
    if (key == nullptr) {
        return;
    }
    confirm(
        this,
        {tr("Remove the key “%1”?").arg(keyLabel(*key)),
         tr("Its client is turned away for good: the secret and the allow-list cannot be brought "
            "back. "
            "What was recorded stays in the audit log."),
         tr("Remove key")},
        [this, id = key->id] { apply(api::RemoveKey{id}, tr("The key could not be removed")); });
}

void KeysPage::saveAllowList(const std::vector<api::AllowRule>& rules)
{
    apply(api::SetAllowList{m_selected, rules}, tr("The allow-list could not be saved"));
}

void KeysPage::apply(api::ConfigChange change, const QString& failure)
{
    m_bridge.apply(std::move(change), this, [this, failure](Result<> applied) {
        if (!applied) {
            emit problem(failure, describeFully(applied.error()));
        }
    });
}

} // namespace portcullis::ui
