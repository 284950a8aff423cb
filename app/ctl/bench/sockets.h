#pragma once

#include "app/ctl/bench/file_descriptor.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// The few socket calls that the measuring programs share. All block; messages are small.
namespace portcullis::ctl::bench {

struct Listener
{
    FileDescriptor socket;
    std::uint16_t port = 0;
};

[[nodiscard]] Result<Listener> listenOnLoopback(std::uint16_t port);
[[nodiscard]] Result<FileDescriptor> connectToLoopback(std::uint16_t port);

void sendWithoutDelay(int socket);
// To a socket or a pipe; false when the other side has gone.
[[nodiscard]] bool writeAll(int fd, std::string_view bytes);

struct Url
{
    std::uint16_t port = 0;
    std::string path;
};

// http://127.0.0.1:PORT/PATH or http://localhost:PORT/PATH; nothing else is ever measured.
[[nodiscard]] Result<Url> parseLoopbackUrl(std::string_view text);

} // namespace portcullis::ctl::bench
