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
    ~Subscriptions();

    Subscriptions(const Subscriptions&) = delete;
    Subscriptions& operator=(const Subscriptions&) = delete;
    Subscriptions(Subscriptions&&) = delete;
    Subscriptions& operator=(Subscriptions&&) = delete;

    // `session` is empty without one.
    [[nodiscard]] Id
    open(const KeyId& key, std::string session, const Profile& profile, Updated updated);
    void close(Id subscriber);

    // Subscribes to resources of one server, by its own URIs: those that it agrees to and that were
    // not removed while it took its time. The result may be waited for longer than this lives.
    [[nodiscard]] http::Task<std::set<std::string>>
    add(Id subscriber, ServerId server, std::set<std::string> uris);
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

    static http::Task<std::set<std::string>> addWhileThere(std::weak_ptr<Subscriptions*> weak,
                                                           Id subscriber,
                                                           ServerId server,
                                                           std::set<std::string> uris);
    [[nodiscard]] std::set<std::string> settle(Id subscriber,
                                               const ServerId& server,
                                               const std::set<std::string>& asked,
                                               const std::set<std::string>& watched);
    [[nodiscard]] Place placeOf(const Subscriber& subscriber, const ServerId& server) const;
    [[nodiscard]] std::set<std::string> wantedOf(const Place& place) const;
    void tell(const Place& place);

    ServerPool& m_servers;
    Id m_last = 0;
    std::map<Id, Subscriber> m_subscribers;
    // Cleared at the end, because a server may answer later.
    std::shared_ptr<Subscriptions*> m_self;
};

} // namespace portcullis::engine
