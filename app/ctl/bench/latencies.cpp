#include "app/ctl/bench/latencies.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <numeric>

namespace portcullis::ctl::bench {

nlohmann::json toJson(const Percentiles& percentiles)
{
    return {{"p50", percentiles.p50},
            {"p90", percentiles.p90},
            {"p99", percentiles.p99},
            {"p999", percentiles.p999},
            {"max", percentiles.max},
            {"mean", percentiles.mean}};
}

Percentiles percentilesFromJson(const nlohmann::json& json)
{
    return {.p50 = json.value("p50", 0.0),
            .p90 = json.value("p90", 0.0),
            .p99 = json.value("p99", 0.0),
            .p999 = json.value("p999", 0.0),
            .max = json.value("max", 0.0),
            .mean = json.value("mean", 0.0)};
}

void Latencies::add(std::chrono::nanoseconds time)
{
    constexpr std::int64_t kLongest = std::numeric_limits<std::uint32_t>::max();
    const std::int64_t nanos = std::clamp<std::int64_t>(time.count(), 0, kLongest);
    m_nanos.push_back(static_cast<std::uint32_t>(nanos));
}

Percentiles Latencies::percentiles()
{
    if (m_nanos.empty()) {
        return {};
    }
    std::ranges::sort(m_nanos);
    const auto at = [this](double share) {
        const auto rank = static_cast<std::size_t>(share * static_cast<double>(m_nanos.size()));
        return static_cast<double>(m_nanos[std::min(rank, m_nanos.size() - 1)]) / 1000.0;
    };
    const double sum = std::accumulate(m_nanos.begin(), m_nanos.end(), 0.0);
    return {.p50 = at(0.5),
            .p90 = at(0.9),
            .p99 = at(0.99),
            .p999 = at(0.999),
            .max = static_cast<double>(m_nanos.back()) / 1000.0,
            .mean = sum / static_cast<double>(m_nanos.size()) / 1000.0};
}

} // namespace portcullis::ctl::bench
