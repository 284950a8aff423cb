#include "gateway/engine/server_pool.h"

#include "gateway/base/encoding.h"
#include "gateway/protocol/text.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::engine {

namespace {

api::ToolInfo describe(const protocol::Tool& tool, const std::string& publicName)
{
    api::ToolInfo info;
    info.name = tool.name;
    info.publicName = publicName;
    info.title = tool.title;
    info.description = tool.description;
    info.definitionHash = toHex(tool.hash);
    info.readOnlyHint = tool.readOnlyHint;
    info.destructiveHint = tool.destructiveHint;
    info.nonDestructiveHint = tool.nonDestructiveHint;
    return info;
}

// Does nothing differ that a running server would notice? How its tools are shown, and what is kept
// of its calls, is not its business.
bool runsAlike(api::ServerConfig running, const api::ServerConfig& now)
{
    running.name = now.name;
    running.content = now.content;
    running.tools = now.tools;
    running.rules = now.rules;
    running.changedTools = now.changedTools;
    running.start = now.start;
    running.keepWebLinks = now.keepWebLinks;
    return running == now;
}

// What a server says of itself and prints is foreign: it may be any bytes.
void clean(std::string& text)
{
    text = protocol::toValidUtf8(text);
}

void clean(Error& error)
{
    clean(error.message);
    clean(error.cause);
}

} // namespace

class ServerPool::VaultCredentials final : public upstream::CredentialSource
{
public:
    explicit VaultCredentials(secrets::Vault& vault)
        : m_vault(vault)
    {}

    Result<SecretBytes> secret(const std::string& name) override { return m_vault.get(name); }

private:
    secrets::Vault& m_vault;
};

ServerPool::ServerPool(asio::io_context& io,
                       Places places,
                       secrets::Vault& vault,
                       ToolCatalog& catalog,
                       OfferCatalog& offers,
                       const Clock& clock,
                       ToolCatalog::Background background,
                       Events events)
    : m_io(io)
    , m_places(std::move(places))
    , m_catalog(catalog)
    , m_offers(offers)
    , m_clock(clock)
    , m_background(std::move(background))
    , m_events(std::move(events))
    , m_credentials(std::make_unique<VaultCredentials>(vault))
    , m_changed(io, asio::steady_timer::time_point::max())
    , m_self(std::make_shared<ServerPool*>(this))
{
    loadVerdicts();
}

ServerPool::~ServerPool()
{
    *m_self = nullptr;
}

upstream::ServerOptions ServerPool::optionsFor(const api::ServerConfig& config) const
{
    upstream::ServerOptions options;
    options.config = config;
    options.dataFolder = m_places.dataFolder;
    options.supervisor = m_places.supervisor;
    options.proxies = m_places.proxies;
    options.idleStop = config.idleStop;
    options.features = bridgedTo(config);
    if (const auto known = m_verdicts.find(config.id); known != m_verdicts.end()) {
        options.verdict = known->second;
    }
    return options;
}

void ServerPool::configure(const api::GatewayConfig& config)
{
    std::set<ServerId> replaced;
    std::vector<ServerId> gone;
    for (auto& [id, running] : m_running) {
        const api::ServerConfig* now = api::findServer(config, id);
        if (now == nullptr || !now->enabled || !runsAlike(running.config, *now)) {
            gone.push_back(id);
            continue;
        }
        if (now->start != std::exchange(running.config, *now).start &&
            now->start == api::StartMode::Eager) {
            running.server->start();
        }
    }
    for (const ServerId& id : gone) {
        auto node = m_running.extract(id);
        retire(std::move(node.mapped().server));
        retireFurther(id);
        if (api::findServer(config, id) == nullptr) {
            m_verdicts.erase(id);
        } else {
            replaced.insert(id);
        }
    }
    for (const api::ServerConfig& server : config.servers) {
        if (!server.enabled || m_running.contains(server.id)) {
            continue;
        }
        upstream::Server& created = create(server);
        // The tools that are known are those of the server as it was before the change.
        if (server.start == api::StartMode::Eager || replaced.contains(server.id) ||
            m_catalog.toolCount(server.id) == 0) {
            created.start();
        }
    }
}

upstream::Server& ServerPool::create(const api::ServerConfig& config)
{
    Running running{config,
                    upstream::Server::create(
                        m_io, optionsFor(config), *m_credentials, m_clock, eventsFor(config.id))};
    running.server->wantLogLevel(logLevelOf(config.id));
    return *m_running.emplace(config.id, std::move(running)).first->second.server;
}

upstream::ServerEvents ServerPool::eventsFor(const ServerId& id)
{
    const std::weak_ptr<ServerPool*> weak = m_self;
    // A callback may come after the pool is gone, or from a server that was replaced meanwhile.
    auto live = [weak]() -> ServerPool* {
        const auto self = weak.lock();
        return self ? *self : nullptr;
    };
    upstream::ServerEvents events;
    events.stateChanged = [live] {
        if (ServerPool* self = live()) {
            self->m_changed.cancel();
            self->m_events.stateChanged();
        }
    };
    events.toolsChanged = [live, id] {
        if (ServerPool* self = live()) {
            self->takeTools(id);
        }
    };
    events.offersChanged = [live, id] {
        if (ServerPool* self = live()) {
            self->takeOffers(id);
        }
    };
    events.resourceUpdated = [live, id](const std::string& uri) {
        if (ServerPool* self = live()) {
            self->m_events.resourceUpdated(id, {}, uri);
        }
    };
    events.elicitationComplete = [live, id](const std::string& incarnation,
                                            const std::string& elicitation) {
        if (ServerPool* self = live()) {
            self->m_events.elicitationComplete(id, incarnation, elicitation);
        }
    };
    events.verdict = [live, id](const upstream::EraVerdict& verdict) {
        if (ServerPool* self = live()) {
            self->remember(id, verdict);
        }
    };
    return events;
}

void ServerPool::takeTools(const ServerId& id)
{
    upstream::Server* server = find(id);
    if (server == nullptr) {
        return;
    }
    if (m_catalog.setTools(id, server->tools())) {
        m_events.toolsChanged(id);
    }
    m_changed.cancel();
}

void ServerPool::takeOffers(const ServerId& id)
{
    upstream::Server* server = find(id);
    if (server == nullptr) {
        return;
    }
    if (m_offers.setOffers(id, server->offers())) {
        m_events.offersChanged();
    }
    m_changed.cancel();
}

void ServerPool::retire(std::unique_ptr<upstream::Server> server)
{
    ++m_retiring;
    auto stop = [](std::unique_ptr<upstream::Server> leaving,
                   std::weak_ptr<ServerPool*> weak) -> http::Task<> {
        co_await leaving->stop();
        leaving.reset();
        const auto self = weak.lock();
        if (self && *self != nullptr) {
            --(*self)->m_retiring;
            (*self)->m_changed.cancel();
        }
    };
    asio::co_spawn(m_io, stop(std::move(server), m_self), asio::detached);
}

http::Task<> ServerPool::stopAll()
{
    while (!m_running.empty()) {
        auto node = m_running.extract(m_running.begin());
        retire(std::move(node.mapped().server));
        retireFurther(node.key());
    }
    auto stop = [](std::shared_ptr<upstream::Server> trial) -> http::Task<> {
        co_await trial->stop();
    };
    for (const auto& trial : m_trials) {
        asio::co_spawn(m_io, stop(trial), asio::detached);
    }
    while (m_retiring != 0 || !m_trials.empty()) {
        boost::system::error_code ignored;
        co_await m_changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

upstream::Server* ServerPool::find(const ServerId& id)
{
    const auto found = m_running.find(id);
    return found == m_running.end() ? nullptr : found->second.server.get();
}

std::vector<api::ServerStatus> ServerPool::status(const api::GatewayConfig& config) const
{
    std::vector<api::ServerStatus> all;
    all.reserve(config.servers.size());
    for (const api::ServerConfig& server : config.servers) {
        const auto found = m_running.find(server.id);
        if (found != m_running.end()) {
            all.push_back(found->second.server->status());
            if (all.back().lastError) {
                clean(*all.back().lastError);
            }
            if (all.back().state == api::ServerState::Idle) {
                all.back().tools = static_cast<std::uint32_t>(m_catalog.toolCount(server.id));
            }
            continue;
        }
        api::ServerStatus status;
        status.id = server.id;
        status.state = server.enabled ? api::ServerState::Idle : api::ServerState::Disabled;
        all.push_back(std::move(status));
    }
    return all;
}

http::Task<>
ServerPool::settle(std::vector<ServerId> wanted, std::chrono::milliseconds patience, Awaited what)
{
    auto unsettled = [this, &wanted, what] {
        return std::ranges::any_of(wanted, [this, what](const ServerId& id) {
            upstream::Server* server = find(id);
            if (server == nullptr) {
                return false;
            }
            const api::ServerState state = server->status().state;
            return what == Awaited::Tools
                       ? state == api::ServerState::Starting && !m_catalog.knows(id)
                       : (state == api::ServerState::Starting ||
                          state == api::ServerState::Ready) &&
                             !m_offers.knows(id);
        });
    };
    if (!unsettled()) {
        co_return;
    }
    // Shared, because the deadline may be on its way when this ends.
    const auto expired = std::make_shared<bool>(false);
    asio::steady_timer deadline(m_io, patience);
    deadline.async_wait([self = m_self, weak = std::weak_ptr<bool>(expired)](
                            const boost::system::error_code& error) {
        const auto flag = weak.lock();
        if (!error && flag && *self != nullptr) {
            *flag = true;
            (*self)->m_changed.cancel();
        }
    });
    while (!*expired && unsettled()) {
        boost::system::error_code ignored;
        co_await m_changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

http::Task<Result<api::ServerReport>> ServerPool::test(api::ServerConfig config)
{
    auto options = optionsFor(config);
    options.verdict.reset();
    options.failuresBeforeGivingUp = 1;
    upstream::ServerEvents nobody;
    nobody.stateChanged = [] {};
    nobody.toolsChanged = [] {};
    nobody.verdict = [](const upstream::EraVerdict&) {};
    const std::shared_ptr<upstream::Server> server = upstream::Server::create(
        m_io, std::move(options), *m_credentials, m_clock, std::move(nobody));
    m_trials.insert(server);
    server->start();
    const Result<> attempt = co_await server->firstAttempt();
    api::ServerReport report;
    report.diagnostics = server->diagnostics();
    clean(report.diagnostics);
    if (attempt) {
        report.notes = server->notes();
        if (const auto& hello = server->hello()) {
            report.revision = protocol::revisionName(hello->revision);
            report.serverName = hello->server.name;
            report.serverVersion = hello->server.version;
        }
        for (const protocol::Tool& tool : server->tools()) {
            report.tools.push_back(describe(tool, config.id.str() + "__" + tool.name));
        }
    }
    co_await server->stop();
    m_trials.erase(server);
    m_changed.cancel();
    if (!attempt) {
        Error error = attempt.error();
        clean(error);
        if (!report.diagnostics.empty()) {
            error.cause += (error.cause.empty() ? "" : "\n") + report.diagnostics;
        }
        co_return fail(std::move(error));
    }
    co_return report;
}

} // namespace portcullis::engine
