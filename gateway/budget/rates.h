#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"

#include <chrono>
#include <map>
#include <optional>

namespace portcullis::budget {

// How fast calls may come: a token bucket for each key and each server that has a RateLimit.
// Nothing of it outlives the program: buckets begin full.
// Owner: engine. Thread: gateway. Errors: none.
class Rates
{
public:
    explicit Rates(const Clock& clock)
        : m_clock(clock)
    {}

    // Why a call came too soon.
    struct TooSoon
    {
        bool ofServer = false; // the server's rate; otherwise the key's
        api::RateLimit limit;
        std::chrono::seconds retryAfter{1}; // whole seconds, 1 or more
    };

    // Takes one call from the key's bucket and the server's, or from neither.
    [[nodiscard]] std::optional<TooSoon> take(const api::KeyConfig& key,
                                              const api::ServerConfig* server);

    // Forgets the buckets of what is not there any more or has no rate. A rate that changed counts
    // from the next call on; what has been used stays used.
    void configure(const api::GatewayConfig& config);

private:
    struct Bucket
    {
        double calls = 0; // left
        MonotonicTime filled{};
    };

    template <typename Id>
    [[nodiscard]] Bucket*
    filled(std::map<Id, Bucket>& buckets, const Id& id, const std::optional<api::RateLimit>& limit);

    const Clock& m_clock;
    std::map<KeyId, Bucket> m_keys;
    std::map<ServerId, Bucket> m_servers;
};

} // namespace portcullis::budget
