#pragma once

#include "gateway/engine/config_history.h"
#include "gateway/engine/config_store.h"
#include "gateway/engine/control_server.h"
#include "gateway/engine/event_hub.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/gateway_callers.h"
#include "gateway/engine/pending_change.h"
#include "gateway/engine/removal_turn.h"
#include "gateway/engine/runtime.h"
#include "gateway/http/peer_process.h"
#include "gateway/http/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace portcullis::engine {

namespace asio = boost::asio;

// The parts of a gateway and the threads they live on. Everything below the line "gateway thread"
// is touched there alone.
class Gateway::Impl
{
public:
    class PolicyGate;
    Impl(GatewayOptions options, const Clock& clock, api::GatewayConfig stored);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // The commands as the program that owns this gateway gives them.
    [[nodiscard]] api::GatewayClient& face() { return m_callers.own(); }

    // Listens and starts the thread. Errors: those of the sockets.
    [[nodiscard]] Result<> start();
    void stop(std::chrono::milliseconds deadline);

    // Runs a job on the gateway thread; false when that has ended.
    [[nodiscard]] bool post(std::function<void()> job);
    // Runs a job where blocking does no harm, then `after` on the gateway thread.
    void work(std::function<void()> job, std::function<void()> after = {});
    // The same for what only reads and may take long: nothing that changes waits for it.
    void look(std::function<void()> job, std::function<void()> after);
    // Finds out which process has connected.
    [[nodiscard]] http::Task<http::Peer> identify(http::Peer peer);

    // --- gateway thread
    void open(SecretBytes master, Unlocking how, api::Completion<> done);
    void unlock(SecretBytes passphrase, const std::string& by, api::Completion<> done);
    void apply(api::ConfigChange change, std::string by, api::Completion<api::ConfigPtr> done);
    void createKey(api::NewKey key, std::string by, api::Completion<api::CreatedKey> done);
    void rotateKey(const api::KeyRotation&, std::string by, api::Completion<api::CreatedKey> done);
    void putSecret(std::string name, SecretBytes secret, std::string by, api::Completion<> done);
    void testServer(api::ServerConfig server, api::Completion<api::ServerReport> done);
    void restartServer(const ServerId& server, const api::Completion<>& done);
    void serverTools(const ServerId& server,
                     const api::Completion<std::vector<api::ToolInfo>>& done) const;
    void approveTools(ServerId server,
                      std::vector<api::ToolApproval> tools,
                      std::string by,
                      api::Completion<> done);
    [[nodiscard]] std::vector<api::BudgetState> budgets(const api::BudgetQuery& query) const;
    void acceptLog(std::string by, api::Completion<> done);
    void activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done);
    void callDetails(std::int64_t n, api::Completion<api::CallDetails> done);
    void openLog(api::Completion<api::LogConnection> done);
    void signOff(api::SignOff review, std::string by, api::Completion<std::int64_t> done);
    // Asks the log something long, where nothing else waits for it.
    template <typename T, typename Ask>
    void askLog(api::JobWatch watch, const api::Completion<T>& done, Ask ask);
    // The same for what must not wait behind such questions: a hold stops the removal that runs.
    template <typename T, typename Ask>
    void askLogAtOnce(const api::Completion<T>& done, Ask ask);
    void keepRetention(); // has removed what is too old by now, unless that is under way
    void trustClock();    // a person goes by it
    [[nodiscard]] std::string logWarning() const;
    void observe(api::EventSink sink);
    void denied(const Account& account, api::Operation operation);
    [[nodiscard]] api::GatewayStatus status() const;
    [[nodiscard]] const ConfigHistory& history() const; // on any thread that may block
    [[nodiscard]] std::string listenAddress() const;    // with the port
    [[nodiscard]] PolicyGate& policyGate();
    [[nodiscard]] std::string listenHost() const; // an address, where the setting may be a name

    [[nodiscard]] api::ConfigPtr config() const { return m_config; }

    // Any thread.
    [[nodiscard]] const GatewayOptions& options() const { return m_options; }

private:
    using Strand = asio::strand<asio::thread_pool::executor_type>;

    [[nodiscard]] static std::unexpected<Error> locked(); // the answer without a runtime
    template <typename T, typename Ask>
    void
    askLogOn(const Strand& strand, api::JobWatch watch, const api::Completion<T>& done, Ask ask);
    [[nodiscard]] Result<> listen();
    void run(const Strand& strand, std::function<void()> job, std::function<void()> after);
    void run();
    void failed(std::string_view what);
    void failClosed();
    [[nodiscard]] http::Task<> closeLog(std::string reason);
    [[nodiscard]] std::optional<std::string> closedReason() const;
    void opened(OpenStores stores, const SecretBytes& master, api::Completion<> done);
    [[nodiscard]] http::Task<> recordOpening(api::Completion<> done);
    [[nodiscard]] http::Task<Result<>> recordRun();
    void setStateAfter(const Result<>& recorded);
    [[nodiscard]] http::Task<> applyChanges();
    void followConfig(const api::GatewayConfig& before);
    void enqueue(PendingChange pending);
    [[nodiscard]] http::Task<Result<api::ConfigPtr>> applyOne(PendingChange& pending);
    [[nodiscard]] http::Task<Result<api::ConfigPtr>> applySecret(PendingChange& pending);
    [[nodiscard]] http::Task<Result<api::ConfigPtr>> applyApproval(PendingChange& pending);
    [[nodiscard]] http::Task<Result<api::GatewayConfig>>
    nextConfig(const api::ConfigChange& change);
    void takeIntoForce(api::GatewayConfig next);
    [[nodiscard]] http::Task<Result<>> takeFoundAndAmended();
    [[nodiscard]] http::Task<> aside(std::function<void()> job);
    [[nodiscard]] http::Task<Result<>> saveAndRecord(const api::GatewayConfig& next,
                                                     audit::ConfigurationChanged record,
                                                     std::optional<std::uint64_t> previous = {});
    [[nodiscard]] http::Task<> shutDown(std::chrono::milliseconds deadline);
    [[nodiscard]] http::Task<> waitIdle(std::chrono::steady_clock::time_point until);
    [[nodiscard]] http::Task<> handleHttp(http::Exchange& exchange);
    [[nodiscard]] http::Task<> handleBridge(std::shared_ptr<http::LineConnection> connection);
    [[nodiscard]] http::Task<> handleControl(std::shared_ptr<http::LineConnection> connection);
    [[nodiscard]] std::function<void()> watch(api::EventSink sink);
    [[nodiscard]] nlohmann::json measure() const;
    void setState(api::GatewayState state, std::string reason = {});
    void statusChanged();
    void housekeeping();
    void armListAnnouncement();

    GatewayOptions m_options;
    Callers m_callers;
    const Clock& m_clock;
    ConfigStore m_store;
    ConfigHistory m_history;
    asio::io_context m_io;
    asio::executor_work_guard<asio::io_context::executor_type> m_guard;
    asio::thread_pool m_workers;
    Strand m_writer; // jobs that must keep their order
    Strand m_reader; // one long query at a time
    Strand m_jobs;   // one at a time of what takes minutes
    Strand m_holds;  // what must not wait for those
    std::stop_source m_stopJobs;
    Strand m_lookup; // protects m_peers
    http::PeerFinder m_peers;
    std::jthread m_thread;

    std::mutex m_gate; // protects m_accepting, and that nothing is posted after the last turn
    bool m_accepting = false;

    // --- gateway thread
    std::string m_boundHost; // as configured when listening began, without what options override
    std::uint16_t m_boundPort = 0;
    api::GatewayState m_state = api::GatewayState::Locked;
    std::string m_reason;
    bool m_failed = false;    // by an error of the program itself: nothing is let in any more
    bool m_logClosed = false; // the run's last record is written, or on its way
    api::ConfigPtr m_config;
    // What amendConfig has made of it; taken into force, saved and recorded when the log is open.
    std::optional<api::GatewayConfig> m_amended;
    std::unique_ptr<PolicyGate> m_policy; // always there
    EventHub m_events;
    EventHub::Watcher m_watcher = 0;
    std::unique_ptr<Runtime> m_runtime;
    std::unique_ptr<http::Server> m_http;
    std::unique_ptr<http::LineServer> m_bridge;
    std::unique_ptr<http::LineServer> m_control;
    ControlServer m_controlServer;
    std::deque<PendingChange> m_changes;
    bool m_applying = false;
    bool m_opening = false;
    Unlocking m_unlocking; // by which it was opened last
    RemovalTurn m_removal;
    std::uint32_t m_handlers = 0; // coroutines that use the runtime
    asio::steady_timer m_tick;
    asio::steady_timer m_statusTimer;
    bool m_statusArmed = false;
    asio::steady_timer m_announceTimer;
    bool m_announceArmed = false;
    http::Signal m_quiet; // a handler has ended
};

} // namespace portcullis::engine
