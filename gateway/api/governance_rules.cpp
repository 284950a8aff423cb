#include "gateway/api/config_rules.h"
#include "gateway/api/governance_names.h"

#include <algorithm>
#include <set>
#include <utility>

// The rules of customers, teams, cases, budgets, prices and rates.
namespace portcullis::api {

namespace {

constexpr std::size_t kMaxNameCharacters = 80;
constexpr std::uint32_t kMaxRate = 1'000'000;
constexpr std::uint32_t kMaxConcurrency = 100'000;
constexpr const char* kShortNameRule =
    "must be 1 to 40 letters, digits, '.', '_' and '-', beginning with a letter or digit";

[[nodiscard]] bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

[[nodiscard]] bool isNameOf(std::string_view text, std::size_t most)
{
    return !text.empty() && text.size() <= most && isLetterOrDigit(text.front()) &&
           std::ranges::all_of(
               text, [](char c) { return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-'; });
}

[[nodiscard]] MaybeProblem checkNames(std::string_view id, std::string_view name)
{
    constexpr std::size_t kMaxIdBytes = 40;
    if (!isNameOf(id, kMaxIdBytes)) {
        return Problem{"/id", kShortNameRule};
    }
    if (!isPrintable(name) || countCharacters(name) > kMaxNameCharacters) {
        return Problem{"/name", "must be at most 80 printable characters"};
    }
    return std::nullopt;
}

[[nodiscard]] bool hasOwner(const GatewayConfig& config, const Budget& budget)
{
    switch (budget.level) {
    case BudgetLevel::Customer:
        return findCustomer(config, CustomerId(budget.owner)) != nullptr;
    case BudgetLevel::Team:
        return findTeam(config, TeamId(budget.owner)) != nullptr;
    case BudgetLevel::Key:
        return findKey(config, KeyId(budget.owner)) != nullptr;
    case BudgetLevel::Case:
        return findCase(config, CaseId(budget.owner)) != nullptr;
    case BudgetLevel::Server:
        return findServer(config, ServerId(budget.owner)) != nullptr;
    }
    return false;
}

[[nodiscard]] MaybeProblem checkPeriod(const Budget& budget)
{
    if (budget.period == BudgetPeriod::CaseLife) {
        if (budget.level != BudgetLevel::Case) {
            return Problem{"/period", "can be \"case-life\" only for the budget of a case"};
        }
        if (budget.window == BudgetWindow::Rolling) {
            return Problem{"/window", "must be \"calendar\" for the life of a case"};
        }
    }
    return std::nullopt;
}

// Checks each of a list and that no two have the same `identity`.
template <typename T, typename Check, typename Identity>
[[nodiscard]] MaybeProblem checkAll(const std::vector<T>& all,
                                    const std::string& place,
                                    std::size_t most,
                                    Check check,
                                    Identity identity,
                                    const Problem& doubled)
{
    if (all.size() > most) {
        return Problem{place, "must be at most " + std::to_string(most)};
    }
    std::set<decltype(identity(all.front()))> seen;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string here = place + "/" + std::to_string(i);
        if (auto problem = check(all[i])) {
            problem->member.insert(0, here);
            return problem;
        }
        if (!seen.insert(identity(all[i])).second) {
            return Problem{here + doubled.member, doubled.what};
        }
    }
    return std::nullopt;
}

// Another one of this name that is not this one.
template <typename T>
[[nodiscard]] bool nameTaken(const std::vector<T>& all, const T& one)
{
    return !one.name.empty() && std::ranges::any_of(all, [&](const T& other) {
        return other.id != one.id && other.name == one.name;
    });
}

} // namespace

MaybeProblem checkRate(const RateLimit& rate)
{
    if (rate.calls < 1 || rate.calls > kMaxRate) {
        return Problem{"/rate/calls", "must be between 1 and 1000000; leave it out for no limit"};
    }
    using namespace std::chrono_literals;
    if (rate.period < 1s || rate.period > 24h) {
        return Problem{"/rate/perSeconds", "must be between 1 and 86400"};
    }
    if (rate.burst < 1 || rate.burst > kMaxRate) {
        return Problem{"/rate/burst", "must be between 1 and 1000000"};
    }
    return std::nullopt;
}

MaybeProblem checkKeyPlace(const GatewayConfig& config, const KeyConfig& key)
{
    if (!key.team.empty() && findTeam(config, key.team) == nullptr) {
        return Problem{"/team", "must be the id of a team that is there; add the team first"};
    }
    if (!key.caseId.empty() && findCase(config, key.caseId) == nullptr) {
        return Problem{"/case", "must be the id of a case that is there; add the case first"};
    }
    if (key.concurrency > kMaxConcurrency) {
        return Problem{"/concurrency", "must be at most 100000"};
    }
    return key.rate ? checkRate(*key.rate) : std::nullopt;
}

MaybeProblem checkCustomer(const GatewayConfig& config, const Customer& customer)
{
    if (auto problem = checkNames(customer.id.str(), customer.name)) {
        return problem;
    }
    if (nameTaken(config.customers, customer)) {
        return Problem{"/name", "must not be the name of another customer"};
    }
    return std::nullopt;
}

MaybeProblem checkTeam(const GatewayConfig& config, const Team& team)
{
    if (auto problem = checkNames(team.id.str(), team.name)) {
        return problem;
    }
    if (findCustomer(config, team.customer) == nullptr) {
        return Problem{"/customer",
                       "must be the id of a customer that is there; add the customer first"};
    }
    const bool taken = !team.name.empty() && std::ranges::any_of(config.teams, [&](const Team& t) {
        return t.id != team.id && t.customer == team.customer && t.name == team.name;
    });
    if (taken) {
        return Problem{"/name", "must not be the name of another team of its customer"};
    }
    return std::nullopt;
}

MaybeProblem checkCase(const GatewayConfig& config, const Case& one)
{
    constexpr std::size_t kMaxCaseRules = 10'000;
    if (auto problem = checkNames(one.id.str(), one.name)) {
        return problem;
    }
    if (nameTaken(config.cases, one)) {
        return Problem{"/name", "must not be the name of another case"};
    }
    if (one.closed && *one.closed < one.opened) {
        return Problem{"/closed", "must not be before it was opened"};
    }
    if (!one.allow) {
        return std::nullopt;
    }
    if (one.allow->size() > kMaxCaseRules) {
        return Problem{"/allow", "must be at most 10000 rules"};
    }
    for (std::size_t i = 0; i < one.allow->size(); ++i) {
        if (auto problem = checkRule((*one.allow)[i])) {
            problem->member.insert(0, "/allow/" + std::to_string(i));
            return problem;
        }
    }
    return std::nullopt;
}

MaybeProblem checkBudget(const GatewayConfig& config, const Budget& budget)
{
    constexpr std::size_t kMaxIdBytes = 160;
    if (!hasOwner(config, budget)) {
        return Problem{"/owner",
                       std::string("must be the id of a ") + levelName(budget.level) +
                           " that is there"};
    }
    if (!isNameOf(budget.id.str(), kMaxIdBytes)) {
        return Problem{"/id",
                       "must be 1 to 160 letters, digits, '.', '_' and '-', beginning with a "
                       "letter or digit"};
    }
    if (budget.limit < 1 || budget.limit > kMaxAmount) {
        return Problem{"/limit",
                       "must be between 1 and 9000000000000000; remove the budget for no limit, "
                       "or disable what it limits to allow nothing"};
    }
    if (auto problem = checkPeriod(budget)) {
        return problem;
    }
    if (!isTimeZoneName(budget.timeZone)) {
        return Problem{"/timeZone", "must be the name of a time zone, such as \"Europe/Berlin\""};
    }
    if (budget.warnAtPercent > 100) {
        return Problem{"/warnAtPercent", "must be at most 100; 0 for no warning"};
    }
    return std::nullopt;
}

MaybeProblem checkPrice(const GatewayConfig& config, const Price& price)
{
    if (findServer(config, price.server) == nullptr) {
        return Problem{"/server", "must be the id of a server that is there; add the server first"};
    }
    if (!isToolName(price.tool)) {
        return Problem{"/tool", "must name a tool of at most 256 printable characters, or \"*\""};
    }
    if (price.micros > kMaxPriceMicros) {
        return Problem{"/micros", "must be at most 1000000000000 (a million a call)"};
    }
    return std::nullopt;
}

MaybeProblem checkGovernance(const GatewayConfig& config)
{
    const auto id = [](const auto& one) { return one.id; };
    const Problem sameId{"/id", "must not be the id of another one"};
    const auto customer = [&](const Customer& one) { return checkCustomer(config, one); };
    if (auto p = checkAll(config.customers, "/customers", kMaxCustomers, customer, id, sameId)) {
        return p;
    }
    const auto team = [&](const Team& one) { return checkTeam(config, one); };
    if (auto p = checkAll(config.teams, "/teams", kMaxTeams, team, id, sameId)) {
        return p;
    }
    const auto aCase = [&](const Case& one) { return checkCase(config, one); };
    if (auto p = checkAll(config.cases, "/cases", kMaxCases, aCase, id, sameId)) {
        return p;
    }
    const auto budget = [&](const Budget& one) { return checkBudget(config, one); };
    if (auto p = checkAll(config.budgets, "/budgets", kMaxBudgets, budget, id, sameId)) {
        return p;
    }
    const auto price = [&](const Price& one) { return checkPrice(config, one); };
    const auto what = [](const Price& one) { return std::pair(one.server, one.tool); };
    return checkAll(config.prices,
                    "/prices",
                    kMaxPrices,
                    price,
                    what,
                    {"/tool", "must not have another price already"});
}

bool isTimeZoneName(std::string_view text)
{
    constexpr std::size_t kMaxBytes = 64;
    if (text.empty() || text.size() > kMaxBytes || !isLetterOrDigit(text.front())) {
        return false;
    }
    bool begins = true; // a part between slashes: never empty, never beginning with a dot
    for (const char c : text) {
        const bool ends = c == '/';
        if (begins && !isLetterOrDigit(c)) {
            return false;
        }
        if (!ends && !isLetterOrDigit(c) && c != '_' && c != '+' && c != '-') {
            return false;
        }
        begins = ends;
    }
    return !begins;
}

bool isCurrencyCode(std::string_view text)
{
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

} // namespace portcullis::api
