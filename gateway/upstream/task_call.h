#pragma once

#include "gateway/protocol/tasks.h"
#include "gateway/upstream/call_queue.h"
#include "gateway/upstream/server.h"
#include "gateway/upstream/task_questions.h"

#include <memory>
#include <optional>
#include <string>

namespace portcullis::upstream {

// A call of a tool that its server may turn into a task. To its owner it is one call as any other:
// it asks how the task stands in the rhythm that the server wishes, tells what it says and asks
// meanwhile, and brings the result (D.8 T1, T3, T4; D-70). Only the first request runs anything,
// and it is sent once.
//
// Owner: the caller. Thread: gateway. Errors: those of PendingCall::wait(); Unavailable when the
// server knows the task no more, or has cancelled it. A task that is given up is cancelled at its
// server (D-35).
class TaskCall final : public PendingCall, public std::enable_shared_from_this<TaskCall>
{
public:
    struct Parts
    {
        asio::io_context& io;
        std::weak_ptr<CallQueue> queue;
        std::string server; // its name in messages
        TaskPace pace;
    };

    // Sends the call.
    [[nodiscard]] static std::shared_ptr<TaskCall>
    begin(Parts parts, CallRequest request, CallEvents events);

    TaskCall(Parts parts, CallRequest request, CallEvents events);

    Task<Result<CallReply>> wait() override;
    void cancel(std::string_view reason) override;

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    void send(CallRequest request, CallEvents events);
    // Sends a request about the task, once there is room for it, and waits for the answer.
    Task<Result<CallReply>> ask(protocol::TaskMethod method, const std::string& answers);
    // A little; the calls of others have all places. Errors: the time is over.
    Task<Result<>> waitForPlace();
    // How the task stands: `state` is a view into the reply. A server's refusal is an error here.
    Task<Result<CallReply>> poll(std::optional<protocol::TaskState>& state);
    // Until the next poll; earlier when the client has answered. Errors: the call is over.
    Task<Result<>> pause(const protocol::TaskState& state);

    Task<Result<CallReply>> follow(CallReply created);
    Task<Result<CallReply>> followOfSession(CallReply created, protocol::TaskState state);
    Task<Result<CallReply>> followOfStateless(CallReply created, protocol::TaskState state);
    [[nodiscard]] Result<CallReply> finished(CallReply reply, const protocol::TaskState& state);
    [[nodiscard]] Error cancelledThere() const;
    [[nodiscard]] Error trouble(std::string what) const;

    Task<Result<>> bringAnswers();
    void tellStatus(const protocol::TaskState& state);
    // A request about the task, without its members.
    [[nodiscard]] CallRequest about(protocol::TaskMethod method) const;
    void tellCancelled();

    Parts m_parts;
    CallRequest m_request;
    CallEvents m_events;
    std::shared_ptr<PendingCall> m_pending; // the request that is on its way
    TimePoint m_begun;
    TimePoint m_deadline;
    std::int64_t m_waitedMicros = 0;
    std::string m_id;             // the server's, once there is a task
    std::string m_incarnation;    // of the server that knows the task by it
    std::shared_ptr<void> m_hold; // of its server
    bool m_alive = false;         // the task has not ended, as far as is known
    bool m_cancelled = false;
    std::string m_status; // the last status message that was told, as JSON
    double m_told = 0;    // how many were
    std::shared_ptr<TaskQuestions> m_questions;
    http::Signal m_changed;
};

} // namespace portcullis::upstream
