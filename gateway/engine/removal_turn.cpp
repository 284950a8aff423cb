#include "gateway/engine/removal_turn.h"

#include <utility>

namespace portcullis::engine {

void RemovalTurn::begin(const Now& now, std::optional<WallTime> trusted)
{
    m_next = now.steady + kFirstPause;
    m_lead = leadOf(trusted.value_or(now.wall), now);
    m_mostAhead = kMostOff;
    look(now);
}

// Where it may well be from is where it is believed to be from then on: a clock that is far behind
// at the start and set right later is such a one, too.
void RemovalTurn::look(const Now& now)
{
    const auto ahead = leadOf(now.wall, now) - m_lead;
    const bool isAhead = ahead > m_mostAhead;
    m_hasChanged = m_hasChanged || isAhead != m_trusted.has_value();
    if (isAhead) {
        m_trusted = WallTime(m_lead + now.elapsed);
        return;
    }
    m_trusted.reset();
    if (m_mostAhead == kMostOff && ahead >= std::chrono::microseconds(0)) {
        confirm(now);
    }
}

void RemovalTurn::confirm(const Now& now)
{
    m_lead = leadOf(now.wall, now);
    m_mostAhead = kMostSetForward;
    m_hasChanged = m_hasChanged || m_trusted.has_value();
    m_trusted.reset();
}

bool RemovalTurn::takeChange()
{
    return std::exchange(m_hasChanged, false);
}

bool RemovalTurn::isDue(const Now& now) const
{
    return !m_isRunning && !m_trusted && m_next && now.steady >= *m_next;
}

void RemovalTurn::started()
{
    m_isRunning = true;
}

void RemovalTurn::ended(const Now& now, std::string error)
{
    m_error = std::move(error);
    m_isRunning = false;
    m_next = now.steady + kPause;
}

std::string RemovalTurn::problem(const Now& now) const
{
    if (m_trusted) {
        const auto days = std::chrono::duration_cast<std::chrono::days>(now.wall - *m_trusted);
        return "What is too old is not removed: the clock is " + std::to_string(days.count()) +
               " days ahead of what the log has known. Set it, or, when it is right, remove "
               "something with `portcullisctl retention remove`.";
    }
    return m_error.empty() ? std::string() : "What is too old could not be removed: " + m_error;
}

} // namespace portcullis::engine
