#include "gateway/engine/log_levels.h"

#include "gateway/engine/call_records.h"

#include <algorithm>
#include <utility>

namespace portcullis::engine {

LogLevels::LogLevels(Parts parts)
    : m_parts(std::move(parts))
{}

LogLevels::Levels LogLevels::wantedBySessions() const
{
    Levels wanted;
    const AccessPtr access = m_parts.access();
    if (!access) {
        return wanted;
    }
    m_parts.sessions.forEach([&](const Session& session) {
        if (!session.logLevel) {
            return;
        }
        for (const ServerId& server : reachableServers(*access, session.key, session.profile)) {
            const auto [entry, added] = wanted.emplace(server, *session.logLevel);
            entry->second = std::min(entry->second, *session.logLevel);
        }
    });
    return wanted;
}

void LogLevels::refresh()
{
    m_ofSessions = wantedBySessions();
    apply();
}

void LogLevels::apply()
{
    Levels all = m_ofSessions;
    for (const auto& [server, levels] : m_ofRequests) {
        const auto [entry, added] = all.emplace(server, *levels.begin());
        entry->second = std::min(entry->second, *levels.begin());
    }
    if (all == m_applied) {
        return;
    }
    m_applied = std::move(all);
    m_parts.servers.wantLogLevels(m_applied);
}

http::Task<std::shared_ptr<void>>
LogLevels::raise(ServerId server, ServerPool::Caller caller, protocol::LogLevel level)
{
    m_ofRequests[server].insert(level);
    apply();
    auto lower = [this, server, level](void*) {
        const auto found = m_ofRequests.find(server);
        found->second.erase(found->second.find(level));
        if (found->second.empty()) {
            m_ofRequests.erase(found);
        }
        apply();
    };
    std::shared_ptr<void> raised(this, std::move(lower));
    co_await m_parts.servers.logLevelTold(server, std::move(caller));
    co_return raised;
}

} // namespace portcullis::engine
