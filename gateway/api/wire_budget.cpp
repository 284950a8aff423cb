#include "gateway/api/config_json.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"

namespace portcullis::api {

namespace {

constexpr UnknownMembers kIgnore = UnknownMembers::Ignore;

[[nodiscard]] Json toJson(const BudgetWindowUse& window)
{
    Json json = Json::object();
    json["start"] = formatExactTime(window.start);
    json["end"] = formatExactTime(window.end);
    json["used"] = window.used;
    return json;
}

[[nodiscard]] Result<BudgetWindowUse> windowUseAt(const Json& json, const std::string& path)
{
    BudgetWindowUse window;
    ObjectReader reader(json, path, kIgnore);
    reader.required().time("start", window.start);
    reader.required().time("end", window.end);
    reader.required().number("used", window.used);
    return finished(reader, std::move(window));
}

[[nodiscard]] Json toJson(const BudgetUse& use)
{
    Json json = Json::object();
    json["used"] = use.used;
    json["reserved"] = use.reserved;
    json["windowStart"] = formatExactTime(use.windowStart);
    if (use.reset) {
        json["reset"] = formatExactTime(*use.reset);
    }
    json["warned"] = use.warned;
    Json history = Json::array();
    for (const BudgetWindowUse& window : use.history) {
        history.push_back(toJson(window));
    }
    json["history"] = std::move(history);
    return json;
}

[[nodiscard]] Result<BudgetUse> useAt(const Json& json, const std::string& path)
{
    BudgetUse use;
    ObjectReader reader(json, path, kIgnore);
    reader.required().number("used", use.used);
    reader.required().number("reserved", use.reserved);
    reader.required().time("windowStart", use.windowStart);
    reader.time("reset", use.reset);
    reader.flag("warned", use.warned);
    reader.list("history", use.history, windowUseAt);
    return finished(reader, std::move(use));
}

[[nodiscard]] Result<BudgetState> stateAt(const Json& json, const std::string& path)
{
    BudgetState state;
    ObjectReader reader(json, path, kIgnore);
    reader.required().nested("budget", state.budget, budgetFromJson);
    reader.nested("use", state.use, useAt);
    return finished(reader, std::move(state));
}

} // namespace

Json warningToJson(const BudgetWarning& warning)
{
    Json json = Json::object();
    json["budget"] = warning.budget.str();
    json["used"] = warning.used;
    json["limit"] = warning.limit;
    if (warning.reset) {
        json["reset"] = formatExactTime(*warning.reset);
    }
    json["exhausted"] = warning.exhausted;
    return json;
}

Result<BudgetWarning> warningAt(const Json& json, const std::string& path)
{
    BudgetWarning warning;
    ObjectReader reader(json, path, kIgnore);
    reader.required().id("budget", warning.budget);
    reader.required().number("used", warning.used);
    reader.required().number("limit", warning.limit);
    reader.time("reset", warning.reset);
    reader.flag("exhausted", warning.exhausted);
    return finished(reader, std::move(warning));
}

Json toJson(const BudgetQuery& query)
{
    Json json = Json::object();
    json["history"] = query.history;
    if (query.budget) {
        json["budget"] = query.budget->str();
    }
    return json;
}

Result<BudgetQuery> budgetQueryFromJson(const Json& json)
{
    BudgetQuery query;
    ObjectReader reader(json, {}, kIgnore);
    reader.number("history", query.history);
    reader.id("budget", query.budget);
    if (query.history > kMaxBudgetHistory) {
        reader.refuse("history", "must be at most 400");
    }
    return finished(reader, std::move(query));
}

Json toJson(const BudgetState& state)
{
    Json json = Json::object();
    json["budget"] = toJson(state.budget);
    if (state.use) {
        json["use"] = toJson(*state.use);
    }
    return json;
}

Json toJson(const std::vector<BudgetState>& states)
{
    return arrayOf(states);
}

Result<std::vector<BudgetState>> budgetStatesFromJson(const Json& json)
{
    std::vector<BudgetState> states;
    if (!json.is_array()) {
        return fail(ErrorCode::InvalidArgument, "The budgets must be an array.");
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
        auto state = stateAt(json[i], "/" + std::to_string(i));
        if (!state) {
            return fail(std::move(state.error()));
        }
        states.push_back(std::move(*state));
    }
    return states;
}

} // namespace portcullis::api
