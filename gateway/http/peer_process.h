#pragma once

#include "gateway/http/message.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace portcullis::http {

// The path of a process's program; empty when the system does not tell.
[[nodiscard]] std::string executableOf(std::int64_t pid);

// Finds the process at the other end of a TCP connection on loopback. Who connected before is
// looked at first; to look at every process of this user may take milliseconds. Owner: whoever
// accepts connections. Thread: any one at a time, where blocking does no harm. Errors: none; a
// process that is gone, hides, or is another user's stays unknown.
class PeerFinder
{
public:
    // `peer` as the server sees it, `server` its own end, "127.0.0.1:8717"; pid and executable are
    // filled in where they are found.
    [[nodiscard]] Peer find(Peer peer, const std::string& server);

private:
    [[nodiscard]] std::optional<std::int64_t> ownerOf(const std::string& socketLink);

    std::deque<std::int64_t> m_recent; // processes that were found lately, the newest first
};

} // namespace portcullis::http
