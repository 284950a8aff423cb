#include "gateway/audit/clock_watch.h"

namespace portcullis::audit {

std::optional<ClockStep> ClockWatch::look(WallTime latest)
{
    const WallTime now = m_clock.wallNow();
    const WallTime seen = now - m_clock.elapsedNow();
    if (!m_difference) {
        m_seen = seen;
        return now < latest - kTolerance ? std::optional(ClockStep{latest, now, true})
                                         : std::nullopt;
    }
    // Small steps add up until they are worth a record.
    const auto moved = seen - *m_difference;
    if (moved <= kTolerance && moved >= -kTolerance) {
        m_seen = m_difference;
        return std::nullopt;
    }
    m_seen = seen;
    return ClockStep{now - moved, now, false};
}

} // namespace portcullis::audit
