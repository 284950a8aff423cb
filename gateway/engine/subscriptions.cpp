#include "gateway/engine/subscriptions.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;

Subscriptions::Subscriptions(ServerPool& servers)
    : m_servers(servers)
{}

Subscriptions::Id Subscriptions::open(const KeyId& key, const Profile& profile, Updated updated)
{
    m_subscribers[++m_last] = {key, profile, std::move(updated), {}};
    return m_last;
}

void Subscriptions::close(Id subscriber)
{
    const auto node = m_subscribers.extract(subscriber);
    if (node.empty()) {
        return;
    }
    std::set<ServerId> servers;
    for (const auto& [server, uri] : node.mapped().resources) {
        servers.insert(server);
    }
    for (const ServerId& server : servers) {
        tell(server);
    }
}

Task<bool> Subscriptions::add(Id subscriber, protocol::ResourceTarget resource)
{
    upstream::Server* server = m_servers.find(resource.server);
    const auto found = m_subscribers.find(subscriber);
    if (server == nullptr || found == m_subscribers.end()) {
        co_return false;
    }
    found->second.resources.emplace(resource.server, resource.uri);
    const std::set<std::string> watched =
        co_await server->watchResources(wantedOf(resource.server));
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
        tell(resource.server);
    }
}

void Subscriptions::updated(const ServerId& server,
                            const std::string& uri,
                            const policy::AllowLists& rights)
{
    std::vector<std::pair<Updated, std::string>> due;
    for (const auto& [id, subscriber] : m_subscribers) {
        if (subscriber.resources.contains({server, uri}) &&
            rights.shows({subscriber.key, server, {uri, api::Governed::Resource, {}, false}})) {
            due.emplace_back(subscriber.updated,
                             OfferCatalog::urisFor(subscriber.profile, server).toClient(uri));
        }
    }
    for (const auto& [send, name] : due) {
        send(name);
    }
}

std::set<std::string> Subscriptions::wantedOf(const ServerId& server) const
{
    std::set<std::string> uris;
    for (const auto& [id, subscriber] : m_subscribers) {
        for (const auto& [owner, uri] : subscriber.resources) {
            if (owner == server) {
                uris.insert(uri);
            }
        }
    }
    return uris;
}

void Subscriptions::tell(const ServerId& server)
{
    m_servers.watchResources(server, wantedOf(server));
}

void Subscriptions::renew()
{
    std::set<ServerId> servers;
    for (const auto& [id, subscriber] : m_subscribers) {
        for (const auto& [server, uri] : subscriber.resources) {
            servers.insert(server);
        }
    }
    for (const ServerId& server : servers) {
        tell(server);
    }
}

} // namespace portcullis::engine
