#include "app/ctl/bench/poll_set.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace portcullis::ctl::bench {

Result<> PollSet::add(int fd)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
        return fail(
            ErrorCode::IoError, "The kernel refused to watch a connection.", std::strerror(errno));
    }
    return {};
}

std::span<const int> PollSet::wait(std::chrono::nanoseconds atMost)
{
    const auto nanos = std::max<std::int64_t>(0, atMost.count());
    const timespec limit{.tv_sec = nanos / 1'000'000'000, .tv_nsec = nanos % 1'000'000'000};
    const int ready = ::epoll_pwait2(
        m_epoll.get(), m_events.data(), static_cast<int>(m_events.size()), &limit, nullptr);
    const auto count = static_cast<std::size_t>(std::max(0, ready));
    std::transform(m_events.begin(),
                   m_events.begin() + static_cast<std::ptrdiff_t>(count),
                   m_ready.begin(),
                   [](const epoll_event& event) { return event.data.fd; });
    return std::span(m_ready).first(count);
}

} // namespace portcullis::ctl::bench
