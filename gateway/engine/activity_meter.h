#pragma once

#include "gateway/api/status.h"
#include "gateway/base/clock.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace portcullis::engine {

// Counts what the overview shows: calls per minute over an hour, totals, when each key was last
// used, how many requests a key has made in this minute, and how many wrong keys came from where.
// Owner: engine. Thread: gateway. Errors: none.
class ActivityMeter
{
public:
    explicit ActivityMeter(const Clock& clock);

    void countCall(const KeyId& key);
    void countRefusal();
    // Takes one of the key's requests of this minute; false when `limit` (0: none) is used up.
    [[nodiscard]] bool takeRequest(const KeyId& key, std::uint32_t limit);
    // Counts a wrong key; false when its source, or everybody together, has presented more in this
    // minute than people and their programs do by mistake (F-12).
    [[nodiscard]] bool takeWrongKey(const std::string& source);
    // Until the next minute begins and the two above count anew; at least one.
    [[nodiscard]] std::chrono::seconds untilNextMinute() const;
    void restoreUses(const std::vector<api::KeyUse>& uses);
    void forget(const KeyId& key);

    [[nodiscard]] std::vector<std::uint32_t> perMinute() const; // 60 values, oldest first
    [[nodiscard]] std::vector<api::KeyUse> uses() const;

    [[nodiscard]] std::uint64_t calls() const { return m_calls; }

    [[nodiscard]] std::uint64_t refused() const { return m_refused; }

private:
    static constexpr std::size_t kMinutes = 60;
    static constexpr std::uint32_t kWrongKeys = 10; // of one source in a minute
    static constexpr std::size_t kSources = 256;    // a machine has many loopback addresses

    struct Window
    {
        std::int64_t minute = -1;
        std::uint32_t requests = 0;
    };

    [[nodiscard]] std::int64_t minuteNow() const;

    const Clock& m_clock;
    std::array<std::uint32_t, kMinutes> m_counts{};
    std::array<std::int64_t, kMinutes> m_minutes{};
    std::map<KeyId, WallTime> m_uses;
    std::map<KeyId, Window> m_windows;
    std::int64_t m_wrongMinute = -1; // that m_wrongKeys is of
    std::map<std::string, std::uint32_t, std::less<>> m_wrongKeys;
    std::uint64_t m_calls = 0;
    std::uint64_t m_refused = 0;
};

} // namespace portcullis::engine
