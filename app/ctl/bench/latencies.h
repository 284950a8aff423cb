#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <vector>

namespace portcullis::ctl::bench {

// Microseconds.
struct Percentiles
{
    double p50 = 0;
    double p90 = 0;
    double p99 = 0;
    double p999 = 0;
    double max = 0;
    double mean = 0;
};

[[nodiscard]] nlohmann::json toJson(const Percentiles& percentiles);
[[nodiscard]] Percentiles percentilesFromJson(const nlohmann::json& json);

// Every measured time, kept whole: a minute at 5,000 a second is 1.2 MB, and nothing is rounded.
// Owner: whoever measures. Thread: its own. Failure: none.
class Latencies
{
public:
    void reserve(std::size_t count) { m_nanos.reserve(count); }

    void add(std::chrono::nanoseconds time);

    [[nodiscard]] std::size_t count() const { return m_nanos.size(); }

    [[nodiscard]] Percentiles percentiles();

private:
    std::vector<std::uint32_t> m_nanos; // up to 4.29 s, longer ones count as that
};

} // namespace portcullis::ctl::bench
