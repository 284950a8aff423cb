#include "gateway/upstream/pace.h"

#include <algorithm>

namespace portcullis::upstream {

Pace::Pace(asio::io_context& io)
    : m_last(std::chrono::steady_clock::now())
    , m_timer(io)
{}

Task<> Pace::take(std::size_t messages)
{
    const auto now = std::chrono::steady_clock::now();
    const double passed = std::chrono::duration<double>(now - m_last).count();
    m_last = now;
    m_allowance = std::min(m_allowance + passed * kPerSecond, double{kBurst});
    m_allowance -= static_cast<double>(messages);
    if (m_allowance >= 0 || m_stopped) {
        co_return;
    }
    const std::chrono::duration<double> debt(-m_allowance / kPerSecond);
    m_timer.expires_after(std::chrono::ceil<std::chrono::milliseconds>(debt));
    boost::system::error_code ignored;
    co_await m_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

void Pace::stop()
{
    m_stopped = true;
    m_timer.cancel();
}

} // namespace portcullis::upstream
