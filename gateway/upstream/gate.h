#pragma once

#include "gateway/http/async.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>

namespace portcullis::upstream {

namespace asio = boost::asio;
using http::Task;

// Something that any number of coroutines may wait for. Owner: whoever opens it; waiters keep the
// owner alive. Thread: the one of its io_context.
class Gate
{
public:
    explicit Gate(asio::any_io_executor executor)
        : m_executor(std::move(executor))
    {}

    ~Gate() = default;

    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    [[nodiscard]] bool isOpen() const { return m_open; }

    void open();

    void shut() { m_open = false; }

    Task<> wait();
    // False when the time was over first.
    Task<bool> waitFor(std::chrono::milliseconds limit);

private:
    Task<> waitUntil(asio::steady_timer::time_point end);

    asio::any_io_executor m_executor;
    std::list<asio::steady_timer*> m_waiters;
    bool m_open = false;
};

} // namespace portcullis::upstream
