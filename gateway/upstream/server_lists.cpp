#include "gateway/upstream/server_core.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

// The lists of a ServerCore: asked for when it connects, and again when the server says that they
// changed.
namespace portcullis::upstream {

void ServerCore::makeRefreshers()
{
    const std::weak_ptr<ServerCore> weak = weak_from_this();
    const auto refresher = [this](std::function<Task<bool>()> fetch) {
        return std::make_shared<ListRefresher>(
            ListRefresher::Parts{m_io, m_options.relistInterval, std::move(fetch)});
    };
    const auto connection = m_connection;
    m_refreshers.tools = refresher([weak, connection] { return fetchToolsAnew(weak, connection); });
    m_refreshers.prompts = refresher([weak, connection] {
        return fetchOffersAnew(weak, connection, {protocol::OfferKind::Prompt});
    });
    m_refreshers.resources = refresher([weak, connection] {
        return fetchOffersAnew(
            weak, connection, {protocol::OfferKind::Resource, protocol::OfferKind::Template});
    });
}

Task<bool> ServerCore::fetchToolsAnew(std::weak_ptr<ServerCore> weak,
                                      std::shared_ptr<RpcConnection> connection)
{
    const auto self = weak.lock();
    if (self == nullptr) {
        co_return false;
    }
    auto list = co_await fetchTools(connection,
                                    true,
                                    self->m_connector.kind(),
                                    listingCapabilities(self->m_options.features),
                                    self->m_options.listTimeout);
    if (!list || self->m_connection != connection) {
        co_return false;
    }
    self->takeTools(std::move(*list));
    co_return true;
}

Task<bool> ServerCore::fetchOffersAnew(std::weak_ptr<ServerCore> weak,
                                       std::shared_ptr<RpcConnection> connection,
                                       std::vector<protocol::OfferKind> kinds)
{
    const auto self = weak.lock();
    if (self == nullptr) {
        co_return false;
    }
    OfferList list = self->m_offers;
    list.notes.clear();
    const std::string capabilities = listingCapabilities(self->m_options.features);
    for (const protocol::OfferKind kind : kinds) {
        if (!co_await fetchOffers(
                connection, kind, capabilities, self->m_options.listTimeout, list)) {
            co_return false;
        }
    }
    if (self->m_connection != connection) {
        co_return false;
    }
    for (const std::string& note : list.notes) {
        self->m_log->note(note);
    }
    for (const protocol::OfferKind kind : kinds) {
        self->m_offers.of(kind) = std::move(list.of(kind));
        self->m_offers.lifeOf(kind) = list.lifeOf(kind);
    }
    if (self->m_events.offersChanged) {
        self->m_events.offersChanged();
    }
    co_return true;
}

// Calls need not wait for them.
Task<> ServerCore::fetchAllOffers(std::shared_ptr<ServerCore> self)
{
    const protocol::ServerFeatures features = self->m_hello->features;
    const auto refreshers = self->m_refreshers;
    bool fetched = false;
    if (features.prompts) {
        fetched = co_await refreshers.prompts->refresh();
    }
    if (features.resources) {
        fetched = co_await refreshers.resources->refresh() || fetched;
    }
    // That there are none, or that they cannot be had, is an answer, too.
    if (!fetched && !refreshers.tools->stopped() && self->m_events.offersChanged) {
        self->m_offers = {};
        self->m_events.offersChanged();
    }
}

void ServerCore::makeWatch()
{
    auto renewed = [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self == nullptr || self->m_refreshers.tools == nullptr) {
            return;
        }
        for (const auto& refresher :
             {self->m_refreshers.tools, self->m_refreshers.prompts, self->m_refreshers.resources}) {
            refresher->changed();
        }
    };
    m_watch = std::make_shared<ResourceWatch>(
        ResourceWatch::Parts{m_io, m_connection, m_hello->features, std::move(renewed)});
    m_watch->start();
    if (!m_watchedUris.empty()) {
        asio::co_spawn(m_io, watchAgain(shared_from_this()), asio::detached);
    }
}

// What happened while the connection was away, nobody has seen (D-55).
Task<> ServerCore::watchAgain(std::shared_ptr<ServerCore> self)
{
    const auto watch = self->m_watch;
    const std::set<std::string> watched = co_await watch->want(self->m_watchedUris);
    for (const std::string& uri : watched) {
        if (self->m_events.resourceUpdated) {
            self->m_events.resourceUpdated(uri);
        }
    }
}

Task<std::set<std::string>> ServerCore::watchResources(std::set<std::string> uris)
{
    const auto self = shared_from_this();
    self->m_watchedUris = std::move(uris);
    const auto watch = self->m_watch;
    if (watch == nullptr) {
        co_return std::set<std::string>();
    }
    co_return co_await watch->want(self->m_watchedUris);
}

void ServerCore::makeLogLevel(std::optional<protocol::LogLevel> told)
{
    if (m_connection == nullptr || !m_hello->features.logging ||
        protocol::eraOf(m_hello->revision) == protocol::Era::Stateless) {
        return;
    }
    m_logLevel = std::make_shared<LogLevelKeeper>(
        LogLevelKeeper::Parts{m_io, m_connection, m_options.quieterAfter, told});
    m_logLevel->want(m_wantedLevel);
}

void ServerCore::wantLogLevel(std::optional<protocol::LogLevel> level)
{
    m_wantedLevel = level;
    if (m_logLevel != nullptr) {
        m_logLevel->want(level);
    }
}

void ServerCore::tellRootsChanged()
{
    if (m_connection != nullptr && m_options.features.rootsListChanged &&
        protocol::eraOf(m_hello->revision) == protocol::Era::Session) {
        const std::string method = "notifications/roots/list_changed";
        m_connection->notify(method, protocol::writeNotification(method));
    }
}

Task<> ServerCore::logLevelTold(std::shared_ptr<ServerCore> self)
{
    if (const auto level = self->m_logLevel) {
        co_await level->told();
    }
}

void ServerCore::notified(const protocol::Message& message)
{
    if (message.method == "notifications/prompts/list_changed") {
        m_refreshers.prompts->changed();
    } else if (message.method == "notifications/resources/list_changed") {
        m_refreshers.resources->changed();
    } else if (message.method == "notifications/resources/updated" && m_events.resourceUpdated) {
        m_events.resourceUpdated(message.params["uri"].string());
    } else if (message.method == "notifications/subscriptions/acknowledged" && m_watch) {
        m_watch->acknowledged(message);
    } else if (message.method == "notifications/elicitation/complete" &&
               m_events.elicitationComplete) {
        m_events.elicitationComplete(m_connection->ongoing()->incarnation(),
                                     message.params["elicitationId"].string());
    } else if (message.method == "notifications/message" && m_events.logMessage) {
        m_events.logMessage(message);
    }
}

} // namespace portcullis::upstream
