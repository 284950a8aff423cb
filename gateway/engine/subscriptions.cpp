#include "gateway/engine/subscriptions.h"

#include <utility>

namespace portcullis::engine {

using http::Task;

Subscriptions::Subscriptions(ServerPool& servers)
    : m_servers(servers)
{}

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

Task<bool> Subscriptions::add(Id subscriber, protocol::ResourceTarget resource)
{
    const auto found = m_subscribers.find(subscriber);
    if (found == m_subscribers.end()) {
        co_return false;
    }
    found->second.resources.emplace(resource.server, resource.uri);
    const Place place = placeOf(found->second, resource.server);
    auto wanted = wantedOf(place);
    const std::set<std::string> watched =
        co_await m_servers.watchNow(place.first, place.second, std::move(wanted));
    const bool agreed = watched.contains(resource.uri);
    if (!agreed) {
        remove(subscriber, resource);
    }
    co_return agreed;
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
            rights.reachesAll(subscriber.key, server)) {
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
