#include "ui/keys/key_words.h"

#include "gateway/api/tools.h"
#include "ui/keys/rule_words.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace portcullis::ui {

namespace {

constexpr auto kSoon = std::chrono::days(7);
constexpr qsizetype kNamedTools = 4;

QString say(const char* text, int count = -1)
{
    return QCoreApplication::translate("Keys", text, nullptr, count);
}

// One server's share of an allow-list.
struct Share
{
    bool everything = false;
    std::set<std::string> tools;
};

std::map<ServerId, Share> sharesOf(const std::vector<api::AllowRule>& rules)
{
    std::map<ServerId, Share> shares;
    for (const api::AllowRule& rule : rules) {
        if (!isPlain(rule)) {
            continue;
        }
        Share& share = shares[rule.server];
        if (rule.tool == api::kEveryTool) {
            share.everything = true;
        } else {
            share.tools.insert(rule.tool);
        }
    }
    return shares;
}

QString nameOf(const api::GatewayConfig& config, const ServerId& id)
{
    const api::ServerConfig* server = api::findServer(config, id);
    return server != nullptr ? serverLabel(*server) : toQString(id.str());
}

QString listOf(const std::set<std::string>& tools)
{
    QStringList names;
    for (const std::string& tool : tools) {
        if (names.size() == kNamedTools) {
            names.push_back(say(QT_TRANSLATE_N_NOOP("Keys", "and %n more"),
                                static_cast<int>(tools.size()) - static_cast<int>(kNamedTools)));
            break;
        }
        names.push_back(isolated(tool));
    }
    return names.join(QStringLiteral(", "));
}

std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& taken)
{
    std::set<std::string> rest;
    std::ranges::set_difference(all, taken, std::inserter(rest, rest.end()));
    return rest;
}

// The sentences about one server.
QStringList shareDifference(const Share& before, const Share& after, const QString& server)
{
    QStringList sentences;
    if (after.everything && !before.everything) {
        sentences.push_back(
            say(QT_TRANSLATE_NOOP("Keys",
                                  "Allows every tool of %1, including ones it gets in the future."))
                .arg(server));
        return sentences;
    }
    if (after.everything) {
        return sentences;
    }
    if (before.everything) {
        sentences.push_back(
            after.tools.empty()
                ? say(QT_TRANSLATE_NOOP("Keys", "Withdraws every tool of %1.")).arg(server)
                : say(QT_TRANSLATE_NOOP("Keys", "Of %1, allows only these from now on: %2."))
                      .arg(server, listOf(after.tools)));
        return sentences;
    }
    const std::set<std::string> added = without(after.tools, before.tools);
    const std::set<std::string> removed = without(before.tools, after.tools);
    if (!added.empty()) {
        sentences.push_back(say(QT_TRANSLATE_N_NOOP("Keys", "Allows %n more tool(s) of %1: %2."),
                                static_cast<int>(added.size()))
                                .arg(server, listOf(added)));
    }
    if (!removed.empty()) {
        sentences.push_back(say(QT_TRANSLATE_N_NOOP("Keys", "Withdraws %n tool(s) of %1: %2."),
                                static_cast<int>(removed.size()))
                                .arg(server, listOf(removed)));
    }
    return sentences;
}

// Those special rules of one list that another one lacks.
void addSpecial(QStringList& sentences,
                const char* text,
                const std::vector<api::AllowRule>& rules,
                const std::vector<api::AllowRule>& other)
{
    for (const api::AllowRule& rule : rules) {
        if (!isPlain(rule) && std::ranges::find(other, rule) == other.end()) {
            sentences.push_back(say(text).arg(isolated(api::formatRule(rule))));
        }
    }
}

// Why a key of this team is refused; nothing where the team does not stand in its way.
std::optional<Phrase> refusalBy(const TeamId& id, const api::GatewayConfig& config)
{
    const api::Team* team = api::findTeam(config, id);
    if (team == nullptr || team->disabled) {
        return Phrase{say(QT_TRANSLATE_NOOP("Keys", "Team disabled")),
                      say(QT_TRANSLATE_NOOP("Keys",
                                            "Every request with it is refused: its team “%1” is "
                                            "disabled. Enable the team, or choose another."))
                          .arg(team != nullptr ? ownerName(*team) : toQString(id.str())),
                      Tone::Bad};
    }
    const api::Customer* customer = api::findCustomer(config, team->customer);
    if (customer == nullptr || customer->disabled) {
        return Phrase{
            say(QT_TRANSLATE_NOOP("Keys", "Customer disabled")),
            say(QT_TRANSLATE_NOOP("Keys",
                                  "Every request with it is refused: the customer “%1” of its "
                                  "team is disabled. Enable the customer, or choose another team."))
                .arg(customer != nullptr ? ownerName(*customer) : toQString(team->customer.str())),
            Tone::Bad};
    }
    return std::nullopt;
}

} // namespace

Phrase describe(const api::KeyConfig& key, WallTime now)
{
    if (key.disabled) {
        return {say(QT_TRANSLATE_NOOP("Keys", "Disabled")),
                say(QT_TRANSLATE_NOOP(
                    "Keys", "Every request with this key is refused until you enable it.")),
                Tone::Neutral};
    }
    if (key.expires && *key.expires <= now) {
        return {say(QT_TRANSLATE_NOOP("Keys", "Expired")),
                say(QT_TRANSLATE_NOOP("Keys",
                                      "Its time has run out; every request with it is refused.")),
                Tone::Bad};
    }
    if (key.expires && *key.expires <= now + kSoon) {
        return {say(QT_TRANSLATE_NOOP("Keys", "Expires soon")),
                say(QT_TRANSLATE_NOOP("Keys", "It works until %1.")).arg(dateText(*key.expires)),
                Tone::Warn};
    }
    return {say(QT_TRANSLATE_NOOP("Keys", "Active")),
            key.expires
                ? say(QT_TRANSLATE_NOOP("Keys", "It works until %1.")).arg(dateText(*key.expires))
                : say(QT_TRANSLATE_NOOP("Keys", "It works until you disable or remove it.")),
            Tone::Good};
}

Phrase describe(const api::KeyConfig& key, const api::GatewayConfig& config, WallTime now)
{
    const bool refusedItself = key.disabled || (key.expires && *key.expires <= now);
    if (refusedItself) {
        return describe(key, now);
    }
    if (!key.team.empty()) {
        if (const std::optional<Phrase> refusal = refusalBy(key.team, config)) {
            return *refusal;
        }
    }
    if (!key.caseId.empty()) {
        const api::Case* one = api::findCase(config, key.caseId);
        if (one == nullptr || one->closed) {
            return {say(QT_TRANSLATE_NOOP("Keys", "Case closed")),
                    say(QT_TRANSLATE_NOOP("Keys",
                                          "Every request with it is refused: its case “%1” is "
                                          "closed. Reopen the case, or bind the key to another."))
                        .arg(one != nullptr ? ownerName(*one) : toQString(key.caseId.str())),
                    Tone::Bad};
        }
    }
    return describe(key, now);
}

QStringList ownerFacts(const api::KeyConfig& key, const api::GatewayConfig& config)
{
    QStringList facts;
    if (const api::Team* team = api::findTeam(config, key.team)) {
        facts.push_back(say(QT_TRANSLATE_NOOP("Keys", "Team: %1")).arg(fullName(*team, config)));
    }
    if (const api::Case* one = api::findCase(config, key.caseId)) {
        facts.push_back(say(QT_TRANSLATE_NOOP("Keys", "Case: %1")).arg(ownerName(*one)));
    }
    if (key.rate) {
        facts.push_back(
            say(QT_TRANSLATE_NOOP("Keys", "Rate: %1 calls in %2 seconds, %3 at one moment"))
                .arg(numberText(key.rate->calls),
                     numberText(static_cast<std::uint64_t>(key.rate->period.count())),
                     numberText(key.rate->burst)));
    }
    if (key.concurrency > 0) {
        facts.push_back(
            say(QT_TRANSLATE_NOOP("Keys", "Calls at once: %1")).arg(numberText(key.concurrency)));
    }
    if (!key.transports.empty()) {
        QStringList names;
        for (const api::KeyTransport transport : key.transports) {
            names.push_back(QLatin1String(api::keyTransportName(transport)));
        }
        facts.push_back(
            say(QT_TRANSLATE_NOOP("Keys", "Ways in: %1")).arg(names.join(QStringLiteral(", "))));
    }
    if (!key.programs.empty()) {
        facts.push_back(
            say(QT_TRANSLATE_NOOP("Keys", "Programs: %1")).arg(numberText(key.programs.size())));
    }
    return facts;
}

QString allowSummary(const std::vector<api::AllowRule>& rules, const api::GatewayConfig& config)
{
    const std::map<ServerId, Share> shares = sharesOf(rules);
    if (rules.empty()) {
        return say(QT_TRANSLATE_NOOP("Keys", "Nothing"));
    }
    QStringList parts;
    for (const auto& [id, share] : shares) {
        const QString server = nameOf(config, id);
        parts.push_back(share.everything ? say(QT_TRANSLATE_NOOP("Keys", "All of %1")).arg(server)
                                         : say(QT_TRANSLATE_N_NOOP("Keys", "%n tool(s) of %1"),
                                               static_cast<int>(share.tools.size()))
                                               .arg(server));
    }
    if (const auto special = std::ranges::count_if(rules, std::not_fn(isPlain)); special > 0) {
        parts.push_back(
            say(QT_TRANSLATE_N_NOOP("Keys", "%n special rule(s)"), static_cast<int>(special)));
    }
    return parts.join(QStringLiteral(", "));
}

QString toolCountWarning(std::size_t tools)
{
    constexpr std::uint32_t kOfSome = 40; // beyond it, the limit is one of many clients
    const std::optional<std::uint32_t> limit = api::exceededToolLimit(tools);
    if (!limit) {
        return {};
    }
    const char* text =
        *limit == kOfSome
            ? QT_TRANSLATE_N_NOOP("Keys", "%n tools: some clients handle at most %1.")
            : QT_TRANSLATE_N_NOOP("Keys", "%n tools: many clients handle at most %1 well.");
    return say(text, static_cast<int>(tools)).arg(numberText(*limit));
}

QStringList describeDifference(const std::vector<api::AllowRule>& before,
                               const std::vector<api::AllowRule>& after,
                               const api::GatewayConfig& config)
{
    std::map<ServerId, Share> old = sharesOf(before);
    std::map<ServerId, Share> fresh = sharesOf(after);
    std::set<ServerId> servers;
    for (const auto* shares : {&old, &fresh}) {
        for (const auto& [id, share] : *shares) {
            servers.insert(id);
        }
    }
    QStringList sentences;
    for (const ServerId& id : servers) {
        sentences += shareDifference(old[id], fresh[id], nameOf(config, id));
    }
    addSpecial(sentences, QT_TRANSLATE_NOOP("Keys", "Adds the rule: %1."), after, before);
    addSpecial(sentences, QT_TRANSLATE_NOOP("Keys", "Takes away the rule: %1."), before, after);
    return sentences;
}

} // namespace portcullis::ui
