#include "ui/keys/keys_page.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/allow_list_editor.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_panel.h"
#include "ui/keys/keys_model.h"
#include "ui/keys/rule_words.h"
#include "ui/keys/why_dialog.h"
#include "ui/keys/wider_rights.h"
#include "ui/text.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/confirm.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace portcullis::ui {

KeysPage::KeysPage(GatewayBridge& bridge,
                   const Clock& clock,
                   const api::PolicyAdvisor* advisor,
                   QWidget* parent)
    : KeysPage(bridge, clock, new KeysModel(bridge, clock), new KeyPanel(bridge, clock), parent)
{
    m_advisor = advisor;
    if (advisor != nullptr) {
        m_panel->allowList().offerExplanation();
    }
}

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
    connect(m_panel, &KeyPanel::rotationRequested, this, &KeysPage::rotateSelected);
    connect(m_panel, &KeyPanel::endOldSecretRequested, this, &KeysPage::endOldSecret);
    connect(m_panel, &KeyPanel::explanationRequested, this, &KeysPage::explain);
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

void KeysPage::showKey(const KeyId& key)
{
    if (const int row = m_model->rowOf(key); row >= 0) {
        clearSearch();
        selectRow(row);
    }
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

void KeysPage::rotateSelected()
{
    const api::KeyConfig* key = api::findKey(bridge().config(), m_selected);
    if (key == nullptr) {
        return;
    }
    auto* dialog = new RotateKeyDialog(bridge(), m_clock, *key, this);
    connect(dialog,
            &RotateKeyDialog::created,
            this,
            [this](const std::shared_ptr<api::CreatedKey>& created) { showSecret(*created); });
    dialog->open();
}

void KeysPage::endOldSecret()
{
    const api::KeyConfig* key = api::findKey(bridge().config(), m_selected);
    if (key == nullptr) {
        return;
    }
    confirm(this,
            {tr("End the old secret of “%1” now?").arg(keyLabel(*key)),
             tr("A client that still has it is turned away from now on."),
             tr("End old secret")},
            [this, id = key->id] {
                apply(api::EndOldSecret{id}, tr("The old secret could not be ended"));
            });
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
        confirmWider(this, bridge(), change, [this, change] {
            apply(change, tr("The key could not be enabled"));
        });
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
         tr("Its client is turned away at once. What was recorded stays in the audit log; the key "
            "can be brought back with “History of changes”."),
         tr("Remove key")},
        [this, id = key->id] { apply(api::RemoveKey{id}, tr("The key could not be removed")); });
}

// Rights are not widened by accident: what a change comes to is shown first.
void KeysPage::saveAllowList(const std::vector<api::AllowRule>& rules)
{
    const api::SetAllowList change{m_selected, rules};
    const auto save = [this, change] { apply(change, tr("The allow-list could not be saved")); };
    const auto after = api::applyChange(bridge().config(), change);
    if (m_advisor == nullptr || !after) {
        save(); // what is wrong with it, the answer says
        return;
    }
    const api::EffectiveDifference difference =
        m_advisor->difference(bridge().config(), *after, m_panel->allowList().tools());
    if (!difference.widens()) {
        save();
        return;
    }
    confirm(this,
            {tr("Save these wider rights?"),
             differenceTexts(difference).join(QLatin1Char('\n')),
             tr("Save allow-list"),
             Weight::Harmless},
            save);
}

void KeysPage::explain()
{
    const api::KeyConfig* key = api::findKey(bridge().config(), m_selected);
    if (key == nullptr || m_advisor == nullptr) {
        return;
    }
    api::KeyConfig edited = *key;
    edited.allow = m_panel->allowList().rules();
    auto* dialog = new WhyDialog(bridge(),
                                 *m_advisor,
                                 std::move(edited),
                                 m_panel->allowList().tools(),
                                 m_clock.wallNow(),
                                 this);
    dialog->open();
}

} // namespace portcullis::ui
