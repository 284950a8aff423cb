#pragma once

#include "gateway/http/async.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace portcullis::http {

// Something with deadlines that need not be met to the millisecond.
class Swept
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual void sweep(TimePoint now) = 0;

protected:
    ~Swept() = default;
};

// Looks after the deadlines of many connections with one timer, because setting a timer for each
// request costs more than the rest of its bookkeeping. Ticks only while something is registered.
// Owner: shared by those that register (they may outlive the server). Thread: gateway.
class Sweep : public std::enable_shared_from_this<Sweep>
{
public:
    Sweep(const asio::any_io_executor& executor, std::chrono::milliseconds period);

    void add(Swept& entry);
    void remove(Swept& entry); // also from within sweep()
    // Ticks early once, for whoever expects something to happen at once.
    void soon();

private:
    void arm(std::chrono::milliseconds delay);
    void tick();

    asio::steady_timer m_timer;
    std::chrono::milliseconds m_period;
    std::vector<Swept*> m_entries; // nullptr where one was removed during a tick
    std::size_t m_count = 0;
    bool m_ticking = false;
    bool m_armed = false;
    unsigned m_generation =
        0; // of the wait that counts; one that was cut short belongs to an older one
    bool m_soon = false;
};

} // namespace portcullis::http
