#include "gateway/base/atomic_file.h"
#include "gateway/engine/server_pool.h"

#include <nlohmann/json.hpp>

#include <utility>

// Which connections a server has, and what is remembered of its era.
namespace portcullis::engine {

namespace {

constexpr const char* kVerdictsFile = "eras.json";
constexpr std::size_t kMaxVerdictBytes = 1024 * 1024;
constexpr std::chrono::milliseconds kClassIdle{60'000};

bool isHttp(const api::ServerConfig& config)
{
    return config.transport == api::Transport::Http;
}

} // namespace

// A server of the session era is told once, when the connection opens, what its client can be
// asked. One that is reached over HTTP gets a connection for each answer to that, so that it never
// asks in vain; a program has one for all, because its state is its clients' common state (D-80).
upstream::Server* ServerPool::findFor(const ServerId& id, const protocol::ClientFeatures& client)
{
    const auto found = m_running.find(id);
    if (found == m_running.end()) {
        return nullptr;
    }
    upstream::Server* const main = found->second.server.get();
    const auto& hello = main->hello();
    const bool fixed = hello && protocol::eraOf(hello->revision) == protocol::Era::Session;
    const protocol::ClientFeatures features = protocol::both(client, kBridgedFeatures);
    if (!fixed || !isHttp(found->second.config) || features == kBridgedFeatures) {
        return main;
    }
    auto& server = m_classes[{id, protocol::writeClientFeatures(features)}];
    if (server == nullptr) {
        upstream::ServerOptions options = optionsFor(found->second.config);
        options.features = features;
        options.idleStop = kClassIdle;
        options.dataFolder.clear();    // the log is the main connection's
        upstream::ServerEvents events; // all else is the main connection's to tell
        events.elicitationComplete = eventsFor(id).elicitationComplete;
        server = upstream::Server::create(
            m_io, std::move(options), *m_credentials, m_clock, std::move(events));
        server->wantLogLevel(logLevelOf(id));
    }
    return server.get();
}

std::vector<upstream::Server*> ServerPool::connectionsOf(const ServerId& id)
{
    std::vector<upstream::Server*> all;
    if (upstream::Server* main = find(id)) {
        all.push_back(main);
    }
    for (const auto& [key, server] : m_classes) {
        if (key.first == id) {
            all.push_back(server.get());
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

void ServerPool::retireClasses(const ServerId& id)
{
    for (auto entry = m_classes.begin(); entry != m_classes.end();) {
        if (entry->first.first == id) {
            retire(std::move(entry->second));
            entry = m_classes.erase(entry);
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
