#include "gateway/http/connection.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

// Connections that wait for a request hold descriptors: how many may, and which give way.
namespace portcullis::http {

namespace {

// Longest idle first; those that became idle just now are left out.
std::vector<Connection*> idleOf(const ServerCore& core, Swept::TimePoint now)
{
    std::vector<Connection*> found;
    for (Connection* connection : core.connections) {
        if (connection->idle() && now - connection->idleSince() >= core.options.idleGrace) {
            found.push_back(connection);
        }
    }
    std::ranges::sort(found, {}, &Connection::idleSince);
    return found;
}

} // namespace

bool Connection::closeIdle()
{
    boost::system::error_code ignored;
    if (!idle() || m_wire.socket.available(ignored) > 0) {
        return false;
    }
    close();
    return true;
}

void ServerCore::closeOneIdle()
{
    for (Connection* connection : idleOf(*this, std::chrono::steady_clock::now())) {
        if (connection->closeIdle()) {
            return;
        }
    }
}

void ServerCore::trimIdle(Swept::TimePoint now)
{
    if (std::exchange(trimmed, now) == now) {
        return;
    }
    if (full()) {
        room.notify(); // one may be idle long enough by now
    }
    if (idle <= std::min(options.idleConnections, options.idlePerPeer)) {
        return;
    }
    const std::vector<Connection*> found = idleOf(*this, now);
    std::map<std::optional<std::int64_t>, std::size_t> ofPeer;
    for (const Connection* connection : found) {
        ++ofPeer[connection->peer().pid];
    }
    std::size_t left = found.size();
    for (Connection* connection : found) {
        std::size_t& same = ofPeer[connection->peer().pid];
        const bool tooMany = left > options.idleConnections || same > options.idlePerPeer;
        if (tooMany && connection->closeIdle()) {
            --left;
            --same;
        }
    }
}

} // namespace portcullis::http
