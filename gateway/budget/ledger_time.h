#pragma once

#include "gateway/base/clock.h"
#include "gateway/budget/calendar.h"

#include <algorithm>
#include <optional>

namespace portcullis::budget {

// The time budgets go by: the wall clock's, but never back. While the wall clock stands behind the
// latest time seen, it goes on as fast as time passes, so that turning the clock back gains nothing
// and turning it forth by mistake and back again does not stop the windows.
class LedgerTime
{
public:
    WallTime advance(const Clock& clock)
    {
        const std::chrono::microseconds elapsed = clock.elapsedNow();
        const auto passed = m_elapsed ? std::max(elapsed - *m_elapsed, std::chrono::microseconds(0))
                                      : std::chrono::microseconds(0);
        m_elapsed = elapsed;
        return atLeast(std::max(m_now + passed, clock.wallNow()));
    }

    // Records tell of a later time than this one's.
    WallTime atLeast(WallTime time)
    {
        m_now = std::clamp(time, m_now, std::max(m_now, kLastTime));
        return m_now;
    }

    [[nodiscard]] WallTime now() const { return m_now; }

private:
    WallTime m_now = kFirstTime;
    std::optional<std::chrono::microseconds> m_elapsed;
};

} // namespace portcullis::budget
