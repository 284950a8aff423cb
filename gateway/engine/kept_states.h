#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/ids.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace portcullis::engine {

// States of servers of the stateless era that are too large for clients to carry (B-53): a client
// gets a handle instead. Owner: CallPipeline. Thread: gateway. Errors: what is too large even for
// this, or too much in all, is not kept.
class KeptStates
{
public:
    static constexpr std::size_t kMostBytes = 256UL * 1024; // of one that is kept
    static constexpr std::size_t kMostOfKey = 16;           // beyond it the oldest goes
    static constexpr std::size_t kMost = 256;
    static constexpr auto kLife = std::chrono::minutes(10);

    explicit KeptStates(const Clock& clock);

    // The handle.
    [[nodiscard]] std::optional<std::string> keep(const KeyId& key, std::string state);
    // Nothing for an unknown handle and for another key's alike. It stays for another try.
    [[nodiscard]] std::optional<std::string> find(const KeyId& key,
                                                  const std::string& handle) const;
    void sweep(const std::function<bool(const KeyId&)>& mayBeUsed);

private:
    struct Kept
    {
        KeyId key;
        std::string state;
        MonotonicTime since;
    };

    const Clock& m_clock;
    std::map<std::string, Kept, std::less<>> m_states;
};

} // namespace portcullis::engine
