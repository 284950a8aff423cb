#include "ui/teams/owner_words.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr std::size_t kNamed = 4;

QString say(const char* text, int count = -1)
{
    return QCoreApplication::translate("Owners", text, nullptr, count);
}

template <typename Owner>
QString nameOrId(const Owner& owner)
{
    return toQString(owner.name.empty() ? owner.id.str() : owner.name);
}

template <typename Belongs>
KeyList keysWhere(const api::GatewayConfig& config, Belongs belongs)
{
    KeyList keys;
    for (const api::KeyConfig& key : config.keys) {
        if (belongs(key)) {
            keys.push_back(&key);
        }
    }
    return keys;
}

// The names of the first few, and how many more there are.
QString listed(const QStringList& names)
{
    const auto shown = std::min(names.size(), static_cast<qsizetype>(kNamed));
    QStringList parts = names.first(shown);
    if (names.size() > shown) {
        parts.push_back(say(QT_TRANSLATE_N_NOOP("Owners", "and %n more"),
                            static_cast<int>(names.size() - shown)));
    }
    return parts.join(QStringLiteral(", "));
}

QString namesOf(const KeyList& keys)
{
    QStringList names;
    for (const api::KeyConfig* key : keys) {
        names.push_back(keyLabel(*key));
    }
    return listed(names);
}

// Which keys are turned away, or that there are none.
QString effectOn(const KeyList& keys)
{
    if (keys.empty()) {
        return say(QT_TRANSLATE_NOOP("Owners", "No key belongs to it at the moment."));
    }
    return say(QT_TRANSLATE_N_NOOP("Owners", "%n key(s) will be turned away from now on: %1."),
               static_cast<int>(keys.size()))
        .arg(namesOf(keys));
}

QString join(const QString& first, const QString& second)
{
    return second.isEmpty() ? first : first + QLatin1Char(' ') + second;
}

// What goes with it, and what stays.
QString
removalOf(api::BudgetLevel level, const std::string& owner, const api::GatewayConfig& config)
{
    const auto budgets = std::ranges::count_if(config.budgets, [&](const api::Budget& budget) {
        return budget.level == level && budget.owner == owner;
    });
    const QString stays =
        say(QT_TRANSLATE_NOOP("Owners", "What was recorded stays in the audit log."));
    if (budgets == 0) {
        return join(say(QT_TRANSLATE_NOOP("Owners", "No key uses it, so none is turned away.")),
                    stays);
    }
    const QString gone =
        say(QT_TRANSLATE_N_NOOP(
                "Owners", "No key uses it, so none is turned away. %n budget(s) of it go, too."),
            static_cast<int>(budgets));
    return join(gone, stays);
}

} // namespace

QString ownerName(const api::Customer& customer)
{
    return nameOrId(customer);
}

QString ownerName(const api::Team& team)
{
    return nameOrId(team);
}

QString ownerName(const api::Case& one)
{
    return nameOrId(one);
}

QString fullName(const api::Team& team, const api::GatewayConfig& config)
{
    const api::Customer* customer = api::findCustomer(config, team.customer);
    const QString owner =
        customer != nullptr ? ownerName(*customer) : toQString(team.customer.str());
    return owner + QStringLiteral(" / ") + ownerName(team);
}

KeyList keysOf(const api::Customer& customer, const api::GatewayConfig& config)
{
    return keysWhere(config, [&](const api::KeyConfig& key) {
        const api::Team* team = key.team.empty() ? nullptr : api::findTeam(config, key.team);
        return team != nullptr && team->customer == customer.id;
    });
}

KeyList keysOf(const api::Team& team, const api::GatewayConfig& config)
{
    return keysWhere(config, [&](const api::KeyConfig& key) { return key.team == team.id; });
}

KeyList keysOf(const api::Case& one, const api::GatewayConfig& config)
{
    return keysWhere(config, [&](const api::KeyConfig& key) { return key.caseId == one.id; });
}

QString keysText(const KeyList& keys)
{
    if (keys.empty()) {
        return say(QT_TRANSLATE_NOOP("Owners", "No keys"));
    }
    return say(QT_TRANSLATE_N_NOOP("Owners", "%n key(s): %1"), static_cast<int>(keys.size()))
        .arg(namesOf(keys));
}

Phrase describe(const api::Customer& customer)
{
    if (customer.disabled) {
        return {say(QT_TRANSLATE_NOOP("Owners", "Disabled")),
                say(QT_TRANSLATE_NOOP(
                    "Owners", "Every request of its teams' keys is refused until you enable it.")),
                Tone::Neutral};
    }
    return {say(QT_TRANSLATE_NOOP("Owners", "Enabled")),
            say(QT_TRANSLATE_NOOP("Owners", "The keys of its teams may be used.")),
            Tone::Good};
}

Phrase describe(const api::Team& team, const api::GatewayConfig& config)
{
    if (team.disabled) {
        return {say(QT_TRANSLATE_NOOP("Owners", "Disabled")),
                say(QT_TRANSLATE_NOOP("Owners",
                                      "Every request of its keys is refused until you enable it.")),
                Tone::Neutral};
    }
    const api::Customer* customer = api::findCustomer(config, team.customer);
    if (customer == nullptr || customer->disabled) {
        return {
            say(QT_TRANSLATE_NOOP("Owners", "Customer disabled")),
            say(QT_TRANSLATE_NOOP(
                "Owners", "Every request of its keys is refused until you enable its customer.")),
            Tone::Neutral};
    }
    return {say(QT_TRANSLATE_NOOP("Owners", "Enabled")),
            say(QT_TRANSLATE_NOOP("Owners", "Its keys may be used.")),
            Tone::Good};
}

Phrase describe(const api::Case& one)
{
    if (one.closed) {
        return {say(QT_TRANSLATE_NOOP("Owners", "Closed")),
                say(QT_TRANSLATE_NOOP("Owners",
                                      "Every request of its keys is refused until you reopen it.")),
                Tone::Neutral};
    }
    return {say(QT_TRANSLATE_NOOP("Owners", "Open")),
            say(QT_TRANSLATE_NOOP("Owners", "The keys bound to it may be used.")),
            Tone::Good};
}

Question beforeDisabling(const api::Customer& customer, const api::GatewayConfig& config)
{
    return {say(QT_TRANSLATE_NOOP("Owners", "Disable the customer “%1”?")).arg(ownerName(customer)),
            join(effectOn(keysOf(customer, config)),
                 say(QT_TRANSLATE_NOOP("Owners", "You can enable the customer again."))),
            say(QT_TRANSLATE_NOOP("Owners", "Disable customer"))};
}

Question beforeDisabling(const api::Team& team, const api::GatewayConfig& config)
{
    return {say(QT_TRANSLATE_NOOP("Owners", "Disable the team “%1”?")).arg(ownerName(team)),
            join(effectOn(keysOf(team, config)),
                 say(QT_TRANSLATE_NOOP("Owners", "You can enable the team again."))),
            say(QT_TRANSLATE_NOOP("Owners", "Disable team"))};
}

Question beforeClosing(const api::Case& one, const api::GatewayConfig& config)
{
    return {say(QT_TRANSLATE_NOOP("Owners", "Close the case “%1”?")).arg(ownerName(one)),
            join(effectOn(keysOf(one, config)),
                 say(QT_TRANSLATE_NOOP("Owners", "You can reopen the case."))),
            say(QT_TRANSLATE_NOOP("Owners", "Close case"))};
}

Question beforeRemoving(const api::Customer& customer, const api::GatewayConfig& config)
{
    return {say(QT_TRANSLATE_NOOP("Owners", "Remove the customer “%1”?")).arg(ownerName(customer)),
            removalOf(api::BudgetLevel::Customer, customer.id.str(), config),
            say(QT_TRANSLATE_NOOP("Owners", "Remove customer"))};
}

Question beforeRemoving(const api::Team& team, const api::GatewayConfig& config)
{
    return {say(QT_TRANSLATE_NOOP("Owners", "Remove the team “%1”?")).arg(ownerName(team)),
            removalOf(api::BudgetLevel::Team, team.id.str(), config),
            say(QT_TRANSLATE_NOOP("Owners", "Remove team"))};
}

Question beforeRemoving(const api::Case& one, const api::GatewayConfig& config)
{
    return {say(QT_TRANSLATE_NOOP("Owners", "Remove the case “%1”?")).arg(ownerName(one)),
            join(removalOf(api::BudgetLevel::Case, one.id.str(), config),
                 one.allow ? say(QT_TRANSLATE_NOOP("Owners", "Its allow-list goes with it."))
                           : QString()),
            say(QT_TRANSLATE_NOOP("Owners", "Remove case"))};
}

QString obstacleTo(const api::RemoveCustomer& change, const api::GatewayConfig& config)
{
    QStringList teams;
    for (const api::Team& team : config.teams) {
        if (team.customer == change.id) {
            teams.push_back(ownerName(team));
        }
    }
    if (teams.isEmpty()) {
        return {};
    }
    return say(QT_TRANSLATE_N_NOOP("Owners",
                                   "%n team(s) belong to it: %1. Give them another customer with "
                                   "“Edit”, or remove them, and then remove the customer."),
               static_cast<int>(teams.size()))
        .arg(listed(teams));
}

QString obstacleTo(const api::RemoveTeam& change, const api::GatewayConfig& config)
{
    api::Team team;
    team.id = change.id;
    const KeyList keys = keysOf(team, config);
    if (keys.empty()) {
        return {};
    }
    return say(QT_TRANSLATE_N_NOOP("Owners",
                                   "%n key(s) belong to it: %1. Give them another team with “Edit "
                                   "key”, or remove them, and then remove the team."),
               static_cast<int>(keys.size()))
        .arg(namesOf(keys));
}

QString obstacleTo(const api::RemoveCase& change, const api::GatewayConfig& config)
{
    api::Case one;
    one.id = change.id;
    const KeyList keys = keysOf(one, config);
    if (keys.empty()) {
        return {};
    }
    return say(QT_TRANSLATE_N_NOOP("Owners",
                                   "%n key(s) are bound to it: %1. Release them on the page Keys "
                                   "with “Edit”, or remove them, and then remove the case."),
               static_cast<int>(keys.size()))
        .arg(namesOf(keys));
}

} // namespace portcullis::ui
