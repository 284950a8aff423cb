#pragma once

#include "gateway/http/async.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace portcullis::upstream {

namespace asio = boost::asio;
using http::Task;

// Asks for one of a server's lists again when the server says that it changed, however often it
// says so: at most once in an interval, which doubles up to a minute while the changes do not stop
// (G-56). Owner: ServerCore, one a list and connection; a running coroutine keeps it alive. Thread:
// gateway. Failure: a list that cannot be had leaves the last one in place.
class ListRefresher : public std::enable_shared_from_this<ListRefresher>
{
public:
    struct Parts
    {
        asio::io_context& io;
        std::chrono::milliseconds interval{2000};
        // Asks and takes the answer; false when it failed. Not called after stop().
        std::function<Task<bool>()> fetch;
    };

    explicit ListRefresher(Parts parts);

    void changed();
    // At once, whatever the interval; false when it failed.
    Task<bool> refresh();
    void stop();

    [[nodiscard]] bool stopped() const { return m_stopped; }

private:
    static Task<> run(std::shared_ptr<ListRefresher> self);

    Parts m_parts;
    asio::steady_timer m_pause;
    std::chrono::milliseconds m_interval;
    std::chrono::steady_clock::time_point m_last;
    bool m_changed = false;
    bool m_running = false;
    bool m_stopped = false;
};

} // namespace portcullis::upstream
