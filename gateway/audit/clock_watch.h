#pragma once

#include "gateway/audit/bodies.h"
#include "gateway/base/clock.h"

#include <chrono>
#include <optional>

namespace portcullis::audit {

// Notices that somebody has set the wall clock: against what has passed since the last record, or,
// for the first record of a run, against the last one of the run before, which it must not precede.
//
// Owner: the log's file. Thread: the writer's.
class ClockWatch
{
public:
    // `clock` must outlive it.
    explicit ClockWatch(const Clock& clock)
        : m_clock(clock)
    {}

    // What is to be recorded before the next record; nothing while the clock runs as it should.
    // `latest` is the largest time in the log.
    [[nodiscard]] std::optional<ClockStep> look(WallTime latest);

    // What look() saw last has been committed.
    void committed() { m_difference = m_seen; }

private:
    static constexpr std::chrono::seconds kTolerance{2};

    const Clock& m_clock;
    std::optional<WallTime> m_difference; // the wall clock less what has elapsed, as it should be
    std::optional<WallTime> m_seen;       // as it is
};

} // namespace portcullis::audit
