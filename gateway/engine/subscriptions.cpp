#include "gateway/engine/subscriptions.h"

#include <utility>

namespace portcullis::engine {

using http::Task;

Subscriptions::Subscriptions(ServerPool& servers)
    : m_servers(servers)
    , m_self(std::make_shared<Subscriptions*>(this))
{}

Subscriptions::~Subscriptions()
{
    *m_self = nullptr;
}

Subscriptions::Id
Subscriptions::open(const KeyId& key, std::string session, const Profile& profile, Updated updated)
{
    m_subscribers[++m_last] = {key, std::move(session), profile, std::move(updated), {}};
    return m_last;
}

void Subscriptions::close(Id subscriber)
{
    const auto node = m_subscribers.extract(subscriber);
    if (node.empty()) {
        return;
    }
    std::set<Place> places;
    for (const auto& [server, uri] : node.mapped().resources) {
        places.insert(placeOf(node.mapped(), server));
    }
    for (const Place& place : places) {
        tell(place);
    }
}

Subscriptions::Place Subscriptions::placeOf(const Subscriber& subscriber,
                                            const ServerId& server) const
{
    return {server, m_servers.ownerOf(server, subscriber.key, subscriber.session)};
}

Task<std::set<std::string>>
Subscriptions::add(Id subscriber, ServerId server, std::set<std::string> uris)
{
    return addWhileThere(m_self, subscriber, std::move(server), std::move(uris));
}

Task<std::set<std::string>> Subscriptions::addWhileThere(std::weak_ptr<Subscriptions*> weak,
                                                         Id subscriber,
                                                         ServerId server,
                                                         std::set<std::string> uris)
{
    const auto there = [&weak]() -> Subscriptions* {
        const auto self = weak.lock();
        return self ? *self : nullptr;
    };
    Subscriptions* self = there();
    if (self == nullptr || !self->m_subscribers.contains(subscriber)) {
        co_return std::set<std::string>();
    }
    Subscriber& asking = self->m_subscribers.at(subscriber);
    for (const std::string& uri : uris) {
        asking.resources.emplace(server, uri);
    }
    const Place place = self->placeOf(asking, server);
    auto wanted = self->wantedOf(place);
    const std::set<std::string> watched =
        co_await self->m_servers.watchNow(place.first, place.second, std::move(wanted));
    self = there(); // the gateway may have ended meanwhile
    co_return self != nullptr ? self->settle(subscriber, server, uris, watched)
                              : std::set<std::string>();
}

// Keeps what the server watches now of what this subscriber has asked for and still wants.
std::set<std::string> Subscriptions::settle(Id subscriber,
                                            const ServerId& server,
                                            const std::set<std::string>& asked,
                                            const std::set<std::string>& watched)
{
    std::set<std::string> agreed;
    const auto found = m_subscribers.find(subscriber);
    for (const std::string& uri : asked) {
        const bool wanted =
            found != m_subscribers.end() && found->second.resources.contains({server, uri});
        if (wanted && watched.contains(uri)) {
            agreed.insert(uri);
        } else if (wanted) {
            remove(subscriber, {server, uri});
        }
    }
    return agreed;
}

void Subscriptions::remove(Id subscriber, const protocol::ResourceTarget& resource)
{
    const auto found = m_subscribers.find(subscriber);
    if (found != m_subscribers.end() &&
        found->second.resources.erase({resource.server, resource.uri}) != 0) {
        tell(placeOf(found->second, resource.server));
    }
}

void Subscriptions::updated(const ServerId& server,
                            const ServerPool::Owner& owner,
                            const std::string& uri,
                            const policy::AllowLists& rights)
{
    std::vector<std::pair<Updated, std::string>> due;
    for (const auto& [id, subscriber] : m_subscribers) {
        if (subscriber.resources.contains({server, uri}) &&
            placeOf(subscriber, server).second == owner &&
            rights.shows({subscriber.key, server, {uri, api::Governed::Resource, {}, false}})) {
            due.emplace_back(subscriber.updated,
                             OfferCatalog::urisFor(subscriber.profile, server).toClient(uri));
        }
    }
    for (const auto& [send, name] : due) {
        send(name);
    }
}

std::set<std::string> Subscriptions::wantedOf(const Place& place) const
{
    std::set<std::string> uris;
    for (const auto& [id, subscriber] : m_subscribers) {
        for (const auto& [server, uri] : subscriber.resources) {
            if (server == place.first && placeOf(subscriber, server) == place) {
                uris.insert(uri);
            }
        }
    }
    return uris;
}

void Subscriptions::tell(const Place& place)
{
    m_servers.watchResources(place.first, place.second, wantedOf(place));
}

void Subscriptions::renew()
{
    std::set<Place> places;
    for (const auto& [id, subscriber] : m_subscribers) {
        for (const auto& [server, uri] : subscriber.resources) {
            places.insert(placeOf(subscriber, server));
        }
    }
    for (const Place& place : places) {
        tell(place);
    }
}

} // namespace portcullis::engine
