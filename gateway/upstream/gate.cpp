#include "gateway/upstream/gate.h"

namespace portcullis::upstream {

namespace {

// Takes a waiter off the list, also when its coroutine is destroyed instead of resumed.
class Place
{
public:
    Place(std::list<asio::steady_timer*>& waiters, asio::steady_timer& timer)
        : m_waiters(waiters)
        , m_place(waiters.insert(waiters.end(), &timer))
    {}

    ~Place() { m_waiters.erase(m_place); }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    std::list<asio::steady_timer*>& m_waiters;
    std::list<asio::steady_timer*>::iterator m_place;
};

} // namespace

void Gate::open()
{
    m_open = true;
    for (asio::steady_timer* waiter : m_waiters) {
        waiter->cancel();
    }
}

Task<> Gate::waitUntil(asio::steady_timer::time_point end)
{
    if (m_open) {
        co_return;
    }
    asio::steady_timer timer(m_executor, end);
    const Place place(m_waiters, timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

Task<> Gate::wait()
{
    co_await waitUntil(asio::steady_timer::time_point::max());
}

Task<bool> Gate::waitFor(std::chrono::milliseconds limit)
{
    const auto end = asio::steady_timer::clock_type::now() + limit;
    co_await waitUntil(end);
    co_return m_open;
}

} // namespace portcullis::upstream
