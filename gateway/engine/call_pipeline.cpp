#include "gateway/engine/call_pipeline.h"

#include "gateway/base/crypto.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/call_receipt.h"
#include "gateway/engine/call_records.h"
#include "gateway/engine/replay_buffer.h"
#include "gateway/protocol/text.h"

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kSettlePatience = std::chrono::seconds(5); // E-41
// A client may ask for any name; records keep a readable part of it.
constexpr std::size_t kMaxRecordedName = 256;

const protocol::RpcError kUnknownTool{protocol::code::kInvalidParams, {}, {}};

std::string unknownTool(const Inquiry& inquiry, const std::string& name)
{
    protocol::RpcError error = kUnknownTool;
    error.message = "Unknown tool: " + protocol::excerpt(name, kMaxRecordedName);
    return protocol::writeError(inquiry.message.id, error);
}

std::string internalError(const Inquiry& inquiry, std::string message)
{
    return protocol::writeError(inquiry.message.id,
                                {protocol::code::kInternalError, std::move(message), {}});
}

std::string withheld(const Inquiry& inquiry, const Error& error)
{
    return internalError(
        inquiry,
        "The tool was executed, but its result could not be recorded and is withheld: " +
            error.message);
}

} // namespace

// Where a call goes and whether it may.
struct CallPipeline::Route
{
    ServerId server; // empty when the name is nobody's
    std::string tool;
    CatalogPtr catalog; // keeps `entry` alive
    const CatalogTool* entry = nullptr;
    policy::Decision decision;
};

// Counts a call as long as it lives.
class CallPipeline::InFlight
{
public:
    InFlight(CallPipeline& pipeline, KeyId key, std::shared_ptr<CallHandle> handle)
        : m_pipeline(pipeline)
        , m_key(std::move(key))
        , m_handle(std::move(handle))
    {
        m_pipeline.m_running.emplace(m_handle, m_key);
        ++m_pipeline.m_inFlight;
        ++m_pipeline.m_inFlightOfKey[m_key];
    }

    ~InFlight()
    {
        m_pipeline.m_running.erase(m_handle);
        --m_pipeline.m_inFlight;
        const auto count = m_pipeline.m_inFlightOfKey.find(m_key);
        if (--count->second == 0) {
            m_pipeline.m_inFlightOfKey.erase(count);
        }
    }

    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;
    InFlight(InFlight&&) = delete;
    InFlight& operator=(InFlight&&) = delete;

    [[nodiscard]] std::uint32_t ofKey() const { return m_pipeline.m_inFlightOfKey[m_key]; }

private:
    CallPipeline& m_pipeline;
    KeyId m_key;
    std::shared_ptr<CallHandle> m_handle;
};

CallPipeline::CallPipeline(Parts parts)
    : m_parts(std::move(parts))
{}

void CallPipeline::cancelAll(const std::string& reason)
{
    const auto running = m_running;
    for (const auto& [handle, key] : running) {
        handle->cancel(reason);
    }
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
}

Task<std::string> CallPipeline::run(Inquiry inquiry)
{
    const auto call = protocol::readToolCall(inquiry.message);
    if (!call) {
        co_return protocol::writeError(inquiry.message.id, call.error());
    }
    if (const auto sick = m_parts.log.refusal()) {
        m_parts.meter.countRefusal();
        co_return internalError(
            inquiry, "The call was refused because it cannot be recorded: " + sick->message);
    }
    const InFlight counted(*this, inquiry.who.key->id, inquiry.handle);
    const CallId id(uuidV7(toMicros(m_parts.clock.wallNow()) / 1000));
    Route route = co_await resolve(inquiry, *call);
    if (counted.ofKey() > inquiry.who.access->config->settings.limits.inFlightPerKey) {
        route.decision = {policy::Verdict::Deny, api::Reason::TooManyInFlight, {}};
    }
    if (route.decision.verdict == policy::Verdict::Deny) {
        co_return co_await deny(inquiry, *call, route, id);
    }
    if (inquiry.headers) {
        if (const auto wrong = protocol::checkParameterHeaders(
                route.entry->tool, call->arguments, *inquiry.headers)) {
            inquiry.handle->setAnswerStatus(400);
            co_return protocol::writeError(inquiry.message.id, *wrong);
        }
    }
    co_return co_await execute(inquiry, *call, route, id);
}

Task<CallPipeline::Route> CallPipeline::resolve(const Inquiry& inquiry,
                                                const protocol::ToolCall& call)
{
    const Access& access = *inquiry.who.access;
    Route route;
    route.catalog = m_parts.catalog.current();
    route.entry = route.catalog->find(inquiry.profile, call.name);
    if (route.entry == nullptr) {
        std::vector<ServerId> wanted =
            reachableServers(access, inquiry.who.key->id, inquiry.profile);
        co_await m_parts.servers.settle(std::move(wanted), kSettlePatience);
        route.catalog = m_parts.catalog.current();
        route.entry = route.catalog->find(inquiry.profile, call.name);
    }
    StageTimer timer(m_parts.times.decide);
    route.tool = protocol::excerpt(call.name, kMaxRecordedName);
    route.decision.reason = api::Reason::UnknownTool;
    if (route.entry != nullptr) {
        route.server = route.entry->server;
        route.tool = route.entry->tool.name;
        route.decision = access.rights.decide(inquiry.who.key->id, route.server, route.tool);
        if (route.decision.verdict == policy::Verdict::Allow && !route.entry->exposed()) {
            route.decision = {policy::Verdict::Deny, route.entry->exposure, {}};
        }
    } else if (const auto known = m_parts.catalog.disabledTool(inquiry.profile, call.name)) {
        route.server = known->server;
        route.tool = known->tool;
        route.decision.reason = api::Reason::ServerDisabled;
    }
    timer.stop();
    co_return route;
}

Task<std::string> CallPipeline::deny(const Inquiry& inquiry,
                                     const protocol::ToolCall& call,
                                     const Route& route,
                                     const CallId& id)
{
    m_parts.meter.countRefusal();
    audit::CallDenied record;
    record.call = id;
    record.caller = inquiry.caller;
    record.parent = inquiry.parent;
    record.server = route.server;
    record.tool = route.tool;
    record.arguments =
        contentOf(inquiry.document,
                  call.arguments,
                  contentMode(*inquiry.who.access, *inquiry.who.key, route.server, route.tool));
    record.reason = route.decision.reason;
    record.rule = route.decision.rule;
    record.configRevision = inquiry.who.access->config->revision;
    const Result<audit::Receipt> receipt = co_await commit(m_parts.log, std::move(record));
    api::ActivityRow row = rowOf(inquiry, route, id);
    row.outcome = api::Outcome::Denied;
    row.argumentBytes = static_cast<std::int64_t>(call.arguments.raw().size());
    announce(row, receipt);
    if (route.decision.reason == api::Reason::TooManyInFlight) {
        co_return internalError(inquiry,
                                "Too many calls of this key are running; wait for one to end.");
    }
    co_return unknownTool(inquiry, call.name);
}

Task<std::string> CallPipeline::execute(const Inquiry& inquiry,
                                        const protocol::ToolCall& call,
                                        const Route& route,
                                        const CallId& id)
{
    StageTimer intentTimer(m_parts.times.intent);
    const Result<audit::Receipt> intent =
        co_await commit(m_parts.log, intentOf(inquiry, call, route, id));
    intentTimer.stop();
    if (!intent) {
        m_parts.meter.countRefusal();
        co_return internalError(inquiry,
                                "The call was refused because it cannot be recorded: " +
                                    intent.error().message);
    }
    m_parts.meter.countCall(inquiry.who.key->id);
    api::ActivityRow row = rowOf(inquiry, route, id);
    row.argumentBytes = static_cast<std::int64_t>(call.arguments.raw().size());
    announce(row, intent);

    const std::int64_t askedMicros = steadyMicros();
    StageTimer upstreamTimer(m_parts.times.upstream);
    const Result<upstream::CallReply> reply = co_await ask(inquiry, call, route);
    upstreamTimer.stop();

    StageTimer encodeTimer(m_parts.times.encode);
    Conclusion ended = conclude(inquiry, route.server, reply);
    audit::CallOutcome record = outcomeRecord(inquiry, row, ended, reply, askedMicros);
    record.intent = intent->n;
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
    if (ended.takesReceipt) {
        putReceipt(ended.answer, m_parts.log.origin(), *outcome);
    }
    co_return std::move(ended.answer);
}

void CallPipeline::announce(const api::ActivityRow& row, const Result<audit::Receipt>& receipt)
{
    if (m_parts.events.watched()) {
        api::CallChanged changed{row};
        changed.row.n = receipt ? receipt->n : -1;
        m_parts.events.emit(std::move(changed));
    }
}

Task<Result<upstream::CallReply>>
CallPipeline::ask(const Inquiry& inquiry, const protocol::ToolCall& call, const Route& route)
{
    if (inquiry.handle->cancelled()) {
        co_return fail(ErrorCode::Cancelled,
                       "The client cancelled the call before it reached the server.");
    }
    // Looked up now: the configuration may have changed while the intent was committed.
    upstream::Server* running = m_parts.servers.find(route.server);
    if (running == nullptr) {
        co_return fail(ErrorCode::Unavailable,
                       "The server " + route.server.str() + " is not running.");
    }
    const api::ServerConfig* config = api::findServer(*inquiry.who.access->config, route.server);
    upstream::CallRequest request;
    request.tool = route.tool;
    request.arguments = call.arguments.exists() ? std::string(call.arguments.raw()) : "{}";
    request.meta = protocol::forwardedMeta(call.meta);
    request.wantsProgress = !call.progressToken.empty() && inquiry.notify != nullptr;
    if (config != nullptr) {
        request.timeout = config->callTimeout;
    }
    request.stillAllowed = stillAllowed(inquiry, route);
    ProgressRelay relay(std::string(call.progressToken), inquiry.notify, m_parts.clock);
    const auto pending = running->call(std::move(request), relay.callback());
    inquiry.handle->attach(pending);
    Result<upstream::CallReply> reply = co_await pending->wait();
    inquiry.handle->detach();
    co_return reply;
}

// A server may have been started for the call and have listed its tools anew. Then the call goes
// out only if the tool still is the recorded one and nobody withholds it (E-13).
std::function<bool(bool)> CallPipeline::stillAllowed(const Inquiry& inquiry,
                                                     const Route& route) const
{
    return [this,
            then = inquiry.who.access,
            key = inquiry.who.key->id,
            catalog = route.catalog,
            entry = route.entry](bool relisted) {
        const AccessPtr now = m_parts.access();
        const std::string& tool = entry->tool.name;
        if (now != then &&
            (!mayBeUsed(*now->config, key, m_parts.clock.wallNow()) ||
             now->rights.decide(key, entry->server, tool).verdict != policy::Verdict::Allow)) {
            return false;
        }
        const CatalogPtr current = m_parts.catalog.current();
        const auto* found = current->findOriginal(entry->server, tool);
        // Other header fields are another definition, which a server may ask for on the way.
        return found != nullptr && (*found)->exposed() &&
               (relisted || (*found)->hash == entry->hash);
    };
}

audit::CallIntent CallPipeline::intentOf(const Inquiry& inquiry,
                                         const protocol::ToolCall& call,
                                         const Route& route,
                                         const CallId& id) const
{
    audit::CallIntent record;
    record.call = id;
    record.caller = inquiry.caller;
    record.parent = inquiry.parent;
    record.server = route.server;
    record.tool = route.tool;
    record.definitionHash = route.entry->hash;
    record.readOnly = route.entry->tool.readOnlyHint;
    record.destructive = route.entry->tool.destructiveHint;
    describeServer(record, *inquiry.who.access);
    const upstream::Server* running = m_parts.servers.find(route.server);
    if (running != nullptr && running->hello()) {
        record.serverVersion = running->hello()->server.version;
        record.serverRevision = protocol::revisionName(running->hello()->revision);
    }
    record.arguments =
        contentOf(inquiry.document,
                  call.arguments,
                  contentMode(*inquiry.who.access, *inquiry.who.key, route.server, route.tool));
    record.rule = route.decision.rule;
    record.configRevision = inquiry.who.access->config->revision;
    return record;
}

api::ActivityRow
CallPipeline::rowOf(const Inquiry& inquiry, const Route& route, const CallId& id) const
{
    api::ActivityRow row;
    row.time = m_parts.clock.wallNow();
    row.call = id;
    row.key = inquiry.who.key->id;
    row.client = clientOf(inquiry.caller);
    row.server = route.server;
    row.tool = route.tool;
    row.reason = route.decision.reason;
    return row;
}

} // namespace portcullis::engine
