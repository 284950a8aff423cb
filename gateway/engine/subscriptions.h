#pragma once

#include "gateway/engine/access.h"
#include "gateway/engine/offer_catalog.h"
#include "gateway/engine/server_pool.h"
#include "gateway/protocol/subscriptions.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace portcullis::engine {

// Who wants to hear of which resources, and of changed lists: sessions and listeners. A server is
// asked for as long as one of them wants it (A-66, D-50). Whether somebody may hear is asked again
// with every message (D-54). Owner: engine. Thread: gateway. Errors: what a server does not agree
// to is not subscribed.
class Subscriptions
{
public:
    using Id = std::uint64_t;

    // Sends one message, with the resource's URI as this subscriber knows it.
    using Updated = std::function<void(const std::string& uri)>;

    explicit Subscriptions(ServerPool& servers);

    // `session` is empty without one.
    [[nodiscard]] Id
    open(const KeyId& key, std::string session, const Profile& profile, Updated updated);
    void close(Id subscriber);

    // False when the server does not agree.
    [[nodiscard]] http::Task<bool> add(Id subscriber, protocol::ResourceTarget resource);
    void remove(Id subscriber, const protocol::ResourceTarget& resource);

    // A server says that a resource is another one by now: in this owner's state, which nobody else
    // hears of.
    void updated(const ServerId& server,
                 const ServerPool::Owner& owner,
                 const std::string& uri,
                 const policy::AllowLists& rights);

    // Servers have been replaced.
    void renew();

private:
    struct Subscriber
    {
        KeyId key;
        std::string session;
        Profile profile;
        Updated updated;
        std::set<std::pair<ServerId, std::string>> resources;
    };

    // Where a server's state is, for one owner or for all.
    using Place = std::pair<ServerId, ServerPool::Owner>;

    [[nodiscard]] Place placeOf(const Subscriber& subscriber, const ServerId& server) const;
    [[nodiscard]] std::set<std::string> wantedOf(const Place& place) const;
    void tell(const Place& place);

    ServerPool& m_servers;
    Id m_last = 0;
    std::map<Id, Subscriber> m_subscribers;
};

} // namespace portcullis::engine
