#include "gateway/engine/kept_states.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <array>
#include <cstdint>
#include <utility>

namespace portcullis::engine {

KeptStates::KeptStates(const Clock& clock)
    : m_clock(clock)
{}

std::optional<std::string> KeptStates::keep(const KeyId& key, std::string state)
{
    auto oldest = m_states.end();
    std::size_t ofKey = 0;
    for (auto entry = m_states.begin(); entry != m_states.end(); ++entry) {
        if (entry->second.key == key) {
            ++ofKey;
            const bool older =
                oldest == m_states.end() || entry->second.since < oldest->second.since;
            oldest = older ? entry : oldest;
        }
    }
    const bool full = m_states.size() >= kMost || ofKey >= kMostOfKey;
    if (state.size() > kMostBytes || (full && oldest == m_states.end())) {
        return std::nullopt;
    }
    if (full) {
        m_states.erase(oldest); // of a round that is over, or that nobody came back to
    }
    std::array<std::uint8_t, 16> random{};
    fillRandom(random);
    std::string handle = toBase64Url(random);
    m_states[handle] = {key, std::move(state), m_clock.monotonicNow()};
    return handle;
}

std::optional<std::string> KeptStates::find(const KeyId& key, const std::string& handle) const
{
    const auto found = m_states.find(handle);
    if (found == m_states.end() || found->second.key != key) {
        return std::nullopt;
    }
    return found->second.state;
}

void KeptStates::sweep(const std::function<bool(const KeyId&)>& mayBeUsed)
{
    const MonotonicTime now = m_clock.monotonicNow();
    std::erase_if(m_states, [&](const auto& entry) {
        return now - entry.second.since > kLife || !mayBeUsed(entry.second.key);
    });
}

} // namespace portcullis::engine
