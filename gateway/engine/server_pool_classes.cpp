#include "gateway/base/atomic_file.h"
#include "gateway/engine/call_records.h"
#include "gateway/engine/server_pool.h"

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

} // namespace

// A server of the session era is told once, when the connection opens, what its client can be
// asked. One that is reached over HTTP gets a connection for each answer to that, so that it never
// asks in vain; a program has one for all, because its state is its clients' common state (D-80).
// Where that state is one key's or one session's, each has a connection of its own (C-62).
upstream::Server* ServerPool::findFor(const ServerId& id, const Caller& caller)
{
    const auto found = m_running.find(id);
    if (found == m_running.end()) {
        return nullptr;
    }
    const api::ServerConfig& config = found->second.config;
    const auto& hello = found->second.server->hello();
    const bool fixed = hello && protocol::eraOf(hello->revision) == protocol::Era::Session;
    const protocol::ClientFeatures features =
        fixed && isHttp(config) ? protocol::both(caller.features, kBridgedFeatures)
                                : kBridgedFeatures;
    const bool shared = config.scope == api::InstanceScope::Shared;
    if (shared && features == kBridgedFeatures) {
        return found->second.server.get();
    }
    const bool ofSession = config.scope == api::InstanceScope::Session;
    Further further;
    further.owner.key = shared ? KeyId() : caller.key;
    further.owner.session = ofSession ? caller.session : std::string();
    const FurtherKey key(id,
                         further.owner.key.str() + " " + further.owner.session + " " +
                             protocol::writeClientFeatures(features));
    auto known = m_further.find(key);
    if (known == m_further.end()) {
        if (!makeRoom(id)) {
            return nullptr;
        }
        further.server = createFurther(config, features, further.owner);
        known = m_further.emplace(key, std::move(further)).first;
    }
    known->second.used = m_clock.monotonicNow();
    return known->second.server.get();
}

std::unique_ptr<upstream::Server> ServerPool::createFurther(
    const api::ServerConfig& config, const protocol::ClientFeatures& features, const Owner& owner)
{
    const bool shared = config.scope == api::InstanceScope::Shared;
    upstream::ServerOptions options = optionsFor(config);
    options.features = features;
    options.idleStop = shared ? kClassIdle : kInstanceIdle;
    if (config.idleStop.count() > 0) {
        options.idleStop = std::min<std::chrono::milliseconds>(options.idleStop, config.idleStop);
    }
    options.dataFolder.clear();    // the log is the main connection's
    upstream::ServerEvents events; // all else is the main connection's to tell
    events.elicitationComplete = eventsFor(config.id).elicitationComplete;
    events.logMessage = messagesFor(config, owner);
    auto server = upstream::Server::create(
        m_io, std::move(options), *m_credentials, m_clock, std::move(events));
    server->wantLogLevel(logLevelOf(config.id));
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
    for (auto entry = m_further.begin(); entry != m_further.end();) {
        Further& further = entry->second;
        const Owner& owner = further.owner;
        const bool gone = !owner.key.empty() && !isThere(owner.key, owner.session);
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

http::Task<> ServerPool::logLevelTold(ServerId id)
{
    std::vector<http::Task<>> told; // made at once: a server may go meanwhile
    for (upstream::Server* server : connectionsOf(id)) {
        told.push_back(server->logLevelTold());
    }
    for (http::Task<>& one : told) {
        co_await std::move(one);
    }
}

void ServerPool::retireFurther(const ServerId& id)
{
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
