#pragma once

#include "gateway/http/async.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>

namespace portcullis::upstream {

namespace asio = boost::asio;
using http::Task;

// How much one server may say at a time: what is beyond it is read later, so that a server that
// never stops talking, be it of changed lists, makes nobody wait but itself (G-56, G-57). Owner: a
// channel. Thread: gateway. Failure: none.
class Pace
{
public:
    static constexpr std::size_t kPerSecond = 5000; // messages
    static constexpr std::size_t kBurst = 10'000;

    explicit Pace(asio::io_context& io);

    // Counts messages that have been read, and returns when the next may be, or after stop().
    Task<> take(std::size_t messages);
    void stop();

private:
    std::chrono::steady_clock::time_point m_last; // when the allowance was right
    double m_allowance = kBurst;
    bool m_stopped = false;
    asio::steady_timer m_timer;
};

} // namespace portcullis::upstream
