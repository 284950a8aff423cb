#include "gateway/audit/outage.h"

namespace portcullis::audit {

void Outage::look(const std::optional<Error>& health, WallTime now)
{
    if (health && !m_begun) {
        m_begun = Begun{now, health->code};
    }
    if (m_begun) {
        m_begun->isOver = !health;
    }
}

// A broken disk is left alone; one that is only full has a reserve.
std::optional<LogNote> Outage::due() const
{
    if (!m_begun) {
        return std::nullopt;
    }
    if (m_begun->isOver) {
        return LogResumed{m_begun->since, m_begun->reason, m_refused};
    }
    if (!m_begun->isNoted && m_begun->reason == ErrorCode::ResourceExhausted) {
        return LogSuspended{m_begun->reason};
    }
    return std::nullopt;
}

void Outage::done(const LogNote& note)
{
    if (const auto* const resumed = std::get_if<LogResumed>(&note)) {
        m_refused -= resumed->refused;
        m_begun.reset();
    } else {
        m_begun->isNoted = true;
    }
}

} // namespace portcullis::audit
