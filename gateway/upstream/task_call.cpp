#include "gateway/upstream/task_call.h"

#include "gateway/base/crypto.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::upstream {

using protocol::TaskMethod;
using protocol::TaskState;
using protocol::TaskStatus;

namespace {

constexpr std::chrono::milliseconds kUsualInterval{1000}; // where the server wishes none
constexpr std::chrono::milliseconds kAnswerTime{30'000};  // of one question about a task

// The time, or up to a fifth more, so that tasks that began together are not asked for together.
std::chrono::milliseconds jittered(std::chrono::milliseconds time)
{
    std::array<std::uint8_t, 1> random{};
    fillRandom(random);
    return time * (1000 + random[0] * 200 / 255) / 1000;
}

bool isTask(const Result<CallReply>& reply)
{
    return reply && !reply->error &&
           protocol::classifyResult(protocol::CallKind::Tool,
                                    reply->result,
                                    protocol::eraOf(reply->revision)) == protocol::ResultKind::Task;
}

} // namespace

std::shared_ptr<TaskCall> TaskCall::begin(Parts parts, CallRequest request, CallEvents events)
{
    auto call = std::make_shared<TaskCall>(std::move(parts), std::move(request), std::move(events));
    call->m_questions = std::make_shared<TaskQuestions>(call->m_events.asked,
                                                        [weak = std::weak_ptr<TaskCall>(call)] {
                                                            if (const auto self = weak.lock()) {
                                                                self->m_changed.notify();
                                                            }
                                                        });
    call->send(call->m_request, call->m_events);
    return call;
}

TaskCall::TaskCall(Parts parts, CallRequest request, CallEvents events)
    : m_parts(std::move(parts))
    , m_request(std::move(request))
    , m_events(std::move(events))
    , m_begun(std::chrono::steady_clock::now())
    , m_deadline(m_begun + m_request.timeout)
    , m_changed(m_parts.io.get_executor())
{}

void TaskCall::send(CallRequest request, CallEvents events)
{
    if (const auto queue = m_parts.queue.lock()) {
        m_pending = queue->add(std::move(request), std::move(events));
    }
}

Task<Result<CallReply>> TaskCall::wait()
{
    const auto self = shared_from_this();
    if (!self->m_pending) {
        co_return fail(self->trouble("it has been removed."));
    }
    const auto first = self->m_pending;
    Result<CallReply> reply = co_await first->wait();
    self->m_pending.reset();
    const bool passes = reply && self->m_request.tasks == TaskUse::PassedOn &&
                        protocol::eraOf(reply->revision) == protocol::Era::Stateless;
    if (!isTask(reply) || passes) {
        co_return reply;
    }
    Result<CallReply> ended = co_await self->follow(std::move(*reply));
    if (!ended && self->m_alive) {
        self->tellCancelled();
    }
    self->m_events = {};
    self->m_hold.reset();
    co_return ended;
}

void TaskCall::cancel(std::string_view reason)
{
    const auto self = shared_from_this();
    if (std::exchange(self->m_cancelled, true)) {
        return;
    }
    if (const auto pending = self->m_pending) {
        pending->cancel(reason);
    }
    if (self->m_alive) {
        self->tellCancelled();
    }
    self->m_changed.notify();
}

CallRequest TaskCall::about(TaskMethod method) const
{
    CallRequest request;
    request.method = protocol::methodOf(method);
    request.key = m_request.key;
    request.name = m_id;
    request.capabilities = m_request.capabilities;
    request.incarnation = m_incarnation;
    return request;
}

// Nobody waits for the answer.
void TaskCall::tellCancelled()
{
    m_alive = false;
    CallRequest request = about(TaskMethod::Cancel);
    request.members = protocol::writeTaskMembers(m_id);
    request.timeout = kAnswerTime;
    if (const auto queue = m_parts.queue.lock()) {
        queue->abandonTask(m_incarnation, m_id);
        queue->tell(std::move(request)); // a queue that is full is no reason for it to run on
    }
}

// Only what is asked in the answer to tasks/result is about the task.
Task<Result<CallReply>> TaskCall::ask(TaskMethod method, const std::string& answers)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        m_deadline - std::chrono::steady_clock::now());
    CallRequest request = about(method);
    const CallEvents events = method == TaskMethod::Result ? m_events : CallEvents();
    request.members = protocol::writeTaskMembers(m_id, answers);
    request.logLevel = m_request.logLevel;
    request.timeout = std::max(left, std::chrono::milliseconds(1));
    if (method != TaskMethod::Result) {
        request.timeout = std::min(request.timeout, kAnswerTime);
    }
    while (true) {
        if (m_cancelled) {
            co_return fail(ErrorCode::Cancelled, "The call was cancelled.");
        }
        send(request, events);
        if (!m_pending) {
            co_return fail(trouble("it has been removed."));
        }
        const auto pending = m_pending;
        Result<CallReply> reply = co_await pending->wait();
        m_pending.reset();
        if (m_cancelled) {
            co_return fail(ErrorCode::Cancelled, "The call was cancelled.");
        }
        if (!reply && reply.error().code == ErrorCode::NotFound) {
            m_alive = false;
            co_return fail(trouble("it has lost the task that it made of the call."));
        }
        if (reply || reply.error().code != ErrorCode::Busy) {
            co_return reply;
        }
        // The task goes on, however many calls wait before what is asked about it.
        if (auto over = co_await waitForPlace(); !over) {
            co_return fail(std::move(over.error()));
        }
    }
}

Task<Result<>> TaskCall::waitForPlace()
{
    const auto now = [] { return std::chrono::steady_clock::now(); };
    const TimePoint until = std::min(now() + jittered(m_parts.pace.shortest), m_deadline);
    while (!m_cancelled && now() < until) {
        co_await m_changed.wait(until);
    }
    if (now() >= m_deadline) {
        co_return fail(ErrorCode::DeadlineExceeded,
                       "Server '" + m_parts.server + "': The task did not end in time.");
    }
    co_return Result<>();
}

Task<Result<CallReply>> TaskCall::poll(std::optional<TaskState>& state)
{
    const std::string none;
    Result<CallReply> reply = co_await ask(TaskMethod::Get, none);
    if (!reply) {
        co_return reply;
    }
    if (reply->error) {
        m_alive = false; // it knows nothing of it, and would not know what to cancel
        co_return fail(
            trouble("it has lost the task that it made of the call: " + reply->error->message));
    }
    state = protocol::readTask(reply->result, protocol::eraOf(reply->revision));
    if (!state || state->id != m_id) {
        co_return fail(ErrorCode::ProtocolError,
                       "Server '" + m_parts.server + "' gave an answer that is no task.");
    }
    m_alive = protocol::isAlive(state->status);
    tellStatus(*state);
    co_return reply;
}

Task<Result<>> TaskCall::pause(const TaskState& state)
{
    const auto interval = std::clamp(
        state.pollInterval.value_or(kUsualInterval), m_parts.pace.shortest, m_parts.pace.longest);
    const auto now = [] { return std::chrono::steady_clock::now(); };
    const TimePoint until = std::min(now() + jittered(interval), m_deadline);
    while (!m_cancelled && !m_questions->failure() && !m_questions->hasAnswers() && now() < until) {
        co_await m_changed.wait(until);
    }
    if (m_cancelled) {
        co_return fail(ErrorCode::Cancelled, "The call was cancelled.");
    }
    if (m_questions->failure()) {
        co_return fail(*m_questions->failure());
    }
    if (now() >= m_deadline) {
        co_return fail(ErrorCode::DeadlineExceeded,
                       "Server '" + m_parts.server + "': The task did not end in time.");
    }
    co_return Result<>();
}

Task<Result<CallReply>> TaskCall::follow(CallReply created)
{
    const protocol::Era era = protocol::eraOf(created.revision);
    auto state = protocol::readCreatedTask(created.result, era);
    if (!state) {
        co_return fail(trouble("its answer is no task."));
    }
    m_id = state->id;
    if (const auto queue = m_parts.queue.lock()) {
        m_hold = queue->holdForTask();
    }
    m_incarnation = created.incarnation;
    m_waitedMicros = created.waitedMicros;
    m_alive = true;
    if (m_cancelled) {
        co_return fail(ErrorCode::Cancelled, "The call was cancelled.");
    }
    tellStatus(*state);
    if (era == protocol::Era::Session) {
        co_return co_await followOfSession(std::move(created), std::move(*state));
    }
    co_return co_await followOfStateless(std::move(created), std::move(*state));
}

// A server of the session era asks its client, and gives the result, in the answer to tasks/result.
Task<Result<CallReply>> TaskCall::followOfSession(CallReply created, TaskState state)
{
    Result<CallReply> latest = std::move(created); // keeps `state` alive
    while (state.status == TaskStatus::Working) {
        if (auto over = co_await pause(state); !over) {
            co_return fail(std::move(over.error()));
        }
        std::optional<TaskState> next;
        latest = co_await poll(next);
        if (!latest) {
            co_return latest;
        }
        state = std::move(*next);
    }
    if (state.status == TaskStatus::Cancelled) {
        co_return fail(cancelledThere());
    }
    const std::string none;
    Result<CallReply> result = co_await ask(TaskMethod::Result, none);
    if (!result) {
        co_return result;
    }
    m_alive = false;
    const bool good =
        result->error ||
        (!isTask(result) && protocol::classifyResult(
                                protocol::CallKind::Tool, result->result, protocol::Era::Session) !=
                                protocol::ResultKind::Malformed);
    if (!good) {
        co_return fail(ErrorCode::ProtocolError,
                       "Server '" + m_parts.server + "' gave an answer that is no result.");
    }
    result->waitedMicros = m_waitedMicros;
    co_return result;
}

// One of the stateless era tells it all in the answer to tasks/get.
Task<Result<CallReply>> TaskCall::followOfStateless(CallReply created, TaskState state)
{
    Result<CallReply> latest = std::move(created);    // keeps `state` alive
    bool known = state.status == TaskStatus::Working; // the rest is told by tasks/get alone
    while (true) {
        if (known) {
            if (auto over = co_await pause(state); !over) {
                co_return fail(std::move(over.error()));
            }
        }
        known = true;
        if (m_questions->hasAnswers()) {
            if (auto brought = co_await bringAnswers(); !brought) {
                co_return fail(std::move(brought.error()));
            }
            continue;
        }
        std::optional<TaskState> next;
        latest = co_await poll(next);
        if (!latest) {
            co_return latest;
        }
        state = std::move(*next);
        if (state.status == TaskStatus::Cancelled) {
            co_return fail(cancelledThere());
        }
        if (!m_alive) {
            co_return finished(std::move(*latest), state);
        }
        if (state.status == TaskStatus::InputRequired) {
            if (auto put = m_questions->put(state.object["inputRequests"]); !put) {
                co_return fail(std::move(put.error()));
            }
        }
    }
}

Result<CallReply> TaskCall::finished(CallReply reply, const TaskState& state)
{
    reply.waitedMicros = m_waitedMicros;
    reply.upstreamMicros = std::chrono::duration_cast<std::chrono::microseconds>(
                               std::chrono::steady_clock::now() - m_begun)
                               .count() -
                           m_waitedMicros;
    if (const JsonValue error = state.object["error"];
        state.status == TaskStatus::Failed && error.isObject()) {
        auto document = JsonDocument::parseShared(
            JsonWriter().beginObject().rawMember("error", error.raw()).endObject().take());
        if (!document) {
            return fail(std::move(document.error()));
        }
        reply.document = std::move(*document);
        reply.result = {};
        reply.error = protocol::readError(reply.document->root()["error"]);
        return reply;
    }
    reply.result = state.object["result"];
    using enum protocol::ResultKind;
    const auto kind = protocol::classifyResult(
        protocol::CallKind::Tool, reply.result, protocol::eraOf(reply.revision));
    if (state.status == TaskStatus::Completed && (kind == Complete || kind == ToolError)) {
        return reply;
    }
    return fail(ErrorCode::ProtocolError,
                "Server '" + m_parts.server + "' ended the task without a result of tools/call.");
}

Error TaskCall::cancelledThere() const
{
    return trouble("it has cancelled the task that it made of the call.");
}

Error TaskCall::trouble(std::string what) const
{
    return {ErrorCode::Unavailable, "Server '" + m_parts.server + "': " + std::move(what), {}};
}

Task<Result<>> TaskCall::bringAnswers()
{
    const std::string answers = m_questions->takeAnswers();
    const Result<CallReply> taken = co_await ask(TaskMethod::Update, answers);
    if (!taken) {
        co_return fail(taken.error());
    }
    if (taken->error) {
        co_return fail(trouble("it did not take the client's answer: " + taken->error->message));
    }
    co_return Result<>();
}

// Tasks have no progress of their own (B-80); what the server says of this one takes its place.
void TaskCall::tellStatus(const TaskState& state)
{
    const std::string_view text = state.statusMessage.raw();
    if (!m_request.wantsProgress || !m_events.progress || text.empty() || text == m_status) {
        return;
    }
    m_status = text;
    protocol::Progress progress;
    progress.value = ++m_told;
    progress.messageText = m_status;
    const auto tell = m_events.progress; // it may cancel the call
    tell(progress);
}

} // namespace portcullis::upstream
