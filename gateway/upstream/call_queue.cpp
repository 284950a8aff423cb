#include "gateway/upstream/call_queue.h"

#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/tasks.h"

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::size_t kMostIgnored = 100;     // cancelled requests without an answer
constexpr std::size_t kShares = 8;            // of keys that the places for waiting calls hold
constexpr std::chrono::minutes kTaskGrace{1}; // that a task is kept beyond the call's deadline

std::int64_t microsBetween(std::chrono::steady_clock::time_point from,
                           std::chrono::steady_clock::time_point to)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(to - from).count();
}

} // namespace

CallQueue::CallQueue(Parts parts)
    : m_parts(std::move(parts))
{}

CallQueue::Line::Bounds CallQueue::places() const
{
    const std::size_t running = m_parts.maxInFlight;
    const std::size_t share = std::holds_alternative<Running>(m_mode) ? 2 * running : 3 * running;
    return {share, kShares * share};
}

std::shared_ptr<PendingCall> CallQueue::add(CallRequest request, CallEvents events)
{
    auto call =
        std::make_shared<Call>(m_parts.io, weak_from_this(), std::move(request), std::move(events));
    if (const auto* error = std::get_if<Error>(&m_mode)) {
        call->finish(fail(*error));
    } else if (std::holds_alternative<Running>(m_mode) && m_running < m_parts.maxInFlight) {
        dispatch(call);
    } else {
        enqueue(call);
    }
    // Whoever drops the call without waiting hears nothing of it any more.
    const auto drop = [call](PendingCall*) { call->m_events = {}; };
    return {call.get(), drop};
}

void CallQueue::tell(CallRequest request)
{
    const auto call =
        std::make_shared<Call>(m_parts.io, weak_from_this(), std::move(request), CallEvents());
    if (std::holds_alternative<Running>(m_mode)) {
        dispatch(call);
    } else if (std::holds_alternative<Holding>(m_mode)) {
        enqueueFirst(call);
    }
}

void CallQueue::enqueue(const std::shared_ptr<Call>& call)
{
    const auto left = m_waiting.add(call->m_request.key, call, places());
    if (left != call) {
        limitWaiting(call);
    }
    if (left) {
        const std::shared_ptr<Call>& refused = *left;
        refused->finish(
            fail(ErrorCode::Busy,
                 "Server '" + m_parts.server + "' is busy: " + std::to_string(m_running) +
                     " calls are running and " + std::to_string(m_waiting.size()) +
                     " are waiting, " + std::to_string(m_waiting.waiting(refused->m_request.key)) +
                     " of them of this key. Try again later."));
    }
}

void CallQueue::enqueueFirst(std::shared_ptr<Call> call)
{
    limitWaiting(call);
    m_waiting.addUrgent(std::move(call));
}

void CallQueue::limitWaiting(const std::shared_ptr<Call>& call)
{
    const bool starting = !std::holds_alternative<Running>(m_mode);
    const auto limit =
        starting ? std::min(m_parts.startWait, call->m_request.timeout) : call->m_request.timeout;
    call->m_patience.emplace(m_parts.io, limit);
    auto givenUp = [weakQueue = weak_from_this(),
                    weakCall = std::weak_ptr(call)](const auto& error) {
        const auto queue = weakQueue.lock();
        const auto waiting = weakCall.lock();
        if (!error && queue != nullptr && waiting != nullptr) {
            queue->giveUpWaiting(waiting);
        }
    };
    call->m_patience->async_wait(std::move(givenUp));
}

void CallQueue::giveUpWaiting(const std::shared_ptr<Call>& call)
{
    if (!m_waiting.remove(call->m_request.key, call)) {
        return;
    }
    if (std::holds_alternative<Running>(m_mode)) {
        call->finish(
            fail(ErrorCode::DeadlineExceeded,
                 "Server '" + m_parts.server + "' had no free place for the call in time."));
    } else {
        call->finish(fail(ErrorCode::Unavailable,
                          "Server '" + m_parts.server + "' is unavailable: it is still starting."));
    }
}

std::optional<std::chrono::steady_clock::time_point> CallQueue::idleSince() const
{
    return inFlight() == 0 && m_waiting.empty() ? std::optional(m_lastEnd) : std::nullopt;
}

void CallQueue::hold()
{
    m_mode = Holding();
}

void CallQueue::open(std::shared_ptr<RpcConnection> connection)
{
    m_mode = std::move(connection);
    pump();
}

void CallQueue::refuse(const Error& error)
{
    m_mode = error;
    while (const auto call = m_waiting.take()) {
        (*call)->finish(fail(error));
    }
}

void CallQueue::repeat(std::shared_ptr<Call> call)
{
    if (call->m_done.isSet()) {
        return;
    }
    if (const auto* error = std::get_if<Error>(&m_mode)) {
        call->finish(fail(*error));
        return;
    }
    enqueueFirst(std::move(call));
    pump();
}

void CallQueue::pump()
{
    while (std::holds_alternative<Running>(m_mode) && m_running < m_parts.maxInFlight) {
        const auto next = m_waiting.take();
        if (!next) {
            return;
        }
        dispatch(*next);
    }
}

bool CallQueue::callsForTask(const CallRequest& wanted, protocol::Era era) const
{
    return era == protocol::Era::Session && wanted.method == "tools/call" &&
           wanted.tasks != TaskUse::Refused && m_parts.needsTask && m_parts.needsTask(wanted.name);
}

RpcRequest CallQueue::makeRequest(const Call& call, const RpcConnection& connection) const
{
    const CallRequest& wanted = call.m_request;
    RpcRequest request;
    request.id = call.m_id;
    request.method = wanted.method;
    request.name = wanted.name;
    request.timeout = wanted.timeout;
    request.longest = wanted.longest;
    const std::string token = wanted.wantsProgress ? std::to_string(call.m_id) : std::string();
    const std::string wish =
        call.m_asTask ? "," + protocol::writeTaskWish(wanted.timeout + kTaskGrace) : std::string();
    request.params =
        protocol::writeParams(wanted.members + wish,
                              {wanted.meta, token, wanted.capabilities, wanted.logLevel},
                              connection.revision());
    if (wanted.method == protocol::methodOf(protocol::TaskMethod::Result)) {
        request.task = wanted.name;
    }
    request.isCall = protocol::callKindOf(wanted.method).has_value() || !request.task.empty();
    if (wanted.method != "tools/call") {
        return request;
    }
    const protocol::Tool* tool = m_parts.findTool(wanted.name);
    if (tool != nullptr && !tool->headerParams.empty()) {
        if (const auto arguments = JsonDocument::parse(wanted.arguments)) {
            request.parameters = protocol::parameterHeaders(*tool, arguments->root());
        }
    }
    return request;
}

void CallQueue::dispatch(const std::shared_ptr<Call>& call)
{
    const CallRequest& wanted = call->m_request;
    if (wanted.stillAllowed && !wanted.stillAllowed(call->m_relisted)) {
        call->finish(fail(ErrorCode::NotFound,
                          "The tool '" + wanted.name + "' of server '" + m_parts.server +
                              "' changed or was withdrawn before the call was sent; list the "
                              "tools again."));
        return;
    }
    const auto connection = std::get<Running>(m_mode);
    if (!mayGoTo(*call, *connection)) {
        call->finish(fail(taskIsLost()));
        return;
    }
    call->m_patience.reset();
    call->m_connection = connection;
    call->m_id = connection->newId();
    call->m_asTask = callsForTask(wanted, protocol::eraOf(connection->revision()));
    RpcRequest request = makeRequest(*call, *connection);
    request.events = call->relay();
    ++m_running;
    call->m_sent = std::chrono::steady_clock::now();
    auto done = [weak = weak_from_this(), call](RpcOutcome outcome) {
        if (const auto queue = weak.lock()) {
            queue->answered(call, std::move(outcome));
        } else {
            call->finish(fail(ErrorCode::Unavailable, "The server has been removed."));
        }
    };
    if (const auto sent = call->m_events.sent) {
        sent();
    }
    connection->request(std::move(request), std::move(done));
}

void CallQueue::answered(const std::shared_ptr<Call>& call, RpcOutcome outcome)
{
    if (call->m_done.isSet()) {
        return; // cancelled after the outcome was sent on its way: its place has been given back
    }
    --m_running;
    if (!outcome) {
        failed(call, outcome.error());
    } else if (!outcome->error || !repeatAfterError(call, *outcome->error)) {
        call->finish(makeReply(*call, *outcome));
    }
    released();
}

// A place is free again.
void CallQueue::released()
{
    m_lastEnd = std::chrono::steady_clock::now();
    pump();
    const auto* connection = std::get_if<Running>(&m_mode);
    if (connection == nullptr || inFlight() > 0 || (*connection)->abandoned() <= kMostIgnored) {
        return;
    }
    // The server does not heed cancellations; begin anew while nothing runs (D-36).
    m_parts.trouble({connection->get(),
                     {.error = {ErrorCode::Unavailable, "The server ignores cancellations.", {}},
                      .sessionLost = true},
                     false});
}

void CallQueue::failed(const std::shared_ptr<Call>& call, const Failure& failure, bool eraInDoubt)
{
    if (failure.sessionLost) {
        m_parts.trouble({call->m_connection.get(), failure, eraInDoubt});
    }
    if (failure.sessionLost && failure.notExecuted && !call->m_retried) {
        call->m_retried = true;
        call->m_connection.reset();
        repeat(call);
        return;
    }
    Error error = failure.error;
    error.message = "Server '" + m_parts.server + "': " + error.message;
    call->finish(fail(std::move(error)));
}

bool CallQueue::repeatAfterError(const std::shared_ptr<Call>& call, const protocol::RpcError& error)
{
    const bool stateless =
        protocol::eraOf(call->m_connection->revision()) == protocol::Era::Stateless;
    if (!stateless || call->m_retried) {
        return false;
    }
    if (error.code == protocol::code::kHeaderMismatch) {
        call->m_retried = true;
        call->m_relisted = true;
        call->m_connection.reset();
        m_parts.headersRefused(call);
        return true;
    }
    if (error.code == protocol::code::kUnsupportedVersion) {
        failed(call,
               {.error = {ErrorCode::ProtocolError, "The server changed its protocol version.", {}},
                .notExecuted = true,
                .sessionLost = true},
               true);
        return true;
    }
    return false;
}

Result<CallReply> CallQueue::makeReply(const Call& call, const RpcReply& reply) const
{
    const protocol::Revision revision = call.m_connection->revision();
    const protocol::Era era = protocol::eraOf(revision);
    const auto kind = protocol::callKindOf(call.m_request.method);
    const auto means = !reply.error && kind ? protocol::classifyResult(*kind, reply.result, era)
                                            : protocol::ResultKind::Complete;
    const bool taskWanted =
        era == protocol::Era::Session ? call.m_asTask : call.m_request.tasks != TaskUse::Refused;
    if (means == protocol::ResultKind::Task && !taskWanted) {
        call.m_connection->ongoing()->abandonCall(
            call.m_id, call.m_client, std::chrono::steady_clock::now() + OngoingWork::kRunsOn);
    }
    if (means == protocol::ResultKind::Malformed ||
        (means == protocol::ResultKind::Task && !taskWanted)) {
        return fail(ErrorCode::ProtocolError,
                    "Server '" + m_parts.server + "' gave an answer that is no result of " +
                        call.m_request.method + ".");
    }
    if (auto noted = noteTask(call, reply); !noted) {
        return fail(std::move(noted.error()));
    }
    CallReply result;
    result.incarnation = call.m_connection->ongoing()->incarnation();
    result.document = reply.document;
    result.result = reply.result;
    result.error = reply.error;
    result.revision = revision;
    result.upstreamMicros = microsBetween(call.m_sent, std::chrono::steady_clock::now());
    result.waitedMicros = microsBetween(call.m_begun, call.m_sent);
    return result;
}

void CallQueue::cancel(const std::shared_ptr<Call>& call, std::string_view reason)
{
    if (call->m_connection == nullptr) {
        m_waiting.remove(call->m_request.key, call);
    } else {
        call->m_connection->cancel(call->m_id, reason);
        --m_running;
        released();
    }
}

} // namespace portcullis::upstream
