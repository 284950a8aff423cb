#include "gateway/engine/call_pipeline.h"

#include "gateway/base/crypto.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/call_budgets.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/call_receipt.h"
#include "gateway/engine/call_records.h"
#include "gateway/engine/call_refusals.h"
#include "gateway/engine/replay_buffer.h"
#include "gateway/protocol/text.h"

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

std::string internalError(const Inquiry& inquiry, std::string message)
{
    return protocol::writeError(inquiry.message.id,
                                {protocol::code::kInternalError, std::move(message), {}});
}

std::string unrecorded(const Inquiry& inquiry, const Error& error)
{
    return internalError(inquiry,
                         "The call was refused because it cannot be recorded: " + error.message);
}

std::string withheld(const Inquiry& inquiry, const Error& error)
{
    return internalError(
        inquiry,
        "The tool was executed, but its result could not be recorded and is withheld: " +
            error.message);
}

} // namespace

CallPipeline::InFlight::InFlight(CallPipeline& pipeline,
                                 KeyId key,
                                 std::shared_ptr<CallHandle> handle)
    : m_pipeline(pipeline)
    , m_key(std::move(key))
    , m_handle(std::move(handle))
{
    m_pipeline.m_running.emplace(m_handle, m_key);
    ++m_pipeline.m_inFlight;
    ++m_pipeline.m_inFlightOfKey[m_key];
}

CallPipeline::InFlight::~InFlight()
{
    m_pipeline.m_running.erase(m_handle);
    --m_pipeline.m_inFlight;
    const auto count = m_pipeline.m_inFlightOfKey.find(m_key);
    if (--count->second == 0) {
        m_pipeline.m_inFlightOfKey.erase(count);
    }
}

CallPipeline::CallPipeline(Parts parts)
    : m_parts(std::move(parts))
    , m_router({m_parts.catalog,
                m_parts.offers,
                m_parts.servers,
                m_parts.clock,
                m_parts.times,
                m_parts.access})
    , m_parked(m_parts.clock)
    , m_keptStates(m_parts.clock)
    , m_retries(m_parts.clock)
    , m_turns(m_parts.clock)
{}

void CallPipeline::cancelAll(const std::string& reason)
{
    const auto running = m_running;
    for (const auto& [handle, key] : running) {
        handle->cancel(reason);
    }
    m_parked.abandonAll(reason);
}

void CallPipeline::cancelForsaken(const api::GatewayConfig& config)
{
    const WallTime wall = m_parts.clock.wallNow();
    const MonotonicTime now = m_parts.clock.monotonicNow();
    const auto running = m_running;
    for (const auto& [handle, key] : running) {
        const auto since = handle->unattendedSince();
        if (handle->cancelled()) {
            continue;
        }
        if (!mayBeUsed(config, key, wall)) {
            handle->cancel("the key may no longer be used");
        } else if (since && now - *since > ReplayBuffer::kLife) {
            handle->cancel("the client has gone and did not come back");
        }
    }
    const auto usable = [&config, wall](const KeyId& key) { return mayBeUsed(config, key, wall); };
    m_parked.sweep(usable);
    m_keptStates.sweep(usable);
    m_retries.sweep();
    m_turns.sweep();
}

Task<std::string> CallPipeline::run(Inquiry inquiry)
{
    const auto call = protocol::readClientCall(inquiry.message);
    if (!call) {
        co_return protocol::writeError(inquiry.message.id, call.error());
    }
    if (const auto sick = m_parts.log.refusal()) {
        m_parts.meter.countRefusal();
        co_return unrecorded(inquiry, *sick);
    }
    const InFlight counted(*this, inquiry.who.key->id, inquiry.handle);
    const CallId id(uuidV7(toMicros(m_parts.clock.wallNow()) / 1000));
    Route route = co_await m_router.resolve(inquiry, *call);
    if (counted.ofKey() > mostAtOnce(inquiry)) {
        route.decision = {};
        route.decision.reason = api::Reason::TooManyInFlight;
    }
    if (route.decision.verdict == policy::Verdict::Deny) {
        co_return co_await deny(inquiry, *call, route, id, nullptr);
    }
    if (inquiry.headers && route.entry != nullptr) {
        if (const auto wrong = protocol::checkParameterHeaders(
                route.entry->tool, call->arguments, *inquiry.headers)) {
            inquiry.handle->setAnswerStatus(400);
            co_return protocol::writeError(inquiry.message.id, *wrong);
        }
    }
    settleFeatures(inquiry, route);
    auto held = holdBudgets(m_parts.budgets, inquiry, *call, route);
    if (const auto* refusal = std::get_if<CallRefusal>(&held)) {
        co_return co_await deny(inquiry, *call, route, id, refusal);
    }
    auto round = openRound(inquiry, *call, route, co_await http::asio::this_coro::executor);
    if (!round) {
        co_return protocol::writeError(inquiry.message.id, round.error());
    }
    BudgetHold own = std::move(std::get<BudgetHold>(held));
    round->timeLimit = own.timeLimit();
    if (round->earlier) {
        m_parts.budgets.giveBack(std::exchange(own, {})); // what it gets was counted already
    }
    co_return co_await execute(inquiry, *call, route, id, std::move(*round), std::move(own));
}

Task<std::string> CallPipeline::deny(const Inquiry& inquiry,
                                     const protocol::ClientCall& call,
                                     Route route,
                                     const CallId& id,
                                     const CallRefusal* refusal)
{
    if (refusal != nullptr) {
        route.decision = {};
        route.decision.reason = refusal->reason;
        route.decision.rule = refusal->rule;
    }
    m_parts.meter.countRefusal();
    audit::CallDenied record;
    record.call = id;
    record.caller = inquiry.caller;
    record.parent = inquiry.parent;
    record.server = route.server;
    record.method = route.recordedMethod();
    record.task = route.task;
    record.tool = route.recordedName();
    record.arguments =
        contentOf(inquiry.document,
                  call.arguments,
                  contentMode(*inquiry.who.access, *inquiry.who.key, route.server, route.name));
    record.reason = route.decision.reason;
    record.rule = route.decision.rule;
    record.configRevision = inquiry.who.access->config->revision;
    const Result<audit::Receipt> receipt = co_await commit(m_parts.log, std::move(record));
    api::ActivityRow row = rowOf(inquiry, call, route, id);
    row.outcome = api::Outcome::Denied;
    announce(row, receipt);
    if (refusal != nullptr) {
        co_return refusal->answer;
    }
    if (route.decision.reason == api::Reason::TooManyInFlight) {
        co_return internalError(inquiry,
                                "Too many calls of this key are running; wait for one to end.");
    }
    if (route.decision.reason == api::Reason::ArgumentsNotAllowed) {
        co_return argumentsRefused(inquiry, route, call);
    }
    co_return unknownAnswer(inquiry, route, call);
}

Task<std::string> CallPipeline::execute(const Inquiry& inquiry,
                                        const protocol::ClientCall& call,
                                        const Route& route,
                                        const CallId& id,
                                        Round round,
                                        BudgetHold held)
{
    StageTimer intentTimer(m_parts.times.intent);
    audit::CallIntent begun = intentOf(inquiry, call, route, id, held);
    const Result<audit::Receipt> intent = co_await commit(m_parts.log, std::move(begun));
    intentTimer.stop();
    if (!intent) {
        m_parts.meter.countRefusal();
        m_parts.budgets.giveBack(std::move(held));
        co_return unrecorded(inquiry, intent.error());
    }
    m_parts.meter.countCall(inquiry.who.key->id);
    api::ActivityRow row = rowOf(inquiry, call, route, id);
    announce(row, intent);
    const std::int64_t askedMicros = steadyMicros();
    StageTimer upstreamTimer(m_parts.times.upstream);
    Ending ending = co_await end(inquiry, call, route, id, std::move(round));
    upstreamTimer.stop();

    StageTimer encodeTimer(m_parts.times.encode);
    Conclusion& ended = ending.conclusion;
    audit::CallOutcome record = outcomeRecord(inquiry, row, ended, ending.reply, askedMicros);
    record.intent = intent->n;
    settleBudgets(m_parts.budgets, inquiry, route, std::move(held), ended, record);
    complete(row, record);
    encodeTimer.stop();
    ++m_parts.times.calls;

    StageTimer outcomeTimer(m_parts.times.outcome);
    const Result<audit::Receipt> outcome = co_await commit(m_parts.log, std::move(record));
    outcomeTimer.stop();
    announce(row, outcome);
    if (!outcome) {
        co_return withheld(inquiry, outcome.error());
    }
    if (ending.retry) {
        ending.retry->end(ended); // the same request may have come twice
    }
    if (ended.takesReceipt) {
        putReceipt(ended.answer, m_parts.log.origin(), *outcome);
    }
    co_return std::move(ended.answer);
}

Task<CallPipeline::Ending> CallPipeline::end(const Inquiry& inquiry,
                                             const protocol::ClientCall& call,
                                             const Route& route,
                                             const CallId& id,
                                             Round round)
{
    if (round.earlier) {
        co_return co_await repeat(inquiry, std::move(round.earlier));
    }
    std::shared_ptr<Retry> retry = round.retry;
    Turn turn = co_await ask(inquiry, call, route, std::move(round));
    Conclusion conclusion = concludeTurn(inquiry, call, route, id, turn);
    co_return Ending{std::move(conclusion), std::move(turn.reply), std::move(retry)};
}

Conclusion CallPipeline::concludeTurn(const Inquiry& inquiry,
                                      const protocol::ClientCall& call,
                                      const Route& route,
                                      const CallId& id,
                                      const Turn& turn)
{
    if (turn.asks) {
        return askBack(inquiry, call, route, turn);
    }
    if (inquiry.client.features.tasks && isTask(turn.reply)) {
        return handOver(inquiry, route, id, *turn.reply);
    }
    const bool comesBack = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless;
    if (comesBack && needsInput(turn.reply, route.kind)) {
        return passOn(inquiry, call, route, *turn.reply);
    }
    Conclusion ended = conclude(inquiry, route, turn.reply, turn.note);
    ended.error = ended.error.empty() ? turn.flag : ended.error;
    return ended;
}

void CallPipeline::announce(const api::ActivityRow& row, const Result<audit::Receipt>& receipt)
{
    if (m_parts.events.watched()) {
        api::CallChanged changed{row};
        changed.row.n = receipt ? receipt->n : -1;
        m_parts.events.emit(std::move(changed));
    }
}

// Right before it is appended: what is held is recorded from here on.
audit::CallIntent CallPipeline::intentOf(const Inquiry& inquiry,
                                         const protocol::ClientCall& call,
                                         const Route& route,
                                         const CallId& id,
                                         const BudgetHold& held) const
{
    audit::CallIntent record;
    record.call = id;
    record.caller = inquiry.caller;
    record.parent = inquiry.parent;
    record.server = route.server;
    record.method = route.recordedMethod();
    record.task = route.task;
    record.tool = route.recordedName();
    if (route.entry != nullptr) {
        record.definitionHash = route.entry->hash;
        record.readOnly = route.entry->tool.readOnlyHint;
        record.destructive = route.entry->tool.destructiveHint;
    }
    describeServer(record, *inquiry.who.access);
    const upstream::Server* running = m_parts.servers.find(route.server);
    if (running != nullptr && running->hello()) {
        record.serverVersion = running->hello()->server.version;
        record.serverRevision = protocol::revisionName(running->hello()->revision);
    }
    record.arguments =
        contentOf(inquiry.document,
                  call.arguments,
                  contentMode(*inquiry.who.access, *inquiry.who.key, route.server, route.name));
    record.rule = route.decision.rule;
    record.budget = m_parts.budgets.recordOf(held);
    record.configRevision = inquiry.who.access->config->revision;
    return record;
}

api::ActivityRow CallPipeline::rowOf(const Inquiry& inquiry,
                                     const protocol::ClientCall& call,
                                     const Route& route,
                                     const CallId& id) const
{
    api::ActivityRow row;
    row.time = m_parts.clock.wallNow();
    row.call = id;
    row.key = inquiry.who.key->id;
    row.caseId = inquiry.who.key->caseId;
    row.client = clientOf(inquiry.caller);
    row.server = route.server;
    row.tool = route.recordedName();
    row.reason = route.decision.reason;
    row.argumentBytes = static_cast<std::int64_t>(call.arguments.raw().size());
    return row;
}

} // namespace portcullis::engine
