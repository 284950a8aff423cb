#include "ui/keys/keys_page.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_panel.h"
#include "ui/keys/keys_model.h"
#include "ui/text.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/confirm.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace portcullis::ui {

KeysPage::KeysPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : KeysPage(bridge, clock, new KeysModel(bridge, clock), new KeyPanel(bridge, clock), parent)
{}

KeysPage::KeysPage(
    GatewayBridge& bridge, const Clock& clock, KeysModel* model, KeyPanel* panel, QWidget* parent)
    : ListPage(bridge, model, panel, parent)
    , m_clock(clock)
    , m_model(model)
    , m_panel(panel)
{
    prepareColumns();
    connectPanel();
    build({tr("Keys"),
           tr("Every client has its own key, and every key its own list of allowed tools."),
           tr("Create key"),
           tr("Create a key (Ctrl+N)"),
           tr("Search keys"),
           "keys",
           tr("No keys yet"),
           tr("A client needs a key to be let in. Create one and choose the tools it may use; "
              "everything else does not exist for it."),
           tr("Create key…")},
          480,
          488);
}

void KeysPage::prepareColumns()
{
    sorted().setFilterKeyColumn(-1);
    QHeaderView* header = table().horizontalHeader();
    header->setSectionResizeMode(KeysModel::Label, QHeaderView::Stretch);
    header->resizeSection(KeysModel::Owner, 96);
    header->resizeSection(KeysModel::State, 120);
    header->resizeSection(KeysModel::Allowed, 168);
    header->resizeSection(KeysModel::LastUsed, 112);
    new ColumnHider(
        &table(), {{KeysModel::Allowed, 416}, {KeysModel::LastUsed, 560}, {KeysModel::Owner, 640}});
}

void KeysPage::connectPanel()
{
    connect(m_panel, &KeyPanel::editRequested, this, &KeysPage::editChosen);
    connect(m_panel, &KeyPanel::enableRequested, this, &KeysPage::setEnabledSelected);
    connect(m_panel, &KeyPanel::removeRequested, this, &KeysPage::removeSelected);
    connect(m_panel, &KeyPanel::configurationRequested, this, &KeysPage::showConfiguration);
    connect(m_panel, &KeyPanel::allowListSaveRequested, this, &KeysPage::saveAllowList);
}

int KeysPage::chosenRow() const
{
    return m_model->rowOf(m_selected);
}

void KeysPage::choose(int row)
{
    m_selected = m_model->keyAt(row);
    m_panel->showKey(m_selected);
}

void KeysPage::createKey()
{
    auto* dialog = new NewKeyDialog(bridge(), m_clock, this);
    connect(dialog,
            &NewKeyDialog::created,
            this,
            [this](const std::shared_ptr<api::CreatedKey>& created) { showSecret(*created); });
    dialog->open();
}

void KeysPage::showSecret(const api::CreatedKey& key)
{
    m_selected = key.key.id;
    auto* dialog = new KeyCreatedDialog(bridge(), key, this);
    dialog->open();
    bridge().refresh();
}

void KeysPage::showConfiguration()
{
    auto* dialog = new ClientConfigDialog(bridge(), this);
    dialog->open();
}

void KeysPage::editChosen()
{
    if (const api::KeyConfig* key = api::findKey(bridge().config(), m_selected)) {
        auto* dialog = new EditKeyDialog(bridge(), m_clock, *key, this);
        dialog->open();
    }
}

void KeysPage::setEnabledSelected(bool enabled)
{
    const api::KeyConfig* key = api::findKey(bridge().config(), m_selected);
    if (key == nullptr) {
        return;
    }
    api::UpdateKey change = api::updateOf(*key);
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
    const api::KeyConfig* key = api::findKey(bridge().config(), m_selected);
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

} // namespace portcullis::ui
