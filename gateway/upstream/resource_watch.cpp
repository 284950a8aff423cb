#include "gateway/upstream/resource_watch.h"

#include "gateway/protocol/call.h"
#include "gateway/protocol/meta_keys.h"

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::chrono::milliseconds kFirstPause{1000};     // C-45
constexpr std::chrono::milliseconds kLongestPause{60'000}; // C-45
constexpr std::chrono::milliseconds kAfterEnd{10'000};     // of a graceful one (C-45)
constexpr std::chrono::milliseconds kAckPatience{2000};    // D-52
constexpr std::chrono::hours kForever{24 * 365};

bool isStateless(const RpcConnection& connection)
{
    return protocol::eraOf(connection.revision()) == protocol::Era::Stateless;
}

} // namespace

ResourceWatch::ResourceWatch(Parts parts)
    : m_parts(std::move(parts))
    , m_pause(kFirstPause)
    , m_timer(m_parts.io)
    , m_changed(m_parts.io, asio::steady_timer::time_point::max())
{}

void ResourceWatch::start()
{
    if (isStateless(*m_parts.connection) && filter().any()) {
        listen();
    }
}

void ResourceWatch::stop()
{
    m_stopped = true;
    m_timer.cancel();
    m_changed.cancel();
    m_listen.reset();
    m_replaced.reset();
}

protocol::SubscriptionFilter ResourceWatch::filter() const
{
    const protocol::ServerFeatures& features = m_parts.features;
    return {features.toolsListChanged,
            features.promptsListChanged,
            features.resourcesListChanged,
            m_wanted};
}

Task<std::set<std::string>> ResourceWatch::want(std::set<std::string> uris)
{
    const auto self = shared_from_this();
    if (self->m_stopped || !self->m_parts.features.resourcesSubscribe) {
        co_return std::set<std::string>();
    }
    if (isStateless(*self->m_parts.connection)) {
        co_return co_await self->wantByListening(std::move(uris));
    }
    co_return co_await self->wantBySession(std::move(uris));
}

Task<std::set<std::string>> ResourceWatch::wantBySession(std::set<std::string> uris)
{
    m_wanted = std::move(uris);
    const auto ask = [this](const char* method, const std::string& uri) {
        RpcRequest request;
        request.method = method;
        request.params = JsonWriter().beginObject().member("uri", uri).endObject().take();
        return m_parts.connection->ask(std::move(request));
    };
    const std::set<std::string> wanted = m_wanted;
    const std::set<std::string> watched = m_watched;
    for (const std::string& uri : watched) {
        if (!wanted.contains(uri)) {
            m_watched.erase(uri);
            co_await ask("resources/unsubscribe", uri);
        }
    }
    for (const std::string& uri : wanted) {
        if (m_watched.contains(uri)) {
            continue;
        }
        const RpcOutcome outcome = co_await ask("resources/subscribe", uri);
        if (!outcome || outcome->error) {
            continue;
        }
        if (m_wanted.contains(uri)) {
            m_watched.insert(uri);
        } else { // whoever wanted it did not wait for so long
            co_await ask("resources/unsubscribe", uri);
        }
    }
    co_return m_watched;
}

Task<std::set<std::string>> ResourceWatch::wantByListening(std::set<std::string> uris)
{
    if (uris != m_wanted || !m_listen) {
        m_wanted = std::move(uris);
        listen();
    }
    const auto deadline = asio::steady_timer::clock_type::now() + kAckPatience;
    while (!m_stopped && m_listen && !m_listen->acknowledged &&
           asio::steady_timer::clock_type::now() < deadline) {
        boost::system::error_code ignored;
        m_changed.expires_at(deadline);
        co_await m_changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return m_listen && m_listen->acknowledged ? m_listen->honoured.resources
                                                 : std::set<std::string>();
}

void ResourceWatch::listen()
{
    if (m_stopped || m_refused) {
        return;
    }
    if (m_listen && m_replaced) {
        m_parts.connection->cancel(m_replaced->id, "replaced");
    }
    if (m_listen) {
        m_replaced = std::exchange(m_listen, std::nullopt);
    }
    RpcRequest request;
    request.id = m_parts.connection->newId();
    request.method = "subscriptions/listen";
    request.params = protocol::writeParams(
        protocol::writeListenMembers(filter()), {}, m_parts.connection->revision());
    request.timeout = kForever;
    m_listen = Listen{request.id, false, {}};
    m_parts.connection->request(
        std::move(request),
        [weak = weak_from_this(), id = m_listen->id](const RpcOutcome& outcome) {
            if (const auto self = weak.lock()) {
                self->ended(id, outcome);
            }
        });
}

void ResourceWatch::acknowledged(const protocol::Message& notification)
{
    const auto id = notification.meta()[protocol::kMetaSubscriptionId].integer();
    if (!m_listen || id != m_listen->id || m_listen->acknowledged) {
        return;
    }
    m_listen->acknowledged = true;
    m_listen->honoured = protocol::readAcknowledged(notification.params);
    m_pause = kFirstPause;
    if (const auto old = std::exchange(m_replaced, std::nullopt)) {
        m_parts.connection->cancel(old->id, "replaced");
    }
    m_changed.cancel();
}

void ResourceWatch::ended(std::int64_t id, const RpcOutcome& outcome)
{
    if (m_stopped || !m_listen || m_listen->id != id) {
        return; // the one before
    }
    m_listen.reset();
    m_changed.cancel();
    m_refused = outcome && outcome->error.has_value();
    if (m_refused) {
        return; // it will not agree the next time either
    }
    listenAgain(outcome ? kAfterEnd : std::exchange(m_pause, std::min(m_pause * 2, kLongestPause)));
}

void ResourceWatch::listenAgain(std::chrono::milliseconds pause)
{
    m_timer.expires_after(pause);
    m_timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || self == nullptr || self->m_stopped || self->m_listen) {
            return;
        }
        self->listen();
        self->m_parts.renewed();
    });
}

} // namespace portcullis::upstream
