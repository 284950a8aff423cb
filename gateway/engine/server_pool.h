#pragma once

#include "gateway/api/config.h"
#include "gateway/engine/bridged_features.h"
#include "gateway/engine/offer_catalog.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/secrets/vault.h"
#include "gateway/upstream/server.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::engine {

namespace asio = boost::asio;

// The running upstream servers of the current configuration.
// Owner: engine. Thread: gateway. Errors: states of the servers.
class ServerPool
{
public:
    // Whose state a connection holds: a key's, a session's, or, empty, that of all who share it.
    struct Owner
    {
        KeyId key;
        std::string session;
        auto operator<=>(const Owner&) const = default;
    };

    struct Events
    {
        std::function<void()> stateChanged;
        std::function<void(const ServerId&)> toolsChanged; // the catalog has them already
        std::function<void()> offersChanged;               // the same of prompts and resources
        std::function<void(const ServerId&, const Owner&, const std::string& uri)> resourceUpdated;
        std::function<void(
            const ServerId&, const std::string& incarnation, const std::string& elicitation)>
            elicitationComplete;
        // A log message of no call, from a connection that is one client's own (D-46).
        std::function<void(const ServerId&, const Owner&, const protocol::Message&)> ownMessage;
    };

    struct Places
    {
        std::filesystem::path dataFolder;
        std::filesystem::path supervisor;
        http::SystemProxies proxies;
    };

    ServerPool(asio::io_context& io,
               Places places,
               secrets::Vault& vault,
               ToolCatalog& catalog,
               OfferCatalog& offers,
               const Clock& clock,
               ToolCatalog::Background background,
               Events events);
    ~ServerPool();

    ServerPool(const ServerPool&) = delete;
    ServerPool& operator=(const ServerPool&) = delete;
    ServerPool(ServerPool&&) = delete;
    ServerPool& operator=(ServerPool&&) = delete;

    // Starts what is new or enabled, replaces what is changed, stops what is gone or disabled. A
    // lazy server whose tools are known is started by the first call only (C-61).
    void configure(const api::GatewayConfig& config);
    // Ends all servers and trials, each in its own time.
    http::Task<> stopAll();

    // Whose call it is: what its client can be asked, and where its server's state belongs (D-60).
    struct Caller
    {
        protocol::ClientFeatures features;
        KeyId key;
        std::string session; // empty without one
    };

    // The same for a call of this client; null, too, when more of its servers are in use than may
    // run at once. What it is called with has to be begun at once.
    [[nodiscard]] upstream::Server* findFor(const ServerId& id, const Caller& caller);
    // The one with this client's state, for requests that are no calls: the main one where its
    // clients share the server.
    [[nodiscard]] upstream::Server* findOwn(const ServerId& id, const Caller& caller);
    // Whose state the requests of a session of this key, or of no session, are about.
    [[nodiscard]] Owner
    ownerOf(const ServerId& id, const KeyId& key, const std::string& session) const;
    // Ends connections beside the main ones that nobody needs: idle ones, and those of keys and
    // sessions (which may be empty) that are not there any more.
    void sweep(const std::function<bool(const KeyId&, const std::string& session)>& isThere);
    // Has a server tell of changes of these resources and of no others, where this owner's state
    // is; nothing where it is not there, but once it is.
    void watchResources(const ServerId& id, const Owner& owner, std::set<std::string> uris);
    // The same, started for it where it is one owner's. Those that it agrees to.
    [[nodiscard]] http::Task<std::set<std::string>>
    watchNow(ServerId id, Owner owner, std::set<std::string> uris);
    // The least severe messages that servers are to send; those that are not named none (D-45).
    void wantLogLevels(std::map<ServerId, protocol::LogLevel> levels);
    // Tells a server of the session era that roots which it has asked for are others now.
    void tellRootsChanged(const ServerId& id);
    // When the connection that a call of this client goes to knows; at once where none is there.
    [[nodiscard]] http::Task<> logLevelTold(ServerId id, Caller caller);
    // Null when the server is not running under this configuration.
    [[nodiscard]] upstream::Server* find(const ServerId& id);
    // In the order of the configuration, disabled ones included.
    [[nodiscard]] std::vector<api::ServerStatus> status(const api::GatewayConfig& config) const;

    // Waits, at most `patience`, for servers among `wanted` that have not said what they have.
    enum class Awaited
    {
        Tools,
        Offers // prompts and resources, which are asked for after the tools
    };

    http::Task<> settle(std::vector<ServerId> wanted,
                        std::chrono::milliseconds patience,
                        Awaited what = Awaited::Tools);

    // A trial connection beside the running servers.
    http::Task<Result<api::ServerReport>> test(api::ServerConfig config);

private:
    struct Running
    {
        api::ServerConfig config;
        std::unique_ptr<upstream::Server> server;
    };

    // A connection of a server beside its main one.
    struct Further
    {
        Owner owner;
        MonotonicTime used;
        std::unique_ptr<upstream::Server> server;
    };

    // By server, owner and what clients can be asked.
    using FurtherKey = std::pair<ServerId, std::string>;

    // Where a call belongs: to the main connection, or to that one beside it.
    struct Place
    {
        bool main = true;
        FurtherKey key;
        Owner owner;
        protocol::ClientFeatures features;
    };

    [[nodiscard]] Place placeFor(const Running& running, const Caller& caller) const;
    // Null where it does not exist yet.
    [[nodiscard]] upstream::Server* peek(const ServerId& id, const Caller& caller);
    [[nodiscard]] upstream::Server& create(const api::ServerConfig& config);
    [[nodiscard]] upstream::ServerEvents eventsFor(const ServerId& id);
    void takeTools(const ServerId& id);
    void takeOffers(const ServerId& id);
    void retire(std::unique_ptr<upstream::Server> server);
    void retireFurther(const ServerId& id);
    [[nodiscard]] bool makeRoom(const ServerId& id);
    [[nodiscard]] std::unique_ptr<upstream::Server> createFurther(const api::ServerConfig& config,
                                                                  const Place& place);
    [[nodiscard]] std::function<void(const protocol::Message&)>
    messagesFor(const api::ServerConfig& config, const Owner& owner);
    // All connections of a server, the main one first.
    [[nodiscard]] std::vector<upstream::Server*> connectionsOf(const ServerId& id);
    [[nodiscard]] std::optional<protocol::LogLevel> logLevelOf(const ServerId& id) const;
    [[nodiscard]] upstream::ServerOptions optionsFor(const api::ServerConfig& config) const;
    void remember(const ServerId& id, const upstream::EraVerdict& verdict);
    void loadVerdicts();

    class VaultCredentials;

    asio::io_context& m_io;
    Places m_places;
    ToolCatalog& m_catalog;
    OfferCatalog& m_offers;
    const Clock& m_clock;
    ToolCatalog::Background m_background;
    Events m_events;
    std::unique_ptr<upstream::CredentialSource> m_credentials;
    std::map<ServerId, Running> m_running;
    std::map<FurtherKey, Further> m_further;
    std::map<std::pair<ServerId, Owner>, std::set<std::string>> m_watched; // but main ones'
    std::map<ServerId, protocol::LogLevel> m_logLevels;
    std::map<ServerId, upstream::EraVerdict> m_verdicts;
    std::set<std::shared_ptr<upstream::Server>> m_trials;
    std::uint32_t m_retiring = 0;
    // Waiters for any change: settle() and stopAll() look again whenever it fires.
    asio::steady_timer m_changed;
    // Cleared when the pool goes, so that late callbacks of servers find nothing.
    std::shared_ptr<ServerPool*> m_self;
};

} // namespace portcullis::engine
