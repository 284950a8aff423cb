#pragma once

#include "app/ctl/bench/file_descriptor.h"
#include "gateway/base/result.h"

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <span>

namespace portcullis::ctl::bench {

// Files to read from, waited for with the kernel's full resolution: at 5,000 calls a second a
// millisecond is five calls. Owner: lanes. Thread: theirs. Failure: add() says so.
class PollSet
{
public:
    PollSet()
        : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    {}

    [[nodiscard]] Result<> add(int fd);
    // The files that can be read; valid until the next call.
    [[nodiscard]] std::span<const int> wait(std::chrono::nanoseconds atMost);

private:
    FileDescriptor m_epoll;
    std::array<epoll_event, 64> m_events{};
    std::array<int, 64> m_ready{};
};

} // namespace portcullis::ctl::bench
