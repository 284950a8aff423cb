#pragma once

#include "gateway/http/async.h"

#include <cstdint>

namespace portcullis::engine {

// Counts a coroutine as long as it lives: what it uses must not go before it. `quiet` is notified
// when it ends. Owner: the coroutine. Thread: gateway.
class HandlerCount
{
public:
    HandlerCount(std::uint32_t& count, http::Signal& quiet)
        : m_count(count)
        , m_quiet(quiet)
    {
        ++m_count;
    }

    ~HandlerCount()
    {
        --m_count;
        m_quiet.notify();
    }

    HandlerCount(const HandlerCount&) = delete;
    HandlerCount& operator=(const HandlerCount&) = delete;
    HandlerCount(HandlerCount&&) = delete;
    HandlerCount& operator=(HandlerCount&&) = delete;

private:
    std::uint32_t& m_count;
    http::Signal& m_quiet;
};

} // namespace portcullis::engine
