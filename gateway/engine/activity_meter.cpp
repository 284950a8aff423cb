#include "gateway/engine/activity_meter.h"

namespace portcullis::engine {

ActivityMeter::ActivityMeter(const Clock& clock)
    : m_clock(clock)
{
    m_minutes.fill(-1);
}

std::int64_t ActivityMeter::minuteNow() const
{
    // Monotonic, so that a clock set back opens no second window.
    return std::chrono::duration_cast<std::chrono::minutes>(
               m_clock.monotonicNow().time_since_epoch())
        .count();
}

void ActivityMeter::countCall(const KeyId& key)
{
    const std::int64_t minute = minuteNow();
    const auto slot = static_cast<std::size_t>(minute) % kMinutes;
    if (m_minutes[slot] != minute) {
        m_minutes[slot] = minute;
        m_counts[slot] = 0;
    }
    ++m_counts[slot];
    ++m_calls;
    m_uses[key] = m_clock.wallNow();
}

void ActivityMeter::countRefusal()
{
    ++m_refused;
}

bool ActivityMeter::takeRequest(const KeyId& key, std::uint32_t limit)
{
    Window& window = m_windows[key];
    const std::int64_t minute = minuteNow();
    if (window.minute != minute) {
        window = {minute, 0};
    }
    if (limit != 0 && window.requests >= limit) {
        return false;
    }
    ++window.requests;
    return true;
}

bool ActivityMeter::takeWrongKey(const std::string& source)
{
    const std::int64_t minute = minuteNow();
    if (m_wrongMinute != minute) {
        m_wrongMinute = minute;
        m_wrongKeys.clear();
    }
    const auto found = m_wrongKeys.find(source);
    if (found == m_wrongKeys.end() && m_wrongKeys.size() >= kSources) {
        return false;
    }
    std::uint32_t& count = found == m_wrongKeys.end() ? m_wrongKeys[source] : found->second;
    if (count >= kWrongKeys) {
        return false;
    }
    ++count;
    return true;
}

std::chrono::seconds ActivityMeter::untilNextMinute() const
{
    const auto now = m_clock.monotonicNow().time_since_epoch();
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::minutes(minuteNow() + 1) - now);
}

void ActivityMeter::restoreUses(const std::vector<api::KeyUse>& uses)
{
    for (const api::KeyUse& use : uses) {
        m_uses[use.key] = use.lastUsed;
    }
}

void ActivityMeter::forget(const KeyId& key)
{
    m_uses.erase(key);
    m_windows.erase(key);
}

std::vector<std::uint32_t> ActivityMeter::perMinute() const
{
    std::vector<std::uint32_t> counts;
    counts.reserve(kMinutes);
    const std::int64_t now = minuteNow();
    for (std::int64_t minute = now - static_cast<std::int64_t>(kMinutes) + 1; minute <= now;
         ++minute) {
        const auto slot = static_cast<std::size_t>(minute) % kMinutes;
        counts.push_back(minute >= 0 && m_minutes[slot] == minute ? m_counts[slot] : 0);
    }
    return counts;
}

std::vector<api::KeyUse> ActivityMeter::uses() const
{
    std::vector<api::KeyUse> uses;
    uses.reserve(m_uses.size());
    for (const auto& [key, time] : m_uses) {
        uses.push_back({key, time});
    }
    return uses;
}

} // namespace portcullis::engine
