#pragma once

#include "gateway/base/clock.h"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace portcullis::test {

// The system's time, set forward by as much as a test likes, for what takes minutes and runs by
// itself meanwhile. Owner: the test; it outlives whoever was given a reference. Thread: any.
// Failure: none.
class ShiftedClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override { return m_real.wallNow() + shift(); }

    [[nodiscard]] MonotonicTime monotonicNow() const override
    {
        return m_real.monotonicNow() + shift();
    }

    [[nodiscard]] std::chrono::microseconds elapsedNow() const override
    {
        return m_real.elapsedNow() + shift();
    }

    void advance(std::chrono::microseconds by) { m_shift += by.count(); }

private:
    [[nodiscard]] std::chrono::microseconds shift() const
    {
        return std::chrono::microseconds(m_shift);
    }

    SystemClock m_real;
    std::atomic<std::int64_t> m_shift = 0;
};

} // namespace portcullis::test
