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

// A value that comes later, for one waiter. Set before or after the wait begins; the first set() wins.
// Owner: whoever waits. Thread: the one of its io_context.
template <typename T>
class Promise
{
public:
    explicit Promise(const asio::any_io_executor& executor)
        : m_wake(executor, asio::steady_timer::time_point::max())
    {
    }

    [[nodiscard]] bool isSet() const { return m_value.has_value(); }

    void set(T value)
    {
        if (!m_value) {
            m_value.emplace(std::move(value));
            m_wake.cancel();
        }
    }

    // Waits for the value and takes it.
    Task<T> wait()
    {
        while (!m_value) {
            boost::system::error_code ignored;
            co_await m_wake.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        co_return std::move(*m_value);
    }

private:
    asio::steady_timer m_wake;
    std::optional<T> m_value;
};

} // namespace portcullis::http
