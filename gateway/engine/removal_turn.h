#pragma once

#include "gateway/base/clock.h"

#include <chrono>
#include <optional>
#include <string>

namespace portcullis::engine {

// When what is too old is removed by itself: regularly, but not by a clock that is further ahead
// than there is reason to believe, as what has been removed cannot be brought back. Nobody knows
// how long a machine was off, so at the start the log's last record is what a clock may be ahead of
// by some weeks; during a run hardly anything is.
//
// Pure: the clocks are given. Owner and thread: those of Gateway::Impl.
class RemovalTurn
{
public:
    struct Now
    {
        WallTime wall{};
        std::chrono::microseconds elapsed{}; // as Clock::elapsedNow()
        MonotonicTime steady{};
    };

    // Before the first look: a clock that is wrong at the start may be set right by then.
    static constexpr std::chrono::minutes kFirstPause{10};
    static constexpr std::chrono::hours kPause{1};
    // What the wall clock may be set forward by during a run.
    static constexpr std::chrono::hours kMostSetForward{24};
    // A machine may be off over somebody's holidays; contents are kept for longer than that.
    static constexpr std::chrono::days kMostOff{30};

    // `trusted`: a time that has certainly been, such as that of the log's last record; unknown for
    // a log that is new.
    void begin(const Now& now, std::optional<WallTime> trusted);

    [[nodiscard]] bool hasBegun() const { return m_next.has_value(); }

    // The clock as it is now; before the questions below.
    void look(const Now& now);

    // Set while the clock is too far ahead: what time it certainly is.
    [[nodiscard]] const std::optional<WallTime>& trusted() const { return m_trusted; }

    // A person has removed something by hand, and so trusts the clock.
    void confirm(const Now& now);

    // Once after each time that trusted() has come or gone: it is to be kept for the next run,
    // whose last record goes by the clock as it is now.
    [[nodiscard]] bool takeChange();

    [[nodiscard]] bool isDue(const Now& now) const;
    void started();
    // `error`: why not all was removed; empty when it was.
    void ended(const Now& now, std::string error);

    // Why what is too old is still there: for people, or empty.
    [[nodiscard]] std::string problem(const Now& now) const;

private:
    // How far the wall clock is ahead of what has elapsed.
    [[nodiscard]] static std::chrono::microseconds leadOf(WallTime wall, const Now& now)
    {
        return wall.time_since_epoch() - now.elapsed;
    }

    std::optional<MonotonicTime> m_next;
    bool m_isRunning = false;
    std::chrono::microseconds m_lead{};      // that is believed
    std::chrono::microseconds m_mostAhead{}; // of it
    std::optional<WallTime> m_trusted;
    bool m_hasChanged = true; // a mark of an earlier run may be there
    std::string m_error;
};

} // namespace portcullis::engine
