#include "gateway/api/config_json.h"
#include "gateway/api/config_names.h"
#include "gateway/api/governance_names.h"

namespace portcullis::api {

namespace {

constexpr UnknownMembers kRefuse = UnknownMembers::Refuse;

[[nodiscard]] Result<std::vector<AllowRule>> rulesFromJson(const Json& json,
                                                           const std::string& path)
{
    std::vector<AllowRule> rules;
    if (!json.is_array()) {
        return failAt(path, "must be an array");
    }
    rules.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i) {
        auto rule = ruleFromJson(json[i], path + "/" + std::to_string(i));
        if (!rule) {
            return fail(std::move(rule.error()));
        }
        rules.push_back(std::move(*rule));
    }
    return rules;
}

} // namespace

Json toJson(const RateLimit& rate)
{
    Json json = Json::object();
    json["calls"] = rate.calls;
    json["perSeconds"] = rate.period.count();
    json["burst"] = rate.burst;
    return json;
}

// All three must be there: a rate without a burst could mean two things.
Result<RateLimit> rateFromJson(const Json& json, const std::string& path)
{
    RateLimit rate;
    std::uint32_t seconds = 0;
    ObjectReader reader(json, path, kRefuse);
    reader.required().number("calls", rate.calls);
    reader.required().number("perSeconds", seconds);
    reader.required().number("burst", rate.burst);
    rate.period = std::chrono::seconds(seconds);
    return finished(reader, std::move(rate));
}

Json rateOrNull(const std::optional<RateLimit>& rate)
{
    return rate ? toJson(*rate) : Json(nullptr);
}

Json toJson(const Customer& customer)
{
    Json json = Json::object();
    json["id"] = customer.id.str();
    json["name"] = customer.name;
    json["disabled"] = customer.disabled;
    return json;
}

Result<Customer> customerFromJson(const Json& json, const std::string& path)
{
    Customer customer;
    ObjectReader reader(json, path, kRefuse);
    reader.required().id("id", customer.id);
    reader.text("name", customer.name);
    reader.flag("disabled", customer.disabled);
    return finished(reader, std::move(customer));
}

Json toJson(const Team& team)
{
    Json json = Json::object();
    json["id"] = team.id.str();
    json["customer"] = team.customer.str();
    json["name"] = team.name;
    json["disabled"] = team.disabled;
    return json;
}

Result<Team> teamFromJson(const Json& json, const std::string& path)
{
    Team team;
    ObjectReader reader(json, path, kRefuse);
    reader.required().id("id", team.id);
    reader.required().id("customer", team.customer);
    reader.text("name", team.name);
    reader.flag("disabled", team.disabled);
    return finished(reader, std::move(team));
}

Json toJson(const Case& one)
{
    Json json = Json::object();
    json["id"] = one.id.str();
    json["name"] = one.name;
    json["opened"] = formatExactTime(one.opened);
    if (one.closed) {
        json["closed"] = formatExactTime(*one.closed);
    }
    if (one.allow) {
        json["allow"] = arrayOf(*one.allow);
    }
    return json;
}

Result<Case> caseFromJson(const Json& json, const std::string& path)
{
    Case one;
    ObjectReader reader(json, path, kRefuse);
    reader.required().id("id", one.id);
    reader.text("name", one.name);
    reader.time("opened", one.opened);
    reader.time("closed", one.closed);
    reader.nested("allow", one.allow, rulesFromJson);
    return finished(reader, std::move(one));
}

Json toJson(const Budget& budget)
{
    Json json = Json::object();
    json["id"] = budget.id.str();
    json["level"] = levelName(budget.level);
    json["owner"] = budget.owner;
    json["unit"] = unitName(budget.unit);
    json["limit"] = budget.limit;
    json["period"] = periodName(budget.period);
    json["window"] = windowName(budget.window);
    json["timeZone"] = budget.timeZone;
    json["warnAtPercent"] = budget.warnAtPercent;
    json["failedCallsCount"] = budget.failedCallsCount;
    return json;
}

Result<Budget> budgetFromJson(const Json& json, const std::string& path)
{
    Budget budget;
    ObjectReader reader(json, path, kRefuse);
    reader.id("id", budget.id);
    reader.required().choice("level", kBudgetLevels, budget.level);
    reader.required().text("owner", budget.owner);
    reader.required().choice("unit", kBudgetUnits, budget.unit);
    reader.required().number("limit", budget.limit);
    reader.required().choice("period", kBudgetPeriods, budget.period);
    reader.choice("window", kBudgetWindows, budget.window);
    reader.text("timeZone", budget.timeZone);
    reader.number("warnAtPercent", budget.warnAtPercent);
    reader.flag("failedCallsCount", budget.failedCallsCount);
    if (budget.id.empty()) {
        budget.id = defaultBudgetId(budget);
    }
    return finished(reader, std::move(budget));
}

Json toJson(const Price& price)
{
    Json json = Json::object();
    json["server"] = price.server.str();
    json["tool"] = price.tool;
    json["micros"] = price.micros;
    return json;
}

Result<Price> priceFromJson(const Json& json, const std::string& path)
{
    Price price;
    ObjectReader reader(json, path, kRefuse);
    reader.required().id("server", price.server);
    reader.required().text("tool", price.tool);
    reader.required().number("micros", price.micros);
    return finished(reader, std::move(price));
}

} // namespace portcullis::api
