#include "gateway/budget/delta.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace portcullis::budget {

namespace {

using api::BudgetUnit;

// Names of members come sorted in canonical JSON: bytes, calls, cost_micros between "budgets" and
// "id", the others after it.
constexpr std::array kBeforeId = {BudgetUnit::Bytes, BudgetUnit::Calls, BudgetUnit::CostMicros};
constexpr std::array kAfterId = {
    BudgetUnit::Tokens, BudgetUnit::UpstreamMilliseconds, BudgetUnit::WriteCalls};

template <std::size_t N>
void writeAmounts(JsonWriter& json, const std::array<BudgetUnit, N>& units, const Amounts& amounts)
{
    for (const BudgetUnit unit : units) {
        if (const std::int64_t amount = amounts[placeOf(unit)]; amount != 0) {
            json.member(kUnitMembers[placeOf(unit)], amount);
        }
    }
}

std::unexpected<Error> corrupt(std::string what)
{
    return fail(
        ErrorCode::Corrupt, "What a record says of budgets cannot be read.", std::move(what));
}

Result<> readAmount(JsonValue member, std::int64_t& amount)
{
    if (!member.exists()) {
        return {};
    }
    const auto value = member.integer();
    if (!value || *value < 0 || *value > std::int64_t(api::kMaxAmount)) {
        return corrupt(member.name());
    }
    amount = *value;
    return {};
}

} // namespace

std::string toJson(const Delta& delta)
{
    JsonWriter json;
    json.beginObject().member("at", toMicros(delta.at)).key("budgets").beginArray();
    for (const BudgetId& budget : delta.budgets) {
        json.string(budget.str());
    }
    json.endArray();
    // "budgets" comes before "bytes".
    writeAmounts(json, kBeforeId, delta.amounts);
    json.member("id", std::int64_t(delta.reservation));
    writeAmounts(json, kAfterId, delta.amounts);
    return json.endObject().take();
}

Result<Delta> deltaFrom(JsonValue json)
{
    const auto id = json["id"].integer();
    const auto at = json["at"].integer();
    const JsonValue budgets = json["budgets"];
    if (!id || *id < 1 || !at || *at < 0 || !budgets.isArray()) {
        return corrupt("id, at or budgets");
    }
    Delta delta{std::uint64_t(*id), fromMicros(*at), {}, {}};
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
        if (auto read = readAmount(json[kUnitMembers[unit]], delta.amounts[unit]); !read) {
            return fail(read.error());
        }
    }
    for (JsonValue budget = budgets.first(); budget; budget = budget.next()) {
        if (!budget.isString()) {
            return corrupt("budgets");
        }
        delta.budgets.emplace_back(budget.string());
    }
    return delta;
}

} // namespace portcullis::budget
