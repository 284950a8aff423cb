#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/call.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"
#include "gateway/upstream/channel.h"
#include "gateway/upstream/ongoing_work.h"
#include "gateway/upstream/question.h"
#include "gateway/upstream/rpc_request.h"
#include "gateway/upstream/server_log.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace portcullis::upstream {

// Requests and answers over one channel: ids, which are integers and never used twice, deadlines,
// cancellation, progress, and what a server may ask of its own accord, all in the way of its era.
//
// Owner: the server's state machine, and every call that runs on it: a connection that has been
// replaced lives until its last call is done. Thread: gateway. Failure: every request gets exactly
// one outcome, unless it is cancelled.
class RpcConnection final : public ChannelSink, public std::enable_shared_from_this<RpcConnection>
{
public:
    using Done = std::function<void(RpcOutcome)>;

    struct Events
    {
        std::function<void()> toolsChanged;
        // Any other notification that is about no call.
        std::function<void(const protocol::Message&)> notified;
        std::function<void(const Failure&)> closed; // not after close()
        // It goes on as if nothing were; told once a connection (G-51, C-43).
        std::function<void(const Error&)> misbehaves;
        // The server asks its client something and does not say in which call.
        std::function<void()> asksWithoutAddress;
    };

    struct Parts
    {
        std::shared_ptr<Channel> channel;
        std::shared_ptr<ServerLog> log;
        JsonLimits limits;
    };

    [[nodiscard]] static std::shared_ptr<RpcConnection> create(asio::io_context& io, Parts parts);
    RpcConnection(asio::io_context& io, Parts parts);
    ~RpcConnection() override;
    RpcConnection(const RpcConnection&) = delete;
    RpcConnection& operator=(const RpcConnection&) = delete;

    void observe(Events events) { m_events = std::move(events); }

    [[nodiscard]] std::int64_t newId() { return m_nextId++; }

    // `done` is never called before this returns.
    void request(RpcRequest request, Done done);
    void notify(const std::string& method, const std::string& message);
    // Tells the server and forgets the request, whose `done` is not called any more. A late answer
    // is dropped (D-32).
    void cancel(std::int64_t id, std::string_view reason);

    // request() for internal use. The caller keeps the connection alive.
    Task<RpcOutcome> ask(RpcRequest request);

    // The handshake is done.
    void speak(protocol::Revision revision);

    [[nodiscard]] protocol::Revision revision() const { return m_revision; }

    // What goes on at its server; never null. By itself no other connection's.
    [[nodiscard]] const std::shared_ptr<OngoingWork>& ongoing() const { return m_ongoing; }

    void share(std::shared_ptr<OngoingWork> work) { m_ongoing = std::move(work); }

    void listen() { m_channel->listen(); }

    // Ends the channel; what waits fails with `reason`.
    void close(const Error& reason);
    Task<bool> gone(std::chrono::milliseconds limit);

    // Requests that were cancelled and never answered.
    [[nodiscard]] std::size_t abandoned() const { return m_abandoned.size(); }

    // Set once it is broken or closed.
    [[nodiscard]] const std::optional<Failure>& failure() const { return m_closed; }

    // Has the server said that its tools changed since the last time this was asked?
    [[nodiscard]] bool takeToolsChanged() { return std::exchange(m_toolsChanged, false); }

    bool received(std::string text, std::int64_t request) override;

    [[nodiscard]] bool awaits(std::int64_t request) const override
    {
        return m_waiting.contains(request);
    }

    void undelivered(std::int64_t request, Failure failure) override;
    void quiet() override;
    void closed(Failure failure) override;

private:
    using TimePoint = asio::steady_timer::time_point;

    struct Waiting
    {
        Done done;
        CallEvents events;
        bool isCall = false;
        std::string task;
        std::chrono::milliseconds timeout{};
        TimePoint deadline;
        TimePoint latest; // progress does not extend beyond
        bool cancellable = true;
    };

    struct OpenQuestion
    {
        std::weak_ptr<Question> question;
        std::int64_t call = 0;
    };

    bool handle(const std::shared_ptr<const JsonDocument>& document,
                JsonValue value,
                std::int64_t request);
    void handleAnswer(const std::shared_ptr<const JsonDocument>& document,
                      const protocol::Message& message,
                      std::int64_t request);
    void handleRequest(const std::shared_ptr<const JsonDocument>& document,
                       const protocol::Message& message,
                       std::int64_t request);
    void handleNotification(const protocol::Message& message, std::int64_t request);
    void handleWithdrawal(const protocol::Message& message);
    // The call that a message on this answer stream, or on none (0), is about; 0 when that cannot
    // be told (D-20).
    [[nodiscard]] std::int64_t callFor(std::int64_t request,
                                       const protocol::Message& message) const;
    [[nodiscard]] std::int64_t callOfTask(JsonValue id) const;
    [[nodiscard]] std::int64_t onlyCall() const;
    [[nodiscard]] std::optional<protocol::RpcError> refusalOf(const protocol::Message& message,
                                                              const Waiting* call) const;
    void handleProgress(const protocol::Message& message);
    bool handleBroken(std::string_view head,
                      std::string_view tail,
                      const Error& error,
                      std::int64_t request);
    [[nodiscard]] std::int64_t answeredId(const protocol::Message& message,
                                          std::int64_t request) const;

    void unasked(const std::string& note);
    void tellCancelled(std::int64_t id, const Waiting& waiting, std::string_view reason);
    void failAll(const Failure& failure);
    void armTimer(TimePoint deadline);
    void checkDeadlines();

    asio::io_context& m_io;
    std::shared_ptr<Channel> m_channel;
    std::shared_ptr<ServerLog> m_log;
    JsonLimits m_limits;
    Events m_events;
    protocol::Revision m_revision = protocol::kNewestSession;
    std::unordered_map<std::int64_t, Waiting> m_waiting;
    std::map<std::string, OpenQuestion, std::less<>> m_questions; // unanswered, by the id's lexeme
    std::unordered_set<std::int64_t> m_abandoned;                 // answer still possible (D-36)
    std::shared_ptr<OngoingWork> m_ongoing = std::make_shared<OngoingWork>();
    std::int64_t m_nextId = 1;
    std::optional<Failure> m_closed;
    bool m_toolsChanged = false;
    std::uint32_t m_unasked = 0; // messages nobody asked for, in the minute that began then
    TimePoint m_unaskedSince;
    bool m_flagged = false;
    asio::steady_timer m_timer; // armed at or before the earliest deadline
    TimePoint m_timerAt = TimePoint::max();
};

} // namespace portcullis::upstream
