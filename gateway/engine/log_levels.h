#pragma once

#include "gateway/engine/access.h"
#include "gateway/engine/server_pool.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/async.h"
#include "gateway/protocol/logging.h"

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace portcullis::engine {

// Which messages each server of the session era is asked for: the least severe that a session with
// access to it has asked for, or a running request of a client without one (D-45). What each of
// them gets is filtered once more on its way. Sessions that have said nothing leave it to the
// server. Owner: engine. Thread: gateway. Errors: none.
class LogLevels
{
public:
    struct Parts
    {
        ServerPool& servers;
        SessionTable& sessions;
        std::function<AccessPtr()> access; // in force now; may be null
    };

    explicit LogLevels(Parts parts);

    // After sessions, their levels or their rights have changed.
    void refresh();

    // A running request wants messages of this server as long as the result lives, which must be
    // shorter than this. Completes when the connection that the caller's request goes to knows.
    [[nodiscard]] http::Task<std::shared_ptr<void>>
    raise(ServerId server, ServerPool::Caller caller, protocol::LogLevel level);

private:
    using Levels = std::map<ServerId, protocol::LogLevel>;

    [[nodiscard]] Levels wantedBySessions() const;
    void apply();

    Parts m_parts;
    Levels m_ofSessions;
    std::map<ServerId, std::multiset<protocol::LogLevel>> m_ofRequests;
    Levels m_applied;
};

} // namespace portcullis::engine
