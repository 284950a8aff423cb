#include "gateway/upstream/list_refresher.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::chrono::milliseconds kLongestInterval{60'000};

} // namespace

ListRefresher::ListRefresher(Parts parts)
    : m_parts(std::move(parts))
    , m_pause(m_parts.io)
    , m_interval(m_parts.interval)
    , m_last(std::chrono::steady_clock::now())
{}

void ListRefresher::changed()
{
    m_changed = true;
    if (!m_running && !m_stopped) {
        m_running = true;
        asio::co_spawn(m_parts.io, run(shared_from_this()), asio::detached);
    }
}

void ListRefresher::stop()
{
    m_stopped = true;
    m_pause.cancel();
}

Task<> ListRefresher::run(std::shared_ptr<ListRefresher> self)
{
    while (self->m_changed && !self->m_stopped) {
        self->m_pause.expires_at(self->m_last + self->m_interval);
        boost::system::error_code ignored;
        co_await self->m_pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (self->m_stopped) {
            break;
        }
        self->m_changed = false;
        co_await self->refresh();
        self->m_interval = self->m_changed ? std::min(self->m_interval * 2, kLongestInterval)
                                           : self->m_parts.interval;
    }
    self->m_running = false;
}

Task<bool> ListRefresher::refresh()
{
    const auto self = shared_from_this();
    const bool fetched = co_await self->m_parts.fetch();
    self->m_last = std::chrono::steady_clock::now();
    co_return fetched;
}

} // namespace portcullis::upstream
