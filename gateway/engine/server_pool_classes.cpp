#include "gateway/base/atomic_file.h"
#include "gateway/engine/call_records.h"
#include "gateway/engine/server_pool.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

// Which connections a server has, and what is remembered of its era.
namespace portcullis::engine {

namespace {

constexpr const char* kVerdictsFile = "eras.json";
constexpr std::size_t kMaxVerdictBytes = 1024 * 1024;
constexpr std::chrono::milliseconds kClassIdle{60'000};
constexpr std::chrono::milliseconds kInstanceIdle = std::chrono::minutes(15); // D-63
constexpr std::size_t kMostOfServer = 16; // connections beside the main one
constexpr std::size_t kMostFurther = 64;  // of all servers

bool isHttp(const api::ServerConfig& config)
{
    return config.transport != api::Transport::Stdio;
}

http::Task<> watch(http::Task<std::set<std::string>> asked)
{
    co_await std::move(asked);
}

} // namespace

// A server of the session era is told once, when the connection opens, what its client can be
// asked. One that is reached over HTTP gets a connection for each answer to that, so that it never
// asks in vain; a program has one for all, because its state is its clients' common state (D-80).
// Where that state is one key's or one session's, each has a connection of its own (C-62).
ServerPool::Place ServerPool::placeFor(const Running& running, const Caller& caller) const
{
    const api::ServerConfig& config = running.config;
    const auto& hello = running.server->hello();
    const bool fixed = hello && protocol::eraOf(hello->revision) == protocol::Era::Session;
    Place place;
    const protocol::ClientFeatures all = bridgedTo(config);
    place.features = fixed && isHttp(config) ? protocol::both(caller.features, all) : all;
    const bool shared = config.scope == api::InstanceScope::Shared;
    place.main = shared && place.features == all;
    place.owner = ownerOf(config.id, caller.key, caller.session);
    place.key = {config.id,
                 place.owner.key.str() + " " + place.owner.session + " " +
                     protocol::writeClientFeatures(place.features)};
    return place;
}

ServerPool::Owner
ServerPool::ownerOf(const ServerId& id, const KeyId& key, const std::string& session) const
{
    const auto found = m_running.find(id);
    if (found == m_running.end() || found->second.config.scope == api::InstanceScope::Shared) {
        return {};
    }
    const bool ofSession = found->second.config.scope == api::InstanceScope::Session;
    return {key, ofSession ? session : std::string()};
}

upstream::Server* ServerPool::peek(const ServerId& id, const Caller& caller)
{
    const auto found = m_running.find(id);
    if (found == m_running.end()) {
        return nullptr;
    }
    const Place place = placeFor(found->second, caller);
    if (place.main) {
        return found->second.server.get();
    }
    const auto known = m_further.find(place.key);
    return known == m_further.end() ? nullptr : known->second.server.get();
}

upstream::Server* ServerPool::findFor(const ServerId& id, const Caller& caller)
{
    const auto found = m_running.find(id);
    if (found == m_running.end()) {
        return nullptr;
    }
    const Place place = placeFor(found->second, caller);
    if (place.main) {
        return found->second.server.get();
    }
    auto known = m_further.find(place.key);
    if (known == m_further.end()) {
        if (!makeRoom(id)) {
            return nullptr;
        }
        Further further{place.owner, {}, createFurther(found->second.config, place)};
        known = m_further.emplace(place.key, std::move(further)).first;
    }
    known->second.used = m_clock.monotonicNow();
    return known->second.server.get();
}

upstream::Server* ServerPool::findOwn(const ServerId& id, const Caller& caller)
{
    const bool shared = ownerOf(id, caller.key, caller.session) == Owner();
    return shared ? find(id) : findFor(id, caller);
}

std::unique_ptr<upstream::Server> ServerPool::createFurther(const api::ServerConfig& config,
                                                            const Place& place)
{
    const bool shared = place.owner == Owner();
    upstream::ServerOptions options = optionsFor(config);
    options.features = place.features;
    options.idleStop = shared ? kClassIdle : kInstanceIdle;
    options.keepWhileWatched = !shared;
    if (config.idleStop.count() > 0) {
        options.idleStop = std::min<std::chrono::milliseconds>(options.idleStop, config.idleStop);
    }
    options.dataFolder.clear();    // the log is the main connection's
    upstream::ServerEvents events; // all else is the main connection's to tell
    events.elicitationComplete = eventsFor(config.id).elicitationComplete;
    events.logMessage = messagesFor(config, place.owner);
    if (!shared) {
        events.resourceUpdated = [weak = std::weak_ptr(m_self),
                                  id = config.id,
                                  owner = place.owner](const std::string& uri) {
            const auto self = weak.lock();
            if (self && *self != nullptr) {
                (*self)->m_events.resourceUpdated(id, owner, uri);
            }
        };
    }
    auto server = upstream::Server::create(
        m_io, std::move(options), *m_credentials, m_clock, std::move(events));
    server->wantLogLevel(logLevelOf(config.id));
    if (const auto watched = m_watched.find({config.id, place.owner}); watched != m_watched.end()) {
        asio::co_spawn(m_io, watch(server->watchResources(watched->second)), asio::detached);
    }
    return server;
}

// What nobody's call is about is its owner's to hear, if it is one client's. A server that each
// session has is, for those without one, everybody's of the key.
std::function<void(const protocol::Message&)>
ServerPool::messagesFor(const api::ServerConfig& config, const Owner& owner)
{
    const bool ofSession = config.scope == api::InstanceScope::Session;
    if (owner.key.empty() || (ofSession && owner.session.empty())) {
        return {};
    }
    const auto rate = std::make_shared<MessageRate>(
        m_clock, MessageRate::kLogsPerSecond, MessageRate::kLogsPerSecond);
    return [weak = std::weak_ptr<ServerPool*>(m_self), id = config.id, owner, rate](
               const protocol::Message& message) {
        const auto self = weak.lock();
        if (self && *self != nullptr && rate->take()) {
            (*self)->m_events.ownMessage(id, owner, message);
        }
    };
}

void ServerPool::watchResources(const ServerId& id, const Owner& owner, std::set<std::string> uris)
{
    if (owner != Owner() && uris.empty()) {
        m_watched.erase({id, owner});
    } else if (owner != Owner()) {
        m_watched[{id, owner}] = uris;
    }
    if (upstream::Server* server = peek(id, {kBridgedFeatures, owner.key, owner.session})) {
        asio::co_spawn(m_io, watch(server->watchResources(std::move(uris))), asio::detached);
    }
}

http::Task<std::set<std::string>>
ServerPool::watchNow(ServerId id, Owner owner, std::set<std::string> uris)
{
    const std::weak_ptr<ServerPool*> weak = m_self;
    const Caller caller{kBridgedFeatures, owner.key, owner.session};
    upstream::Server* server = findOwn(id, caller);
    if (server != nullptr && owner != Owner()) {
        co_await server->firstAttempt();
        const auto self = weak.lock(); // the gateway may have ended meanwhile
        if (!self || *self == nullptr) {
            co_return std::set<std::string>();
        }
        server = peek(id, caller); // another one, or none, by now
        m_watched[{id, owner}] = uris;
    }
    if (server == nullptr) {
        co_return std::set<std::string>();
    }
    co_return co_await server->watchResources(std::move(uris));
}

// Whoever has not been needed for longest makes room, if nothing runs there.
bool ServerPool::makeRoom(const ServerId& id)
{
    const auto ofServer = std::ranges::count_if(
        m_further, [&id](const auto& entry) { return entry.first.first == id; });
    if (static_cast<std::size_t>(ofServer) < kMostOfServer && m_further.size() < kMostFurther) {
        return true;
    }
    auto oldest = m_further.end();
    for (auto entry = m_further.begin(); entry != m_further.end(); ++entry) {
        const api::ServerStatus status = entry->second.server->status();
        const bool unused = status.inFlight == 0 && status.state != api::ServerState::Starting;
        if (entry->first.first == id && unused &&
            (oldest == m_further.end() || entry->second.used < oldest->second.used)) {
            oldest = entry;
        }
    }
    if (oldest == m_further.end()) {
        return false;
    }
    retire(std::move(oldest->second.server));
    m_further.erase(oldest);
    return true;
}

void ServerPool::sweep(const std::function<bool(const KeyId&, const std::string&)>& isThere)
{
    const auto isGone = [&isThere](const Owner& owner) {
        return owner != Owner() && !isThere(owner.key, owner.session);
    };
    std::erase_if(m_watched, [&](const auto& entry) { return isGone(entry.first.second); });
    for (auto entry = m_further.begin(); entry != m_further.end();) {
        Further& further = entry->second;
        const bool gone = isGone(further.owner);
        if (gone || further.server->status().state == api::ServerState::Idle) {
            retire(std::move(further.server));
            entry = m_further.erase(entry);
        } else {
            ++entry;
        }
    }
}

std::vector<upstream::Server*> ServerPool::connectionsOf(const ServerId& id)
{
    std::vector<upstream::Server*> all;
    if (upstream::Server* main = find(id)) {
        all.push_back(main);
    }
    for (const auto& [key, further] : m_further) {
        if (key.first == id) {
            all.push_back(further.server.get());
        }
    }
    return all;
}

std::optional<protocol::LogLevel> ServerPool::logLevelOf(const ServerId& id) const
{
    const auto wanted = m_logLevels.find(id);
    return wanted == m_logLevels.end() ? std::nullopt : std::optional(wanted->second);
}

void ServerPool::wantLogLevels(std::map<ServerId, protocol::LogLevel> levels)
{
    m_logLevels = std::move(levels);
    for (const auto& [id, running] : m_running) {
        for (upstream::Server* server : connectionsOf(id)) {
            server->wantLogLevel(logLevelOf(id));
        }
    }
}

void ServerPool::tellRootsChanged(const ServerId& id)
{
    for (upstream::Server* server : connectionsOf(id)) {
        server->tellRootsChanged();
    }
}

http::Task<> ServerPool::logLevelTold(ServerId id, Caller caller)
{
    if (upstream::Server* server = peek(id, caller)) {
        co_await server->logLevelTold();
    }
}

void ServerPool::retireFurther(const ServerId& id)
{
    std::erase_if(m_watched, [&id](const auto& entry) { return entry.first.first == id; });
    for (auto entry = m_further.begin(); entry != m_further.end();) {
        if (entry->first.first == id) {
            retire(std::move(entry->second.server));
            entry = m_further.erase(entry);
        } else {
            ++entry;
        }
    }
}

void ServerPool::remember(const ServerId& id, const upstream::EraVerdict& verdict)
{
    m_verdicts[id] = verdict;
    nlohmann::json all = nlohmann::json::object();
    for (const auto& [server, known] : m_verdicts) {
        all[server.str()] = {{"fingerprint", known.fingerprint},
                             {"revision", protocol::revisionName(known.revision)},
                             {"probed", known.probedMicros}};
    }
    m_background([file = m_places.dataFolder / kVerdictsFile, text = all.dump(2)] {
        static_cast<void>(writeFileAtomically(file, text));
    });
}

void ServerPool::loadVerdicts()
{
    const auto text = readWholeFile(m_places.dataFolder / kVerdictsFile, kMaxVerdictBytes);
    if (!text) {
        return;
    }
    const auto all = nlohmann::json::parse(*text, nullptr, false);
    if (!all.is_object()) {
        return; // forgotten verdicts are probed again
    }
    for (const auto& [id, known] : all.items()) {
        if (!known.is_object()) {
            continue;
        }
        const auto revision = protocol::parseRevision(known.value("revision", std::string()));
        const auto probed = known.find("probed");
        if (revision && probed != known.end() && probed->is_number_integer()) {
            m_verdicts[ServerId(id)] = {
                known.value("fingerprint", std::string()), *revision, probed->get<std::int64_t>()};
        }
    }
}

} // namespace portcullis::engine
