#include "gateway/engine/call_budgets.h"

#include "gateway/engine/call_receipt.h"
#include "gateway/protocol/call.h"
#include "gateway/protocol/meta_keys.h"

#include <algorithm>
#include <utility>

namespace portcullis::engine {

namespace {

// A tool's refusal is for the model to see, as a result; prompts, resources and tasks have no other
// place than an error (E-60).
Conclusion overBudget(const Inquiry& inquiry,
                      const Route& route,
                      api::Reason reason,
                      const std::string& text,
                      const std::string& data,
                      bool receipt)
{
    Conclusion ended;
    ended.outcome = api::Outcome::ToolError;
    ended.error = api::reasonName(reason);
    if (route.kind != protocol::CallKind::Tool || !route.method.empty()) {
        ended.answer =
            protocol::writeError(inquiry.message.id, {protocol::code::kInternalError, text, data});
        return ended;
    }
    std::string meta;
    if (!data.empty()) {
        JsonWriter named;
        meta = named.string(protocol::kMetaBudget).str() + ":" + data;
    }
    if (receipt) {
        meta.append(meta.empty() ? "" : ",").append(receiptMark());
        ended.takesReceipt = true;
    }
    ended.answer = protocol::writeResult(inquiry.message.id,
                                         protocol::writeToolError(text, inquiry.revision, meta));
    return ended;
}

bool failed(api::Outcome outcome)
{
    return outcome != api::Outcome::Ok && outcome != api::Outcome::InputRequired &&
           outcome != api::Outcome::TaskCreated;
}

constexpr const char* kWithheld =
    "The tool was executed, but its result is withheld: it is larger than what a budget of its "
    "caller has left.";

std::string rateText(const budget::Rates::TooSoon& refusal)
{
    const api::RateLimit& limit = refusal.limit;
    return "The call was not made: " +
           std::string(refusal.ofServer ? "the calls of all keys to its server"
                                        : "its key's calls") +
           " may be " + std::to_string(limit.calls) + " in " +
           std::to_string(limit.period.count()) + " s, and " + std::to_string(limit.burst) +
           " at one moment. Try again in " + std::to_string(refusal.retryAfter.count()) + " s.";
}

CallRefusal
tooSoon(const Inquiry& inquiry, const Route& route, const budget::Rates::TooSoon& refusal)
{
    inquiry.handle->setRetryAfter(refusal.retryAfter);
    return {
        api::Reason::RateLimited,
        refusal.ofServer ? "server" : "key",
        overBudget(inquiry, route, api::Reason::RateLimited, rateText(refusal), {}, false).answer};
}

CallRefusal exhausted(const Inquiry& inquiry, const Route& route, const budget::Refusal& refusal)
{
    if (refusal.retryAfter) {
        inquiry.handle->setRetryAfter(*refusal.retryAfter);
    }
    const std::string& currency = inquiry.who.access->config->settings.currency;
    return {api::Reason::BudgetExhausted,
            refusal.budget.id.str(),
            overBudget(inquiry,
                       route,
                       api::Reason::BudgetExhausted,
                       budget::refusalText(refusal, currency),
                       budget::refusalJson(refusal),
                       false)
                .answer};
}

// What has been used is not known, so that nothing may be.
CallRefusal unknownUse(const Inquiry& inquiry, const Route& route)
{
    const std::string text = "The call was not made: what budgets have used cannot be read, and "
                             "somebody has to look at Portcullis on this computer.";
    const auto reason = api::Reason::AuditUnavailable;
    return {reason, "budgets", overBudget(inquiry, route, reason, text, {}, false).answer};
}

} // namespace

std::uint32_t mostAtOnce(const Inquiry& inquiry)
{
    const std::uint32_t ofAll = inquiry.who.access->config->settings.limits.inFlightPerKey;
    const std::uint32_t own = inquiry.who.key->concurrency;
    return own == 0 ? ofAll : std::min(own, ofAll);
}

std::variant<BudgetHold, CallRefusal> holdBudgets(BudgetDesk& desk,
                                                  const Inquiry& inquiry,
                                                  const protocol::ClientCall& call,
                                                  const Route& route)
{
    if (!desk.alarm().empty()) {
        return unknownUse(inquiry, route);
    }
    const api::GatewayConfig& config = *inquiry.who.access->config;
    const api::ServerConfig* server = api::findServer(config, route.server);
    const bool tool = route.kind == protocol::CallKind::Tool;
    BudgetAsk ask{*inquiry.who.key, route.server, call.arguments.raw()};
    ask.call = route.method.empty() && !call.requestState;
    ask.writes = tool && (route.entry == nullptr || !route.entry->tool.readOnlyHint);
    ask.priceMicros =
        tool ? static_cast<std::int64_t>(api::priceOf(config, route.server, route.name)) : 0;
    ask.timeLimit = server != nullptr ? server->callTimeout : upstream::CallRequest().timeout;
    if (ask.call) {
        if (const auto early = desk.takeRate(*inquiry.who.key, server)) {
            return tooSoon(inquiry, route, *early);
        }
    }
    auto held = desk.reserve(ask);
    if (const auto* refusal = std::get_if<budget::Refusal>(&held)) {
        return exhausted(inquiry, route, *refusal);
    }
    return std::move(std::get<BudgetHold>(held));
}

bool settleBudgets(BudgetDesk& desk,
                   const Inquiry& inquiry,
                   const Route& route,
                   BudgetHold held,
                   Conclusion& ended,
                   audit::CallOutcome& record)
{
    BudgetUsed used;
    used.answer = ended.error == "result_too_large" ? std::string_view() : record.result.view();
    used.upstreamMicros = record.upstreamMicros;
    used.ending = failed(ended.outcome) ? budget::Ending::Failed : budget::Ending::Succeeded;
    used.sent = ended.error != "tool_changed";
    const bool fits = desk.fits(held, used.answer);
    if (!fits) {
        used.answer = {};
        used.ending = budget::Ending::Succeeded;
        const bool receipt = inquiry.who.access->config->settings.receipts;
        ended = overBudget(inquiry, route, api::Reason::BudgetExhausted, kWithheld, {}, receipt);
        record.outcome = ended.outcome;
        record.code.reset();
        record.error = ended.error;
    }
    record.budget = desk.settle(std::move(held), used);
    return fits;
}

} // namespace portcullis::engine
