#include "gateway/policy/advisor.h"
#include "gateway/policy/decision.h"
#include "gateway/policy/rule_set.h"
#include "gateway/policy/standing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

// What a change of rules comes to. Compares rules, not calls: which arguments conditions admit is
// not worked out.
namespace portcullis::policy {

namespace {

using api::AllowRule;
using api::RuleEffect;
using Rules = std::vector<const AllowRule*>;

// The rules about one thing.
struct Side
{
    Rules serverAllows;
    Rules keyAllows;
    Rules caseAllows;
    Rules denies; // of all lists
    bool serverNeedsRule = false;
    bool caseNeedsRule = false;

    [[nodiscard]] bool shown() const
    {
        const bool denied = std::ranges::any_of(
            denies, [](const AllowRule* rule) { return rule->conditions.empty(); });
        return !denied && !keyAllows.empty() && (!serverNeedsRule || !serverAllows.empty()) &&
               (!caseNeedsRule || !caseAllows.empty());
    }
};

// Are all conditions of one rule among those of another, which then asks for at least as much?
[[nodiscard]] bool isWithin(const AllowRule& few, const AllowRule& many)
{
    return std::ranges::all_of(few.conditions, [&many](const api::Condition& one) {
        return std::ranges::find(many.conditions, one) != many.conditions.end();
    });
}

// Does each of these rules ask for at least as much as one of those?
[[nodiscard]] bool covered(const Rules& rules, const Rules& by)
{
    return std::ranges::all_of(rules, [&by](const AllowRule* rule) {
        return std::ranges::any_of(
            by, [rule](const AllowRule* other) { return isWithin(*other, *rule); });
    });
}

// Could something be admitted that was not? Equal rules cover each other.
[[nodiscard]] bool admitsMore(const Side& before, const Side& after)
{
    if (!covered(after.keyAllows, before.keyAllows)) {
        return true;
    }
    const bool server =
        before.serverNeedsRule &&
        (!after.serverNeedsRule || !covered(after.serverAllows, before.serverAllows));
    const bool ofCase = before.caseNeedsRule &&
                        (!after.caseNeedsRule || !covered(after.caseAllows, before.caseAllows));
    return server || ofCase || !covered(before.denies, after.denies);
}

void sortInto(Side& side,
              Rules& allows,
              const std::vector<AllowRule>& rules,
              const ServerId& server,
              const Subject& subject)
{
    for (const AllowRule& rule : rules) {
        // "Every one" is more than what any beginning of URIs is about.
        const bool tooNarrow = subject.name == api::kEveryTool && rule.tool != api::kEveryTool;
        if (rule.server != server || tooNarrow || !selects(rule, subject)) {
            continue;
        }
        (rule.effect == RuleEffect::Deny ? side.denies : allows).push_back(&rule);
    }
}

[[nodiscard]] bool isHidden(const api::ServerConfig& server, std::string_view tool)
{
    const auto own = std::ranges::find(server.tools, tool, &api::ToolOverride::tool);
    return own != server.tools.end() && own->hidden;
}

[[nodiscard]] Side sideOf(const api::GatewayConfig& config,
                          const KeyId& keyId,
                          const ServerId& serverId,
                          const Subject& subject)
{
    const api::KeyConfig* key = api::findKey(config, keyId);
    const api::ServerConfig* server = api::findServer(config, serverId);
    Side side;
    const bool usable = key != nullptr && server != nullptr && server->enabled &&
                        standingOf(*key, config, WallTime::min()) == api::Reason::Allowed;
    if (!usable || (subject.what == api::Governed::Tool && isHidden(*server, subject.name))) {
        return side;
    }
    sortInto(side, side.keyAllows, key->allow, serverId, subject);
    sortInto(side, side.serverAllows, server->rules, serverId, subject);
    if (const api::Case* bound = api::findCase(config, key->caseId);
        bound != nullptr && bound->allow) {
        sortInto(side, side.caseAllows, *bound->allow, serverId, subject);
        side.caseNeedsRule = true;
    }
    side.serverNeedsRule = std::ranges::any_of(
        server->rules, [](const AllowRule& rule) { return rule.effect == RuleEffect::Allow; });
    return side;
}

// Collects how one key differs.
class Comparison
{
public:
    Comparison(const api::GatewayConfig& before, const api::GatewayConfig& after, const KeyId& key)
        : m_before(before)
        , m_after(after)
    {
        const api::KeyConfig* now = api::findKey(after, key);
        m_found.key = key;
        m_found.label = (now != nullptr ? now : api::findKey(before, key))->label;
    }

    void compare(const ServerId& server, const Subject& subject)
    {
        const Side before = sideOf(m_before, m_found.key, server, subject);
        const Side after = sideOf(m_after, m_found.key, server, subject);
        const std::string name =
            api::formatSelector({server, std::string(subject.name), subject.what, {}, {}});
        if (before.shown() != after.shown()) {
            (after.shown() ? m_found.gained : m_found.lost).push_back(name);
        } else if (after.shown() && admitsMore(before, after)) {
            m_found.widened.push_back(name);
        } else if (after.shown() && admitsMore(after, before)) {
            m_found.narrowed.push_back(name);
        }
    }

    // A tool that no one knows stands for all that are to come.
    void compareFuture(const ServerId& server)
    {
        const Side before = sideOf(m_before, m_found.key, server, {});
        const Side after = sideOf(m_after, m_found.key, server, {});
        if (before.shown() != after.shown()) {
            (after.shown() ? m_found.opened : m_found.closed).push_back(server);
        } else if (after.shown() && admitsMore(before, after) && m_found.widened.empty()) {
            m_found.widened.push_back(server.str() + ":*");
        }
    }

    [[nodiscard]] const api::KeyDifference& found() const { return m_found; }

private:
    const api::GatewayConfig& m_before;
    const api::GatewayConfig& m_after;
    api::KeyDifference m_found;
};

// Prompts and resources are not listed here: what rules name stands for them.
[[nodiscard]] std::vector<AllowRule>
namedOffers(const api::GatewayConfig& config, const KeyId& key, const ServerId& server)
{
    std::vector<AllowRule> named;
    const auto take = [&](const std::vector<AllowRule>& rules) {
        for (const AllowRule& rule : rules) {
            if (rule.server == server && rule.what != api::Governed::Tool) {
                named.push_back({server, rule.tool, rule.what, {}, {}});
            }
        }
    };
    if (const api::KeyConfig* found = api::findKey(config, key)) {
        take(found->allow);
        const api::Case* bound = api::findCase(config, found->caseId);
        if (bound != nullptr && bound->allow) {
            take(*bound->allow);
        }
    }
    if (const api::ServerConfig* found = api::findServer(config, server)) {
        take(found->rules);
    }
    return named;
}

[[nodiscard]] bool
sameFor(const api::GatewayConfig& before, const api::GatewayConfig& after, const KeyId& key)
{
    const api::KeyConfig* then = api::findKey(before, key);
    const api::KeyConfig* now = api::findKey(after, key);
    if (then == nullptr || now == nullptr || then->allow != now->allow ||
        standingOf(*then, before, WallTime::min()) != standingOf(*now, after, WallTime::min())) {
        return false;
    }
    const api::Case* thenBound = api::findCase(before, then->caseId);
    const api::Case* nowBound = api::findCase(after, now->caseId);
    const auto none = std::optional<std::vector<AllowRule>>();
    return (thenBound != nullptr ? thenBound->allow : none) ==
           (nowBound != nullptr ? nowBound->allow : none);
}

[[nodiscard]] bool sameServer(const api::GatewayConfig& before,
                              const api::GatewayConfig& after,
                              const ServerId& server)
{
    const api::ServerConfig* then = api::findServer(before, server);
    const api::ServerConfig* now = api::findServer(after, server);
    const auto hidden = [](const api::ServerConfig& one) {
        std::set<std::string> names;
        for (const api::ToolOverride& tool : one.tools) {
            if (tool.hidden) {
                names.insert(tool.tool);
            }
        }
        return names;
    };
    return then != nullptr && now != nullptr && then->enabled == now->enabled &&
           then->rules == now->rules && hidden(*then) == hidden(*now);
}

void compareServer(Comparison& comparison,
                   const api::GatewayConfig& before,
                   const api::GatewayConfig& after,
                   const ServerId& server,
                   const api::ToolsOfServers& tools)
{
    if (const auto known = tools.find(server); known != tools.end()) {
        for (const api::ToolInfo& tool : known->second) {
            comparison.compare(server, {tool.name, api::Governed::Tool, hintsOf(tool), false});
        }
    }
    std::vector<AllowRule> offers = namedOffers(before, comparison.found().key, server);
    for (const AllowRule& rule : namedOffers(after, comparison.found().key, server)) {
        if (std::ranges::find(offers, rule) == offers.end()) {
            offers.push_back(rule);
        }
    }
    for (const AllowRule& rule : offers) {
        comparison.compare(server, {rule.tool, rule.what, {}, false});
    }
    comparison.compareFuture(server);
}

} // namespace

api::EffectiveDifference effectiveDifference(const api::GatewayConfig& before,
                                             const api::GatewayConfig& after,
                                             const api::ToolsOfServers& tools)
{
    std::vector<KeyId> keys;
    std::set<ServerId> servers;
    for (const api::GatewayConfig* config : {&after, &before}) {
        for (const api::KeyConfig& key : config->keys) {
            if (std::ranges::find(keys, key.id) == keys.end()) {
                keys.push_back(key.id);
            }
        }
        for (const api::ServerConfig& server : config->servers) {
            servers.insert(server.id);
        }
    }
    std::set<ServerId> changed;
    std::ranges::copy_if(servers, std::inserter(changed, changed.end()), [&](const ServerId& id) {
        return !sameServer(before, after, id);
    });
    api::EffectiveDifference difference;
    for (const KeyId& key : keys) {
        Comparison comparison(before, after, key);
        for (const ServerId& server : sameFor(before, after, key) ? changed : servers) {
            compareServer(comparison, before, after, server, tools);
        }
        const api::KeyDifference& found = comparison.found();
        if (found.widens() || !found.lost.empty() || !found.narrowed.empty() ||
            !found.closed.empty()) {
            difference.keys.push_back(found);
        }
    }
    return difference;
}

} // namespace portcullis::policy
