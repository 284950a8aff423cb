#pragma once

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/subscriptions.h"
#include "gateway/upstream/rpc_connection.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace portcullis::upstream {

// Keeps one connection subscribed to what is wanted of it: by a request for each resource in the
// session era, by one subscriptions/listen in the stateless era, which is replaced when the wish is
// another one (D-51) and renewed when it ends (C-45). Owner: ServerCore, one a connection. Thread:
// gateway. Failure: what the server does not agree to is not among what it watches.
class ResourceWatch : public std::enable_shared_from_this<ResourceWatch>
{
public:
    struct Parts
    {
        asio::io_context& io;
        std::shared_ptr<RpcConnection> connection;
        protocol::ServerFeatures features;
        std::function<void()> renewed; // news may have been missed meanwhile
    };

    explicit ResourceWatch(Parts parts);

    // Listens for changes of lists where that takes a request.
    void start();
    // From now on these and no others; those the server watches (D-52).
    Task<std::set<std::string>> want(std::set<std::string> uris);
    // The server's word on a subscription.
    void acknowledged(const protocol::Message& notification);
    void stop();

private:
    struct Listen
    {
        std::int64_t id = 0;
        bool acknowledged = false;
        protocol::SubscriptionFilter honoured;
    };

    Task<std::set<std::string>> wantBySession(std::set<std::string> uris);
    Task<std::set<std::string>> wantByListening(std::set<std::string> uris);
    [[nodiscard]] protocol::SubscriptionFilter filter() const;
    void listen();
    void ended(std::int64_t id, const RpcOutcome& outcome);
    void listenAgain(std::chrono::milliseconds pause);

    Parts m_parts;
    std::set<std::string> m_wanted;
    std::set<std::string> m_watched;  // session era
    std::optional<Listen> m_listen;   // stateless era: the one in use
    std::optional<Listen> m_replaced; // ends when the newer one is acknowledged
    std::chrono::milliseconds m_pause;
    asio::steady_timer m_timer;
    asio::steady_timer m_changed;
    bool m_refused = false; // the server does not know how to
    bool m_stopped = false;
};

} // namespace portcullis::upstream
