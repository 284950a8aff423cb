#include "gateway/upstream/server_core.h"

#include "gateway/upstream/fingerprint.h"
#include "gateway/upstream/task_call.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace portcullis::upstream {

namespace {

std::filesystem::path logFile(const ServerOptions& options)
{
    if (options.dataFolder.empty()) {
        return {};
    }
    return options.dataFolder / "logs" / (options.config.id.str() + ".log");
}

Error stopped()
{
    return {ErrorCode::Unavailable, "The server has been stopped.", {}};
}

} // namespace

ServerCore::ServerCore(Parts parts)
    : m_io(parts.io)
    , m_options(std::move(parts.options))
    , m_clock(parts.clock)
    , m_events(std::move(parts.events))
    , m_log(std::make_shared<ServerLog>(m_clock, logFile(m_options), m_options.stderrBytes))
    , m_connector({m_io, m_options, parts.credentials, m_clock, m_log, m_wantedLevel})
    , m_since(m_clock.wallNow())
    , m_lost(m_io.get_executor())
    , m_wake(m_io.get_executor())
    , m_first(m_io.get_executor())
    , m_finished(m_io.get_executor())
{
    if (!m_options.config.enabled) {
        m_state = api::ServerState::Disabled;
    }
}

bool ServerCore::needsTask(const std::string& name) const
{
    const auto found = m_toolIndex.find(name);
    return found != m_toolIndex.end() && m_tools.tools[found->second].taskRequired && m_hello &&
           m_hello->features.callsAsTasks;
}

void ServerCore::makeQueue()
{
    const auto weak = weak_from_this();
    auto findTool = [weak](const std::string& name) {
        const auto self = weak.lock();
        return self != nullptr ? self->findTool(name) : nullptr;
    };
    auto needsTask = [weak](const std::string& name) {
        const auto self = weak.lock();
        return self != nullptr && self->needsTask(name);
    };
    auto trouble = [weak](const CallQueue::Trouble& what) {
        const auto self = weak.lock();
        // Late news of a connection that has been replaced says nothing about the one in use.
        if (self == nullptr || what.connection != self->m_connection.get()) {
            return;
        }
        if (what.eraInDoubt) {
            self->m_connector.forgetVerdict();
        }
        self->lose(what.failure);
    };
    auto headersRefused = [weak](std::shared_ptr<Call> call) {
        if (const auto self = weak.lock()) {
            asio::co_spawn(self->m_io, repeatWithNewHeaders(self, std::move(call)), asio::detached);
        }
    };
    CallQueue::Parts parts{m_io,
                           m_options.config.maxInFlight,
                           m_options.startWait,
                           m_options.config.id.str(),
                           std::move(findTool),
                           std::move(needsTask),
                           std::move(trouble),
                           std::move(headersRefused)};
    m_queue = std::make_shared<CallQueue>(std::move(parts));
    if (m_state == api::ServerState::Disabled) {
        m_queue->refuse({ErrorCode::Unavailable,
                         "Server '" + m_options.config.id.str() + "' is switched off.",
                         {}});
    }
}

void ServerCore::start()
{
    if (m_queue == nullptr) {
        makeQueue();
    }
    if (m_resting) {
        wake();
    }
    if (m_running || m_stopping || m_state == api::ServerState::Disabled) {
        return;
    }
    m_running = true;
    m_stopped = false;
    m_finished.shut();
    m_first.shut();
    m_failures = 0;
    m_queue->hold();
    setState(api::ServerState::Starting);
    asio::co_spawn(m_io, run(shared_from_this()), asio::detached);
}

void ServerCore::restart()
{
    if (!m_running || m_resting) {
        start();
        return;
    }
    m_failures = 0;
    if (m_state == api::ServerState::Starting) {
        return;
    }
    m_restartWanted = true;
    m_wake.open();
    lose({.error = {ErrorCode::Unavailable, "The server is being restarted.", {}}});
}

Task<> ServerCore::run(std::shared_ptr<ServerCore> self)
{
    while (!self->m_stopping) {
        co_await self->attempt();
        if (self->m_stopping) {
            break;
        }
        if (std::exchange(self->m_fellIdle, false)) {
            co_await self->rest();
        } else {
            co_await self->pause();
        }
    }
    self->m_running = false;
    self->m_finished.open();
}

Task<> ServerCore::attempt()
{
    m_restartWanted = false;
    m_wake.shut();
    m_lost.shut();
    m_queue->hold();
    setState(api::ServerState::Starting);
    auto connected = co_await m_connector.connect();
    if (m_stopping) {
        if (connected) {
            connected->connection->close(stopped());
        }
    } else if (connected) {
        adopt(std::move(*connected));
        co_await m_lost.wait();
    } else {
        m_loss = std::move(connected.error());
        m_readySince = std::chrono::steady_clock::now();
    }
}

void ServerCore::adopt(Connected connected)
{
    m_connection = std::move(connected.connection);
    m_hello = std::move(connected.hello);
    m_readySince = std::chrono::steady_clock::now();
    shareOngoing();
    m_restarts += m_connectedBefore ? 1 : 0;
    m_connectedBefore = true;
    m_lastError.reset();
    watch(*m_connection);
    if (connected.verdict && m_events.verdict) {
        m_events.verdict(*connected.verdict);
    }
    if (m_connector.checkDue()) {
        asio::co_spawn(m_io, keepVerdictFresh(shared_from_this()), asio::detached);
    }
    if (m_options.idleStop.count() > 0) {
        asio::co_spawn(m_io, watchIdleness(shared_from_this()), asio::detached);
    }
    makeLogLevel(connected.logLevel);
    takeTools(std::move(connected.tools));
    setState(api::ServerState::Ready);
    m_first.open();
    if (m_connection != nullptr && m_connection->failure()) {
        lose(*m_connection->failure()); // it broke after the last page
    } else if (m_connection != nullptr) {
        m_queue->open(m_connection);
    }
}

// A server of the stateless era over HTTP keeps its tasks when a connection goes, and cannot be
// seen to start anew.
void ServerCore::shareOngoing()
{
    if (m_connector.kind() == protocol::UpstreamKind::Stdio ||
        protocol::eraOf(m_hello->revision) == protocol::Era::Session) {
        return;
    }
    if (m_ongoing == nullptr) {
        m_ongoing = std::make_shared<OngoingWork>(accountOf(m_options.config));
    }
    m_connection->share(m_ongoing);
}

void ServerCore::watch(RpcConnection& connection)
{
    const auto weak = weak_from_this();
    makeRefreshers();
    auto closed = [weak](const Failure& failure) {
        if (const auto self = weak.lock()) {
            self->lose(failure);
        }
    };
    auto misbehaves = [weak](const Error& what) {
        if (const auto self = weak.lock()) {
            self->flag(what);
        }
    };
    auto notifiedOf = [weak](const protocol::Message& message) {
        if (const auto self = weak.lock()) {
            self->notified(message);
        }
    };
    auto asks = [weak] {
        if (const auto self = weak.lock()) {
            self->m_asksWithoutAddress = true;
        }
    };
    connection.observe({[refresher = m_refreshers.tools] { refresher->changed(); },
                        std::move(notifiedOf),
                        std::move(closed),
                        std::move(misbehaves),
                        std::move(asks)});
    if (connection.takeToolsChanged()) {
        m_refreshers.tools->changed();
    }
    if (m_hello->features.speaksUp()) {
        connection.listen();
    }
    makeWatch();
    asio::co_spawn(m_io, fetchAllOffers(shared_from_this()), asio::detached);
}

void ServerCore::lose(const Failure& failure)
{
    if (m_connection == nullptr) {
        return;
    }
    m_loss = failure;
    m_queue->hold();
    endConnection(failure.error);
    setState(failure.sessionLost ? api::ServerState::Starting : api::ServerState::Backoff);
    m_lost.open();
}

void ServerCore::endConnection(const Error& reason)
{
    if (const auto watch = std::exchange(m_watch, nullptr)) {
        watch->stop();
    }
    if (const auto level = std::exchange(m_logLevel, nullptr)) {
        level->stop();
    }
    const Refreshers refreshers = std::exchange(m_refreshers, {});
    for (const auto& refresher : {refreshers.tools, refreshers.prompts, refreshers.resources}) {
        if (refresher != nullptr) {
            refresher->stop();
        }
    }
    const auto connection = std::exchange(m_connection, nullptr);
    if (connection == nullptr) {
        return;
    }
    connection->observe({});
    if (m_loss.sessionLost && !m_stopping) {
        std::erase_if(m_retired, [](const auto& weak) { return weak.expired(); });
        m_retired.push_back(connection);
    } else {
        connection->close(reason);
    }
}

void ServerCore::takeTools(ToolList list)
{
    const auto same = [](const protocol::Tool& left, const protocol::Tool& right) {
        return left.definition == right.definition;
    };
    const bool changed = !std::equal(
        list.tools.begin(), list.tools.end(), m_tools.tools.begin(), m_tools.tools.end(), same);
    if (list.notes != m_tools.notes) {
        for (const std::string& note : list.notes) {
            m_log->note(note); // what was left out, and why (C-37, C-86)
        }
    }
    m_tools = std::move(list);
    m_toolIndex.clear();
    for (std::size_t i = 0; i < m_tools.tools.size(); ++i) {
        m_toolIndex.emplace(m_tools.tools[i].name, i);
    }
    if (changed && m_events.toolsChanged) {
        m_events.toolsChanged();
    }
}

const protocol::Tool* ServerCore::findTool(const std::string& name) const
{
    if (m_connector.kind() == protocol::UpstreamKind::Stdio) {
        return nullptr; // header fields exist on HTTP only
    }
    const auto found = m_toolIndex.find(name);
    return found != m_toolIndex.end() ? &m_tools.tools[found->second] : nullptr;
}

Task<> ServerCore::repeatWithNewHeaders(std::shared_ptr<ServerCore> self,
                                        std::shared_ptr<Call> call)
{
    if (const auto refresher = self->m_refreshers.tools) {
        co_await refresher->refresh();
    }
    self->m_queue->repeat(std::move(call));
}

std::shared_ptr<PendingCall> ServerCore::call(CallRequest request, CallEvents events)
{
    if (m_resting || (!m_running && !m_stopped)) {
        start();
    }
    if (request.tasks == TaskUse::Refused) {
        return m_queue->add(std::move(request), std::move(events));
    }
    return TaskCall::begin({m_io, m_queue, m_options.config.id.str(), m_options.taskPace},
                           std::move(request),
                           std::move(events));
}

void ServerCore::halt()
{
    m_stopping = true;
    m_resting = false;
    m_fellIdle = false;
    m_connector.abort(stopped());
    if (m_queue != nullptr) {
        m_queue->refuse(stopped());
    }
    endConnection(stopped());
    for (const auto& weak : std::exchange(m_retired, {})) {
        if (const auto connection = weak.lock()) {
            connection->close(stopped());
        }
    }
    m_lost.open();
    m_wake.open();
    m_first.open();
}

Task<> ServerCore::stop()
{
    const auto self = shared_from_this();
    if (self->m_stopping) {
        co_return;
    }
    self->m_stopped = true;
    if (self->m_queue == nullptr) {
        self->makeQueue(); // to refuse calls from now on
    }
    self->halt();
    if (self->m_running) {
        co_await self->m_finished.wait();
    }
    co_await self->m_connector.gone(self->stopLimit());
    self->m_stopping = false;
    if (self->m_state != api::ServerState::Disabled) {
        self->setState(api::ServerState::Idle);
    }
}

void ServerCore::release()
{
    m_released = true;
    m_events = {};
    m_log->retire();
    halt();
}

} // namespace portcullis::upstream
