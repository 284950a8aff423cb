#include "ui/teams/owner_panel.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/key_words.h"
#include "ui/permissions.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

OwnerPanel::OwnerPanel(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_dot(new IconLabel(16))
    , m_state(makeLabel(TextRole::Body))
    , m_facts(makeLabel(TextRole::Muted))
    , m_advice(makeLabel(TextRole::Muted))
    , m_edit(makeButton(ButtonKind::Normal, {}, "edit"))
    , m_addTeam(makeButton(ButtonKind::Normal, tr("Add team…"), "add"))
    , m_enable(makeButton(ButtonKind::Normal, {}, "power"))
    , m_remove(makeButton(ButtonKind::Danger, tr("Remove…"), "remove"))
    , m_showKey(makeButton(ButtonKind::Link, tr("Show on the page Keys")))
{
    auto* state = new QHBoxLayout;
    state->setSpacing(kGrid / 2);
    state->addWidget(m_dot);
    state->addWidget(m_state, 1);
    column().addLayout(state);
    m_state->setObjectName(QStringLiteral("ownerState"));
    m_facts->setObjectName(QStringLiteral("ownerFacts"));
    letShrink(m_facts);
    column().addWidget(m_facts);
    buildActions();
    column().addSpacing(kGrid);
    letShrink(m_advice);
    column().addWidget(m_advice);
    column().addStretch(1);
    connect(&bridge, &GatewayBridge::configChanged, this, &OwnerPanel::refresh);
}

void OwnerPanel::buildActions()
{
    addActions({m_edit, m_addTeam, m_enable, m_remove, m_showKey});
    for (QPushButton* button : {m_edit, m_addTeam, m_enable, m_remove}) {
        needs(*button, api::Operation::Configure);
    }
    m_edit->setObjectName(QStringLiteral("editOwner"));
    m_addTeam->setObjectName(QStringLiteral("addTeam"));
    m_enable->setObjectName(QStringLiteral("enableOwner"));
    m_remove->setObjectName(QStringLiteral("removeOwner"));
    m_showKey->setObjectName(QStringLiteral("showKey"));
    connect(m_edit, &QPushButton::clicked, this, &OwnerPanel::editRequested);
    connect(m_addTeam, &QPushButton::clicked, this, &OwnerPanel::addTeamRequested);
    connect(m_remove, &QPushButton::clicked, this, &OwnerPanel::removeRequested);
    connect(m_showKey, &QPushButton::clicked, this, &OwnerPanel::showKeyRequested);
    connect(m_enable, &QPushButton::clicked, this, [this] { emit enableRequested(m_disabled); });
}

void OwnerPanel::showOwner(const OwnerRef& ref)
{
    m_ref = ref;
    refresh();
}

void OwnerPanel::refresh()
{
    const api::GatewayConfig& config = m_bridge.config();
    if (m_ref.kind == OwnerKind::NoTeam) {
        showRest();
    } else if (const auto* customer = api::findCustomer(config, CustomerId(m_ref.id));
               customer != nullptr && m_ref.kind == OwnerKind::Customer) {
        showCustomer(*customer);
    } else if (const auto* team = api::findTeam(config, TeamId(m_ref.id));
               team != nullptr && m_ref.kind == OwnerKind::Team) {
        showTeam(*team);
    } else if (const auto* key = api::findKey(config, KeyId(m_ref.id));
               key != nullptr && m_ref.kind == OwnerKind::Key) {
        showKey(*key);
    }
}

void OwnerPanel::showState(const Phrase& phrase)
{
    m_dot->setVisible(true);
    m_state->setVisible(true);
    m_dot->showIcon("dot", tintOf(phrase.tone));
    m_state->setText(phrase.title + QStringLiteral(". ") + phrase.explanation);
}

// The actions of a customer or team.
void OwnerPanel::offer(bool disabled)
{
    m_disabled = disabled;
    m_edit->setText(tr("Edit…"));
    m_enable->setText(disabled ? tr("Enable") : tr("Disable…"));
    m_addTeam->setVisible(m_ref.kind == OwnerKind::Customer);
    for (QPushButton* button : {m_edit, m_enable, m_remove}) {
        button->setVisible(true);
    }
    m_showKey->setVisible(false);
}

void OwnerPanel::showCustomer(const api::Customer& customer)
{
    setName(ownerName(customer));
    showState(describe(customer));
    const auto teams =
        std::ranges::count(m_bridge.config().teams, customer.id, &api::Team::customer);
    const QStringList facts = {tr("%n team(s)", nullptr, static_cast<int>(teams)),
                               keysText(keysOf(customer, m_bridge.config())),
                               isolated(customer.id.str())};
    m_facts->setText(facts.join(QStringLiteral("   ·   ")));
    m_advice->setText(teams > 0 ? QString() : tr("Add a team: keys belong to teams."));
    offer(customer.disabled);
}

void OwnerPanel::showTeam(const api::Team& team)
{
    const KeyList keys = keysOf(team, m_bridge.config());
    setName(ownerName(team));
    showState(describe(team, m_bridge.config()));
    const api::Customer* customer = api::findCustomer(m_bridge.config(), team.customer);
    const QStringList facts = {
        tr("Customer: %1")
            .arg(customer != nullptr ? ownerName(*customer) : toQString(team.customer.str())),
        keysText(keys),
        isolated(team.id.str())};
    m_facts->setText(facts.join(QStringLiteral("   ·   ")));
    m_advice->setText(keys.empty()
                          ? tr("To give it a key, choose the key in the tree, then “Edit key”.")
                          : QString());
    offer(team.disabled);
}

void OwnerPanel::showKey(const api::KeyConfig& key)
{
    setName(keyLabel(key));
    showState(describe(key, m_bridge.config(), m_clock.wallNow()));
    QStringList facts = ownerFacts(key, m_bridge.config());
    facts.push_back(isolated(key.id.str()));
    m_facts->setText(facts.join(QStringLiteral("   ·   ")));
    m_advice->setText(key.team.empty() ? tr("It belongs to no team; “Edit key” gives it one.")
                                       : QString());
    m_edit->setText(tr("Edit key…"));
    m_edit->setVisible(true);
    m_showKey->setVisible(true);
    for (QPushButton* button : {m_addTeam, m_enable, m_remove}) {
        button->setVisible(false);
    }
}

void OwnerPanel::showRest()
{
    setName(tr("Keys without a team"));
    m_dot->setVisible(false);
    m_state->setVisible(false);
    m_facts->setText(tr("They belong to nobody: no customer or team can switch them off, and no "
                        "budget of one counts their calls."));
    m_advice->setText(tr("To give one a team, choose the key in the tree, then “Edit key”."));
    for (QPushButton* button : {m_edit, m_addTeam, m_enable, m_remove, m_showKey}) {
        button->setVisible(false);
    }
}

} // namespace portcullis::ui
