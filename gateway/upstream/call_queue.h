#pragma once

#include "gateway/upstream/fair_line.h"
#include "gateway/upstream/rpc_connection.h"
#include "gateway/upstream/server.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

namespace portcullis::upstream {

class CallQueue;

// One call, from its beginning until its answer has been fetched. Owner: the caller, and the queue
// while it waits or runs. Thread: gateway.
class Call final : public PendingCall, public std::enable_shared_from_this<Call>
{
public:
    Call(asio::io_context& io,
         std::weak_ptr<CallQueue> queue,
         CallRequest request,
         CallEvents events);

    Task<Result<CallReply>> wait() override;
    void cancel(std::string_view reason) override;

private:
    friend class CallQueue;

    using TimePoint = std::chrono::steady_clock::time_point;

    void finish(Result<CallReply> result);
    // What the server says while it runs, as long as anybody waits.
    [[nodiscard]] CallEvents relay();

    std::weak_ptr<CallQueue> m_queue;
    CallRequest m_request;
    CallEvents m_events;
    std::string m_client;                        // whose it is, also when nobody waits
    std::shared_ptr<RpcConnection> m_connection; // while it runs
    std::int64_t m_id = 0;
    bool m_retried = false;
    bool m_relisted = false; // the tools, for this call
    bool m_asTask = false;   // the server was asked for a task, in the session era
    TimePoint m_begun;
    TimePoint m_sent;
    std::optional<asio::steady_timer> m_patience; // while it waits for its turn
    http::Promise<Result<CallReply>> m_done;
};

// The calls of one server: which run, which wait, which are refused (E-62, E-63). Those that wait
// for a free place take turns by their keys, each within its share of the places there are.
// Owner: ServerCore. Thread: gateway. Failure: each call ends with exactly one result.
class CallQueue : public std::enable_shared_from_this<CallQueue>
{
public:
    // A connection that is no good any more.
    struct Trouble
    {
        const RpcConnection* connection = nullptr;
        Failure failure;
        bool eraInDoubt = false;
    };

    struct Parts
    {
        asio::io_context& io;
        std::uint32_t maxInFlight = 32;
        std::chrono::milliseconds startWait{30'000};
        std::string server; // its name in messages
        std::function<const protocol::Tool*(const std::string&)> findTool;
        // Does the server take calls of this tool as tasks only (session era)?
        std::function<bool(const std::string&)> needsTask;
        // Called from inside any call of this class; calls that can be repeated wait in the queue.
        std::function<void(const Trouble&)> trouble;
        // The server wants other header fields (C-39): list its tools, then repeat().
        std::function<void(std::shared_ptr<Call>)> headersRefused;
    };

    explicit CallQueue(Parts parts);

    [[nodiscard]] std::shared_ptr<PendingCall> add(CallRequest request, CallEvents events);
    // Sends it however full the queue is, at once or when there is a connection. For what is short
    // and must not be lost; nobody hears of the answer.
    void tell(CallRequest request);

    // Calls wait for a connection.
    void hold();
    // Calls run on this connection.
    void open(std::shared_ptr<RpcConnection> connection);
    // Calls fail with this error, also those that wait.
    void refuse(const Error& error);
    void repeat(std::shared_ptr<Call> call);

    // Not 0 while anything runs or a task is followed, here or by its client.
    [[nodiscard]] std::uint32_t inFlight() const { return std::max(m_running, tasks()); }

    // Keeps the server in use, as long as the result lives, for a task of which nothing runs or
    // waits here between two questions about it.
    [[nodiscard]] std::shared_ptr<void> holdForTask() const { return m_taskMark; }

    // A task that was made at this incarnation is given up, and may run on for a while.
    void abandonTask(const std::string& incarnation, const std::string& id);

    // Since when no call has run or waited; nothing while one does.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> idleSince() const;

private:
    friend class Call;

    using Holding = std::monostate;
    using Running = std::shared_ptr<RpcConnection>;
    using Line = FairLine<std::shared_ptr<Call>>;

    void enqueue(const std::shared_ptr<Call>& call);
    void enqueueFirst(std::shared_ptr<Call> call);
    void limitWaiting(const std::shared_ptr<Call>& call);
    void pump();
    void dispatch(const std::shared_ptr<Call>& call);
    [[nodiscard]] bool callsForTask(const CallRequest& wanted, protocol::Era era) const;
    [[nodiscard]] RpcRequest makeRequest(const Call& call, const RpcConnection& connection) const;
    void answered(const std::shared_ptr<Call>& call, RpcOutcome outcome);
    void failed(const std::shared_ptr<Call>& call, const Failure& failure, bool eraInDoubt = false);
    void released();
    [[nodiscard]] bool repeatAfterError(const std::shared_ptr<Call>& call,
                                        const protocol::RpcError& error);
    [[nodiscard]] static bool mayGoTo(const Call& call, const RpcConnection& connection);
    [[nodiscard]] Error taskIsLost() const;
    [[nodiscard]] Result<CallReply> makeReply(const Call& call, const RpcReply& reply) const;
    // What the answer tells of a task. Errors: whose it is cannot be told.
    [[nodiscard]] Result<> noteTask(const Call& call, const RpcReply& reply) const;
    [[nodiscard]] Result<> noteState(const Call& call, const RpcReply& reply) const;
    void giveUpWaiting(const std::shared_ptr<Call>& call);
    void cancel(const std::shared_ptr<Call>& call, std::string_view reason);
    [[nodiscard]] Line::Bounds places() const;

    [[nodiscard]] std::uint32_t tasks() const;

    Parts m_parts;
    std::variant<Holding, Running, Error> m_mode;
    Line m_waiting;
    std::uint32_t m_running = 0;
    std::shared_ptr<void> m_taskMark = std::make_shared<char>(); // held once for each task
    std::chrono::steady_clock::time_point m_lastEnd;             // of a call
};

} // namespace portcullis::upstream
