#pragma once

#include "gateway/upstream/call_queue.h"
#include "gateway/upstream/connector.h"
#include "gateway/upstream/gate.h"
#include "gateway/upstream/list_refresher.h"
#include "gateway/upstream/log_level.h"
#include "gateway/upstream/resource_watch.h"
#include "gateway/upstream/server.h"
#include "gateway/upstream/tool_list.h"

#include <unordered_map>

namespace portcullis::upstream {

// The state machine behind Server: idle, starting, ready, backing off, failed.
// Owner: the Server; its coroutine keeps it alive until it has seen the end. After release()
// neither events nor credentials nor clock are touched any more. Thread: gateway.
class ServerCore : public std::enable_shared_from_this<ServerCore>
{
public:
    struct Parts
    {
        asio::io_context& io;
        ServerOptions options;
        CredentialSource& credentials;
        const Clock& clock;
        ServerEvents events;
    };

    explicit ServerCore(Parts parts);

    void start();
    void restart();
    Task<> stop();
    void release(); // stop() without waiting, for good

    [[nodiscard]] api::ServerStatus status() const;

    [[nodiscard]] const std::vector<protocol::Tool>& tools() const { return m_tools.tools; }

    [[nodiscard]] const std::vector<std::string>& notes() const { return m_tools.notes; }

    [[nodiscard]] std::optional<std::chrono::milliseconds> toolsLife() const
    {
        return m_tools.life;
    }

    [[nodiscard]] std::string diagnostics() const { return m_log->tail(); }

    [[nodiscard]] const std::optional<protocol::ServerHello>& hello() const { return m_hello; }

    [[nodiscard]] const OfferList& offers() const { return m_offers; }

    [[nodiscard]] bool asksWithoutAddress() const { return m_asksWithoutAddress; }

    [[nodiscard]] std::shared_ptr<PendingCall> call(CallRequest request, CallEvents events);
    Task<Result<>> firstAttempt();
    Task<std::set<std::string>> watchResources(std::set<std::string> uris);
    void wantLogLevel(std::optional<protocol::LogLevel> level);
    void tellRootsChanged();
    static Task<> logLevelTold(std::shared_ptr<ServerCore> self);

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    static Task<> run(std::shared_ptr<ServerCore> self);
    static Task<> repeatWithNewHeaders(std::shared_ptr<ServerCore> self,
                                       std::shared_ptr<Call> call);
    static Task<> keepVerdictFresh(std::shared_ptr<ServerCore> self);
    static Task<> watchIdleness(std::shared_ptr<ServerCore> self);
    Task<> attempt();
    Task<> pause();
    Task<> rest();

    void makeQueue();
    void adopt(Connected connected);
    void shareOngoing();
    void watch(RpcConnection& connection);
    void makeRefreshers();
    void makeWatch();
    void makeLogLevel(std::optional<protocol::LogLevel> told);
    static Task<> watchAgain(std::shared_ptr<ServerCore> self);
    void notified(const protocol::Message& message);
    static Task<> fetchAllOffers(std::shared_ptr<ServerCore> self);
    static Task<bool> fetchToolsAnew(std::weak_ptr<ServerCore> weak,
                                     std::shared_ptr<RpcConnection> connection);
    static Task<bool> fetchOffersAnew(std::weak_ptr<ServerCore> weak,
                                      std::shared_ptr<RpcConnection> connection,
                                      std::vector<protocol::OfferKind> kinds);
    void lose(const Failure& failure);
    void endConnection(const Error& reason);
    void flag(const Error& misbehaviour);
    void fallIdle();
    void wake();
    void takeTools(ToolList list);
    void setState(api::ServerState state);
    void halt();
    [[nodiscard]] bool isPermanent(const Failure& failure) const;
    [[nodiscard]] std::chrono::milliseconds backoff(const Failure& failure) const;
    [[nodiscard]] std::chrono::milliseconds stopLimit() const;
    [[nodiscard]] Error unavailable(const Error& reason) const;
    [[nodiscard]] const protocol::Tool* findTool(const std::string& name) const;
    [[nodiscard]] bool needsTask(const std::string& name) const;

    asio::io_context& m_io;
    const ServerOptions m_options;
    const Clock& m_clock;
    ServerEvents m_events;
    std::shared_ptr<ServerLog> m_log;
    Connector m_connector;
    std::shared_ptr<CallQueue> m_queue;

    api::ServerState m_state = api::ServerState::Idle;
    WallTime m_since{};
    std::optional<Error> m_lastError;
    std::uint32_t m_restarts = 0;
    std::uint32_t m_failures = 0; // in a row, without a healthy minute between
    bool m_connectedBefore = false;

    ToolList m_tools;
    OfferList m_offers;
    std::unordered_map<std::string, std::size_t> m_toolIndex;
    std::optional<protocol::ServerHello> m_hello;

    std::shared_ptr<RpcConnection> m_connection;
    std::shared_ptr<OngoingWork> m_ongoing; // at a server whose connections are no sessions

    // One for each list of the connection.
    struct Refreshers
    {
        std::shared_ptr<ListRefresher> tools;
        std::shared_ptr<ListRefresher> prompts;
        std::shared_ptr<ListRefresher> resources; // and their templates
    };

    Refreshers m_refreshers;
    std::shared_ptr<ResourceWatch> m_watch;
    std::set<std::string> m_watchedUris;        // that the gateway wants to hear of
    std::shared_ptr<LogLevelKeeper> m_logLevel; // where it sends messages of any level
    std::optional<protocol::LogLevel> m_wantedLevel;
    // Their session is over, but they may still bring the answers of calls that run on them.
    std::vector<std::weak_ptr<RpcConnection>> m_retired;
    TimePoint m_readySince;
    std::optional<TimePoint> m_lastSessionLoss;

    bool m_running = false; // the coroutine is
    bool m_stopping = false;
    bool m_stopped = false; // on purpose: calls do not start it again
    bool m_released = false;
    bool m_restartWanted = false;
    bool m_asksWithoutAddress = false;
    bool m_resting = false;  // until the next call
    bool m_fellIdle = false; // the coroutine has not seen it yet
    Failure m_loss;
    Gate m_lost;     // the connection of attempt() is gone
    Gate m_wake;     // out of pause()
    Gate m_first;    // the first attempt is over
    Gate m_finished; // the coroutine has ended
};

} // namespace portcullis::upstream
