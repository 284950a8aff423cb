#include "gateway/budget/rates.h"

#include <algorithm>
#include <cmath>

namespace portcullis::budget {

namespace {

double perSecond(const api::RateLimit& limit)
{
    return static_cast<double>(limit.calls) / static_cast<double>(limit.period.count());
}

Rates::TooSoon tooSoon(bool ofServer, const api::RateLimit& limit, double left)
{
    const double wait = std::ceil((1.0 - left) / perSecond(limit));
    return {ofServer, limit, std::chrono::seconds(std::max<std::int64_t>(1, std::llround(wait)))};
}

} // namespace

// The bucket as it is now; nothing without a limit.
template <typename Id>
Rates::Bucket* Rates::filled(std::map<Id, Bucket>& buckets,
                             const Id& id,
                             const std::optional<api::RateLimit>& limit)
{
    if (!limit) {
        return nullptr;
    }
    const MonotonicTime now = m_clock.monotonicNow();
    const auto most = static_cast<double>(limit->burst);
    const auto [entry, isNew] = buckets.try_emplace(id, Bucket{most, now});
    Bucket& bucket = entry->second;
    const std::chrono::duration<double> since = now - bucket.filled;
    bucket.calls = std::min(most, bucket.calls + since.count() * perSecond(*limit));
    bucket.filled = now;
    return &bucket;
}

std::optional<Rates::TooSoon> Rates::take(const api::KeyConfig& key,
                                          const api::ServerConfig* server)
{
    Bucket* ofKey = filled(m_keys, key.id, key.rate);
    Bucket* ofServer = server == nullptr ? nullptr : filled(m_servers, server->id, server->rate);
    if (ofKey != nullptr && ofKey->calls < 1) {
        return tooSoon(false, *key.rate, ofKey->calls);
    }
    if (ofServer != nullptr && ofServer->calls < 1) {
        return tooSoon(true, *server->rate, ofServer->calls);
    }
    for (Bucket* bucket : {ofKey, ofServer}) {
        if (bucket != nullptr) {
            bucket->calls -= 1;
        }
    }
    return std::nullopt;
}

void Rates::configure(const api::GatewayConfig& config)
{
    std::erase_if(m_keys, [&config](const auto& entry) {
        const api::KeyConfig* key = api::findKey(config, entry.first);
        return key == nullptr || !key->rate;
    });
    std::erase_if(m_servers, [&config](const auto& entry) {
        const api::ServerConfig* server = api::findServer(config, entry.first);
        return server == nullptr || !server->rate;
    });
}

} // namespace portcullis::budget
