#include "gateway/policy/lockdown.h"

#include "gateway/api/argument_forms.h"
#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "gateway/policy/config_places.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <utility>

namespace portcullis::policy {

namespace {

constexpr std::string_view kContentDays = "/settings/retention/contentDays";
constexpr std::string_view kBodyDays = "/settings/retention/bodyDays";

// Values that the policy itself wrote.
[[nodiscard]] Json valueOf(const api::FixedPlace& fixed)
{
    return Json::parse(fixed.value, nullptr, false);
}

// A configuration in the form that the policy's own values get, too.
[[nodiscard]] Result<api::GatewayConfig> withFixed(const api::GatewayConfig& config,
                                                   std::span<const api::FixedPlace> places)
{
    Json document = api::toJson(config);
    for (const api::FixedPlace& fixed : places) {
        if (!putAt(document, fixed.place, valueOf(fixed))) {
            return fail(ErrorCode::InvalidArgument, fixed.place + " is no place of it.");
        }
    }
    return api::configFromJson(document);
}

enum class Side : std::uint8_t
{
    Most,
    Least
};

// Nothing stands for no limit, as 0 does.
[[nodiscard]] bool isWithin(const Json* value, std::int64_t bound, Side side)
{
    const double amount = value == nullptr || value->is_null() ? 0 : value->get<double>();
    const auto limit = static_cast<double>(bound);
    return side == Side::Most ? amount > 0 && amount <= limit : amount <= 0 || amount >= limit;
}

[[nodiscard]] bool isAmount(const Json* value)
{
    return value == nullptr || value->is_null() || value->is_number();
}

// The first value that is not within its bound, and whether all could be found.
struct BoundFinding
{
    std::string outside; // its place; empty for none
    std::string broken;  // a place of the policy that is none
};

[[nodiscard]] BoundFinding
measure(Json& document, std::span<const api::BoundedPlace> places, Side side)
{
    BoundFinding finding;
    for (const api::BoundedPlace& place : places) {
        bool amounts = true;
        const bool good =
            visitAt(document, place.place, [&](const std::string& found, const Json* value) {
                amounts = amounts && isAmount(value);
                if (isAmount(value) && finding.outside.empty() &&
                    !isWithin(value, place.bound, side)) {
                    finding.outside = found + " is locked to " +
                                      (side == Side::Most ? "at most " : "at least ") +
                                      std::to_string(place.bound);
                }
            });
        if (finding.broken.empty() && !(good && amounts)) {
            finding.broken = place.place;
        }
    }
    return finding;
}

void clamp(Json& document, std::span<const api::BoundedPlace> places, Side side)
{
    for (const api::BoundedPlace& place : places) {
        static_cast<void>(visitAt(document, place.place, [&](const std::string&, Json* value) {
            if (value != nullptr && isAmount(value) && !isWithin(value, place.bound, side)) {
                *value = place.bound;
            }
        }));
    }
}

[[nodiscard]] std::vector<api::NamedValue> sorted(std::vector<api::NamedValue> values)
{
    std::ranges::sort(values, {}, &api::NamedValue::name);
    return values;
}

// Reached in the same way: the same program or address, with the same secrets.
[[nodiscard]] bool isReachedAs(const api::ServerConfig& one, const api::ServerConfig& other)
{
    return one.transport == other.transport && one.command == other.command &&
           one.workingDirectory == other.workingDirectory && one.url == other.url &&
           one.caFile == other.caFile && one.allowPlainHttp == other.allowPlainHttp &&
           one.clientCertFile == other.clientCertFile && one.clientKeyFile == other.clientKeyFile &&
           one.clientKeyPassphrase == other.clientKeyPassphrase && one.proxy == other.proxy &&
           sorted(one.environment) == sorted(other.environment) &&
           sorted(one.headers) == sorted(other.headers);
}

[[nodiscard]] bool isAtHost(const api::ServerConfig& server, const std::string& host)
{
    return server.transport != api::Transport::Stdio && server.url.starts_with("https://") &&
           server.caFile.empty() && api::hostOfUrl(server.url) == host;
}

// Is there anybody whom the budget would count?
[[nodiscard]] bool hasOwner(const api::GatewayConfig& config, const api::Budget& budget)
{
    switch (budget.level) {
    case api::BudgetLevel::Customer:
        return api::findCustomer(config, CustomerId(budget.owner)) != nullptr;
    case api::BudgetLevel::Team:
        return api::findTeam(config, TeamId(budget.owner)) != nullptr;
    case api::BudgetLevel::Key:
        return api::findKey(config, KeyId(budget.owner)) != nullptr;
    case api::BudgetLevel::Case:
        return api::findCase(config, CaseId(budget.owner)) != nullptr;
    case api::BudgetLevel::Server:
        return api::findServer(config, ServerId(budget.owner)) != nullptr;
    }
    return false;
}

[[nodiscard]] bool keepsBudget(const api::Budget& budget, const api::Budget& wanted)
{
    api::Budget equal = budget;
    equal.limit = wanted.limit;
    return equal == wanted && budget.limit <= wanted.limit;
}

} // namespace

Lockdown::Lockdown(api::PolicyFile policy)
    : m_policy(std::move(policy))
    , m_ceiling(m_policy.rules.empty() ? nullptr
                                       : std::make_shared<const RequestRules>(m_policy.rules))
{
    // Contents go along with their bodies: what is said of them holds for these.
    const std::int64_t contents = keptDays(kContentDays);
    if (contents > keptDays(kBodyDays)) {
        std::erase_if(m_policy.atLeast,
                      [](const api::BoundedPlace& one) { return one.place == kBodyDays; });
        m_policy.atLeast.push_back({std::string(kBodyDays), contents});
    }
}

std::string Lockdown::byWhom() const
{
    return "the policy of " + m_policy.issuer + " (version " + std::to_string(m_policy.version) +
           ")";
}

std::unexpected<Error> Lockdown::locked(const std::string& what) const
{
    return fail(ErrorCode::PermissionDenied, what + " by " + byWhom() + ".");
}

std::unexpected<Error> Lockdown::unfit(const std::string& what) const
{
    std::string whose = byWhom();
    whose.front() = 'T';
    return fail(ErrorCode::InvalidArgument, whose + " cannot be applied: " + what);
}

Result<> Lockdown::check(const api::GatewayConfig& config) const
{
    if (auto kept = checkFixed(config); !kept) {
        return kept;
    }
    if (auto kept = checkBounds(config); !kept) {
        return kept;
    }
    for (const api::ServerConfig& server : config.servers) {
        if (!server.enabled) {
            continue;
        }
        if (auto allowed = checkServer(server); !allowed) {
            return allowed;
        }
    }
    return checkBudgets(config);
}

Result<> Lockdown::checkFixed(const api::GatewayConfig& config) const
{
    if (m_policy.fixed.empty()) {
        return {};
    }
    const auto before = withFixed(config, {});
    const auto after = withFixed(config, m_policy.fixed);
    if (before && after && *before == *after) {
        return {};
    }
    for (const api::FixedPlace& fixed : m_policy.fixed) {
        const auto one = withFixed(config, {&fixed, 1});
        if (!before || !one || *one != *before) {
            return locked(fixed.place + " is locked");
        }
    }
    return locked("It is locked");
}

Result<> Lockdown::checkBounds(const api::GatewayConfig& config) const
{
    Json document = api::toJson(config);
    for (const auto& [places, side] :
         {std::pair{&m_policy.atMost, Side::Most}, std::pair{&m_policy.atLeast, Side::Least}}) {
        const BoundFinding finding = measure(document, *places, side);
        if (!finding.broken.empty()) {
            return unfit(finding.broken + " is no number of the configuration.");
        }
        if (!finding.outside.empty()) {
            return locked(finding.outside);
        }
    }
    return {};
}

bool Lockdown::allows(const api::ServerConfig& server) const
{
    if (!m_policy.servers) {
        return true;
    }
    const auto named = std::ranges::find_if(*m_policy.servers, [&](const api::AllowedServer& one) {
        return one.server && one.server->id == server.id;
    });
    if (named != m_policy.servers->end()) {
        return isReachedAs(server, *named->server);
    }
    return std::ranges::any_of(*m_policy.servers, [&](const api::AllowedServer& one) {
        return !one.server && isAtHost(server, one.host);
    });
}

Result<> Lockdown::checkServer(const api::ServerConfig& server) const
{
    if (allows(server)) {
        return {};
    }
    return locked("The server \"" + server.id.str() +
                  "\" is not among those, or not reached as those, that are allowed: which there "
                  "may be is locked");
}

Result<> Lockdown::checkBudgets(const api::GatewayConfig& config) const
{
    for (const api::Budget& wanted : m_policy.budgets) {
        const api::Budget* budget = api::findBudget(config, wanted.id);
        const bool kept = budget != nullptr && keepsBudget(*budget, wanted);
        if (!kept && hasOwner(config, wanted)) {
            return locked("The budget \"" + wanted.id.str() + "\" of at most " +
                          std::to_string(wanted.limit) + " is locked");
        }
    }
    return {};
}

// A budget that was made stricter stays so.
void Lockdown::setBudgets(api::GatewayConfig& config) const
{
    for (const api::Budget& wanted : m_policy.budgets) {
        const auto found = std::ranges::find(config.budgets, wanted.id, &api::Budget::id);
        if (!hasOwner(config, wanted)) {
            continue;
        }
        if (found == config.budgets.end()) {
            config.budgets.push_back(wanted);
        } else if (!keepsBudget(*found, wanted)) {
            *found = wanted;
        }
    }
}

Result<api::GatewayConfig> Lockdown::applyTo(const api::GatewayConfig& config) const
{
    if (check(config)) {
        return config;
    }
    auto fixed = withFixed(config, m_policy.fixed);
    if (!fixed) {
        return unfit(fixed.error().message);
    }
    Json document = api::toJson(*fixed);
    clamp(document, m_policy.atMost, Side::Most);
    clamp(document, m_policy.atLeast, Side::Least);
    auto next = api::configFromJson(document);
    if (!next) {
        return unfit(next.error().message);
    }
    for (api::ServerConfig& server : next->servers) {
        server.enabled = server.enabled && allows(server);
    }
    setBudgets(*next);
    if (auto valid = api::validate(*next); !valid) {
        return unfit(valid.error().message);
    }
    if (auto kept = check(*next); !kept) {
        return unfit("it asks for what cannot be together. " + kept.error().message);
    }
    return next;
}

Result<api::GatewayConfig> Lockdown::admit(const api::GatewayConfig& before,
                                           api::GatewayConfig next) const
{
    for (const api::Budget& wanted : m_policy.budgets) {
        if (api::findBudget(before, wanted.id) == nullptr &&
            api::findBudget(next, wanted.id) == nullptr && hasOwner(next, wanted)) {
            next.budgets.push_back(wanted);
        }
    }
    if (auto valid = api::validate(next); !valid) {
        return fail(std::move(valid.error()));
    }
    if (auto kept = check(next); !kept) {
        return fail(std::move(kept.error()));
    }
    return next;
}

std::int64_t Lockdown::keptDays(std::string_view member) const
{
    const auto found = std::ranges::find(m_policy.atLeast, member, &api::BoundedPlace::place);
    return found == m_policy.atLeast.end() ? 0 : found->bound;
}

Result<> Lockdown::checkRemoval(const api::RetentionRequest& request, WallTime now) const
{
    const auto isTooNew = [now](const std::optional<WallTime>& before, std::int64_t days) {
        return before && days > 0 && *before > now - std::chrono::days(days);
    };
    const std::int64_t bodies = keptDays(kBodyDays); // as long as contents, or longer
    if (request.onlyLook || !(isTooNew(request.contentsBefore, keptDays(kContentDays)) ||
                              isTooNew(request.bodiesBefore, bodies))) {
        return {};
    }
    return locked("How long the log keeps what it knows is locked to at least " +
                  std::to_string(bodies) + " days");
}

Result<> Lockdown::checkErasure(const api::EraseRequest& request, WallTime now) const
{
    const std::int64_t days = keptDays(kContentDays);
    const std::optional<WallTime>& end = request.within.time.to;
    if (request.onlyLook || days == 0 || (end && *end <= now - std::chrono::days(days))) {
        return {};
    }
    return locked("Only arguments and results of more than " + std::to_string(days) +
                  " days ago can be erased, so name an end of the time: how long they stay is "
                  "locked");
}

} // namespace portcullis::policy
