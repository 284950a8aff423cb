#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace portcullis::http {

// The number under which the system's tables know one end of a TCP connection, if this process's
// user has it. Both ends are as "127.0.0.1:50312" or "[::1]:50312". Thread: any, where a
// millisecond does no harm. Errors: nothing is found.
[[nodiscard]] std::optional<std::uint64_t> socketInode(const std::string& local,
                                                       const std::string& remote);

} // namespace portcullis::http
