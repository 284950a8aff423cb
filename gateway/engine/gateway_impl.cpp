#include "gateway/engine/gateway_impl.h"

#include "gateway/audit/instance_lock.h"
#include "gateway/base/json.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/handler_count.h"
#include "gateway/engine/policy_gate.h"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kStatusInterval = std::chrono::milliseconds(100); // at most ten a second
constexpr auto kAnnounceDelay = std::chrono::milliseconds(200);
constexpr std::uint32_t kNobody = 0xFFFF'FFFF;                   // no account has this number
constexpr std::size_t kWorkers = 4;                              // one for each strand

constexpr std::string_view kLockedText = "Portcullis is locked: open it at the workstation.";

http::Response closedResponse(const std::string& why)
{
    http::Response response = http::textResponse(503, why + "\n");
    response.headers.set("Retry-After", "5");
    return response;
}

std::filesystem::path socketOf(const GatewayOptions& options, const char* name)
{
    return options.socketFolder.empty() ? socketPath(options.dataFolder, name)
                                        : options.socketFolder / name;
}

} // namespace

Gateway::Impl::Impl(GatewayOptions options, const Clock& clock, api::GatewayConfig stored)
    : m_options(std::move(options))
    , m_callers(*this, m_options.identity)
    , m_clock(clock)
    , m_store(m_options.dataFolder)
    , m_history(m_options.dataFolder, m_clock)
    , m_io(1)
    , m_guard(asio::make_work_guard(m_io))
    , m_workers(kWorkers)
    , m_writer(asio::make_strand(m_workers))
    , m_reader(asio::make_strand(m_workers))
    , m_jobs(asio::make_strand(m_workers))
    , m_holds(asio::make_strand(m_workers))
    , m_lookup(asio::make_strand(m_workers))
    , m_config(std::make_shared<const api::GatewayConfig>(std::move(stored)))
    , m_policy(std::make_unique<PolicyGate>(*this))
    , m_controlServer(m_io.get_executor(), [this] { return measure(); })
    , m_tick(m_io)
    , m_statusTimer(m_io)
    , m_announceTimer(m_io)
    , m_quiet(m_io.get_executor())
{}

std::function<void()> Gateway::Impl::watch(api::EventSink sink)
{
    const EventHub::Watcher watcher = m_events.add(std::move(sink));
    statusChanged();
    return [this, watcher] { m_events.remove(watcher); };
}

nlohmann::json Gateway::Impl::measure() const
{
    const StageTimes times = m_runtime ? m_runtime->times : StageTimes{};
    return {{"calls", times.calls},
            {"parse", times.parse},
            {"decide", times.decide},
            {"intent", times.intent},
            {"upstream", times.upstream},
            {"outcome", times.outcome},
            {"encode", times.encode}};
}

Gateway::Impl::~Impl()
{
    m_workers.join();
}

Result<> Gateway::Impl::start()
{
    if (m_options.amendConfig) {
        auto amended = m_options.amendConfig(*m_config);
        if (!amended) {
            return fail(amended.error());
        }
        if (auto valid = api::validate(*amended); !valid) {
            return valid;
        }
        if (*amended != *m_config) {
            amended->revision = m_config->revision + 1;
            m_amended = std::move(*amended);
        }
    }
    if (auto listening = listen(); !listening) {
        // An address that is taken tells less than who has the folder.
        if (auto holder = audit::heldElsewhere(m_options.dataFolder)) {
            return fail(std::move(*holder));
        }
        return listening;
    }
    m_accepting = true;
    m_thread = std::jthread([this] { run(); });
    return {};
}

Result<> Gateway::Impl::listen()
{
    const api::Settings settings = m_policy->atStart();
    http::ServerOptions options;
    m_boundHost = settings.listenHost;
    m_boundPort = settings.listenPort;
    options.host = listenHost();
    options.port = m_options.listenPort.value_or(settings.listenPort);
    options.bodyBytes = settings.limits.bodyBytes;
    options.headerBytes = settings.limits.headerBytes;
    options.targetBytes = settings.limits.urlBytes;
    http::Handlers handlers;
    handlers.admit = [this](const http::RequestHead& head) -> std::optional<http::Response> {
        const auto closed = closedReason();
        return closed ? closedResponse(*closed) : m_runtime->admit(head);
    };
    handlers.identify = [this](http::Peer peer) { return identify(std::move(peer)); };
    handlers.handle = [this](http::Exchange& exchange) { return handleHttp(exchange); };
    auto server = http::Server::listen(m_io, std::move(options), std::move(handlers));
    if (!server) {
        return fail(server.error());
    }
    m_http = std::move(*server);
    if (!m_options.sockets) {
        return {};
    }
    const auto open = [this](const char* name, http::LineServer::Handler handler) {
        http::LineServerOptions lines;
        lines.path = socketOf(m_options, name);
        lines.otherUsers = !m_options.socketFolder.empty();
        return http::LineServer::listen(m_io, std::move(lines), std::move(handler));
    };
    auto bridge = open(kBridgeSocket,
                       [this](auto connection) { return handleBridge(std::move(connection)); });
    auto control = open(kControlSocket,
                        [this](auto connection) { return handleControl(std::move(connection)); });
    if (!bridge || !control) {
        return fail(bridge ? control.error() : bridge.error());
    }
    m_bridge = std::move(*bridge);
    m_control = std::move(*control);
    return {};
}

std::unexpected<Error> Gateway::Impl::locked()
{
    return fail(ErrorCode::Locked, "Portcullis is locked: unlock it first.");
}

bool Gateway::Impl::post(std::function<void()> job)
{
    const std::lock_guard lock(m_gate);
    if (!m_accepting) {
        return false;
    }
    asio::post(m_io, std::move(job));
    return true;
}

// Why nobody is let in just now, or nothing.
std::optional<std::string> Gateway::Impl::closedReason() const
{
    if (m_failed) {
        return m_reason;
    }
    if (!m_runtime || !m_runtime->access()) {
        return std::string(kLockedText);
    }
    return m_policy->problem().empty() ? std::nullopt : std::optional(m_policy->problem());
}

Task<http::Peer> Gateway::Impl::identify(http::Peer peer)
{
    const auto found = std::make_shared<http::Promise<http::Peer>>(m_io.get_executor());
    asio::post(m_lookup,
               [this, found, peer, own = listenAddress(), guard = asio::make_work_guard(m_io)] {
                   http::Peer known = m_peers.find(peer, own);
                   asio::post(m_io, [found, known = std::move(known)] { found->set(known); });
               });
    co_return co_await found->wait();
}

Task<> Gateway::Impl::handleHttp(http::Exchange& exchange)
{
    const HandlerCount counted(m_handlers, m_quiet);
    if (const auto closed = closedReason()) {
        http::Response response = closedResponse(*closed);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    co_await m_runtime->handle(exchange);
}

Task<> Gateway::Impl::handleBridge(std::shared_ptr<http::LineConnection> connection)
{
    const HandlerCount counted(m_handlers, m_quiet);
    if (const auto closed = closedReason()) {
        JsonWriter refused;
        refused.beginObject().member("portcullis", std::int64_t{1});
        refused.member("error", std::string_view(*closed)).endObject();
        connection->writeLine(refused.take());
        co_await connection->flush();
        connection->close();
        co_return;
    }
    co_await m_runtime->lines().serve(std::move(connection));
}

Task<> Gateway::Impl::handleControl(std::shared_ptr<http::LineConnection> connection)
{
    const HandlerCount counted(m_handlers, m_quiet);
    const std::uint32_t user = connection->peer().user.value_or(kNobody);
    const Account account = co_await m_callers.find(user, m_lookup, m_io);
    const auto gateway = m_callers.remote(account);
    ControlServer::Visitor visitor{gateway, [this, gateway](api::EventSink sink) {
                                       return watch(gateway->filtered(m_config, std::move(sink)));
                                   }};
    co_await m_controlServer.serve(std::move(connection), std::move(visitor));
}

void Gateway::Impl::denied(const Account& account, api::Operation operation)
{
    if (m_runtime) {
        m_runtime->refusals.denied(account, operation);
    }
}

void Gateway::Impl::setState(api::GatewayState state, std::string reason)
{
    m_state = state;
    m_reason = std::move(reason);
    statusChanged();
}

// Sends the status soon, once for many changes.
void Gateway::Impl::statusChanged()
{
    if (m_statusArmed || !m_events.watched() || m_state == api::GatewayState::Stopping) {
        return;
    }
    m_statusArmed = true;
    m_statusTimer.expires_after(kStatusInterval);
    m_statusTimer.async_wait([this](const boost::system::error_code& error) {
        m_statusArmed = false;
        if (!error) {
            m_events.emit(api::StatusChanged{status()});
        }
    });
}

void Gateway::Impl::armListAnnouncement()
{
    if (m_announceArmed || m_state == api::GatewayState::Stopping) {
        return;
    }
    m_announceArmed = true;
    m_announceTimer.expires_after(kAnnounceDelay);
    m_announceTimer.async_wait([this](const boost::system::error_code& error) {
        m_announceArmed = false;
        if (!error && m_runtime) {
            m_runtime->announceLists();
        }
    });
}

void Gateway::Impl::observe(api::EventSink sink)
{
    m_events.remove(m_watcher);
    if (!sink) {
        return;
    }
    m_watcher = m_events.add(std::move(sink));
    m_events.emit(api::StatusChanged{status()});
}

std::string Gateway::Impl::listenHost() const
{
    const std::string host = m_options.listenHost.value_or(m_boundHost);
    return host == "localhost" ? "127.0.0.1" : host;
}

std::string Gateway::Impl::listenAddress() const
{
    const std::string host = listenHost();
    const bool literal6 = host.find(':') != std::string::npos;
    return (literal6 ? "[" + host + "]" : host) + ":" + std::to_string(m_http ? m_http->port() : 0);
}

api::GatewayStatus Gateway::Impl::status() const
{
    api::GatewayStatus status;
    status.state = m_state;
    status.reason = m_reason;
    status.dataFolder = m_options.dataFolder.string();
    status.configRevision = m_config->revision;
    if (m_http) {
        status.endpoint = "http://" + listenAddress() + "/mcp";
    }
    if (m_bridge) {
        status.socketPath = socketOf(m_options, kBridgeSocket).string();
    }
    status.lockdown = m_policy->status();
    if (!m_runtime) {
        return status;
    }
    const api::Settings& wanted = m_config->settings;
    const bool moved = wanted.listenHost != m_boundHost || wanted.listenPort != m_boundPort;
    if (m_state == api::GatewayState::Running && moved && !m_options.listenPort) {
        status.reason = "The changed address is listened on from the next start.";
    }
    status.sessions = static_cast<std::uint32_t>(m_runtime->sessions.size());
    status.inFlight = m_runtime->calls().inFlight();
    status.servers = m_runtime->servers.status(*m_config);
    status.keys = m_runtime->meter.uses();
    status.callsPerMinute = m_runtime->meter.perMinute();
    status.calls = m_runtime->meter.calls();
    status.refused = m_runtime->meter.refused();
    status.auditRecords = m_runtime->log->recordCount();
    const auto suspension = m_runtime->log->suspension();
    status.logAlarm = suspension ? suspension->sentence : m_runtime->budgets.alarm();
    status.logWarning = logWarning();
    const auto& pins = m_options.logAids.pins; // besides those in the folder
    const bool elsewhere = pins != nullptr && pins->place() == api::PinPlace::Keychain;
    status.pinPlace = elsewhere ? api::PinPlace::Keychain : api::PinPlace::Folder;
    if (const auto error = m_runtime->log->pinError()) {
        status.pinProblem = error->message;
    }
    return status;
}

} // namespace portcullis::engine
