#pragma once

#include "gateway/base/clock.h"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace portcullis::test {

// A clock that stands still until a test moves it. Wall time begins at 2026-11-22T09:30:00.000Z
// unless told otherwise; monotonic time begins at an hour, so that a little can be subtracted from
// it. Owner: the test; it outlives whoever was given a reference. Thread: any. Failure: none.
class ManualClock final : public Clock
{
public:
    static constexpr std::int64_t kDefaultStart = 1'795'339'800'000'000;

    explicit ManualClock(WallTime start = fromMicros(kDefaultStart))
        : m_wallMicros(toMicros(start))
    {}

    [[nodiscard]] WallTime wallNow() const override { return fromMicros(m_wallMicros); }

    [[nodiscard]] MonotonicTime monotonicNow() const override
    {
        return MonotonicTime(std::chrono::microseconds(m_monotonicMicros));
    }

    [[nodiscard]] std::chrono::microseconds elapsedNow() const override
    {
        return std::chrono::microseconds(m_monotonicMicros);
    }

    // Time passes: both clocks move.
    void advance(std::chrono::microseconds by)
    {
        m_wallMicros += by.count();
        m_monotonicMicros += by.count();
    }

    // Somebody sets the wall clock: intervals do not notice.
    void setWall(WallTime time) { m_wallMicros = toMicros(time); }

private:
    static constexpr std::int64_t kHour = 3'600'000'000;

    std::atomic<std::int64_t> m_wallMicros;
    std::atomic<std::int64_t> m_monotonicMicros = kHour;
};

} // namespace portcullis::test
