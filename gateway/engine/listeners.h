#pragma once

#include "gateway/engine/inquiry.h"
#include "gateway/engine/subscriptions.h"
#include "gateway/http/async.h"
#include "gateway/protocol/subscriptions.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace portcullis::engine {

// The clients of the stateless era that listen (B-56 to B-61). Owner: engine. Thread: gateway.
class Listeners
{
public:
    struct Parts
    {
        ToolCatalog& catalog;
        OfferCatalog& offers;
        Subscriptions& subscriptions;
    };

    explicit Listeners(Parts parts);

    // Serves subscriptions/listen until the client goes or the gateway ends it: the last message,
    // or an empty text when nobody is there to read one.
    [[nodiscard]] http::Task<std::string> serve(Inquiry inquiry);

    // Tells each listener of those lists that are others than it knows.
    void announce(const policy::AllowLists& rights);
    // Ends those whose key may no longer be used (B-60).
    void sweep(const std::function<bool(const KeyId&)>& mayBeUsed);
    void endAll();

private:
    struct Listener
    {
        KeyId key;
        Profile profile;
        std::string id; // lexeme of the request's
        protocol::SubscriptionFilter filter;
        ListFingerprints known;
        std::function<void(const std::string&)> send;
        std::shared_ptr<http::Promise<bool>> over; // true: tell the client
    };

    [[nodiscard]] bool mayListen(const Principal& who) const;
    [[nodiscard]] http::Task<protocol::SubscriptionFilter>
    honour(const Inquiry& inquiry, protocol::SubscriptionFilter wanted, Subscriptions::Id id);

    Parts m_parts;
    std::map<Subscriptions::Id, Listener> m_listeners;
};

} // namespace portcullis::engine
