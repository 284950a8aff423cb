#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <utility>

namespace portcullis::http {

namespace asio = boost::asio;

// A coroutine on the gateway thread.
template <typename T = void>
using Task = asio::awaitable<T>;

// Wakes the one coroutine that waits for something to change. It remembers nothing: who waits looks
// at the condition before and after, in a loop. It must outlive the wait.
// Owner: whoever waits. Thread: the one of its io_context.
class Signal
{
public:
    using TimePoint = asio::steady_timer::time_point;

    explicit Signal(const asio::any_io_executor& executor)
        : m_timer(executor, TimePoint::max())
    {}

    void notify() { m_timer.cancel(); }

    Task<> wait(TimePoint until = TimePoint::max())
    {
        boost::system::error_code ignored;
        m_timer.expires_at(until);
        co_await m_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }

private:
    asio::steady_timer m_timer;
};

// A value that comes later, for one waiter, which takes it. Set before or after the wait begins;
// the first set() wins. It must outlive the wait. Owner: whoever waits. Thread: the one of its
// io_context.
template <typename T>
class Promise
{
public:
    explicit Promise(const asio::any_io_executor& executor)
        : m_changed(executor)
    {}

    [[nodiscard]] bool isSet() const { return m_value.has_value(); }

    void set(T value)
    {
        if (!m_value) {
            m_value.emplace(std::move(value));
            m_changed.notify();
        }
    }

    // Waits for the value and takes it.
    Task<T> wait()
    {
        while (!m_value) {
            co_await m_changed.wait();
        }
        co_return std::move(*m_value);
    }

    // The same until a deadline; nothing when it passes first. Waiting again is allowed then.
    Task<std::optional<T>> waitUntil(Signal::TimePoint deadline)
    {
        while (!m_value && asio::steady_timer::clock_type::now() < deadline) {
            co_await m_changed.wait(deadline);
        }
        if (!m_value) {
            co_return std::nullopt;
        }
        co_return std::optional<T>(std::move(*m_value));
    }

private:
    Signal m_changed;
    std::optional<T> m_value;
};

} // namespace portcullis::http
