#pragma once

#include "gateway/http/message.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace portcullis::http {

// The path of a process's program; empty when the system does not tell.
[[nodiscard]] std::string executableOf(std::int64_t pid);

// Finds the process at the other end of a TCP connection on loopback. It asks the system for every
// socket of this user, which may take milliseconds; who connected before is asked first.
// Owner: whoever accepts connections. Thread: any one at a time, where blocking does no harm.
// Errors: none; a process that is gone, hides, or is another user's stays unknown.
class PeerFinder
{
public:
    // `peer` as the server sees it; its pid and executable are filled in where they are found.
    [[nodiscard]] Peer find(Peer peer, std::uint16_t serverPort);

private:
    [[nodiscard]] std::optional<std::int64_t> ownerOf(const std::string& socketLink);

    std::deque<std::int64_t> m_recent; // processes that were found lately, the newest first
};

} // namespace portcullis::http
