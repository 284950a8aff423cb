#pragma once

#include "app/ctl/bench/lanes.h"
#include "app/ctl/bench/latencies.h"

#include <nlohmann/json_fwd.hpp>

namespace portcullis::ctl::bench {

struct LoadOptions
{
    Target target;
    double rate = 0; // calls begun a second; 0 begins the next when one has ended
    Nanos warmUp = std::chrono::milliseconds(300);
    Nanos duration = std::chrono::seconds(3);
};

struct LoadResult
{
    std::uint64_t calls = 0; // ended while measuring
    std::uint64_t total = 0; // with those of the warm-up, for dividing CPU time
    std::uint64_t errors = 0;
    std::uint64_t unsent = 0; // due, but still waiting for a lane at the end
    double perSecond = 0;
    Percentiles micros; // from the time at which a call was due
    std::string firstError;
};

// Calls a server for a while. With a rate, a call is due at its time whether or not earlier ones
// have ended, and a late one counts from when it was due: a stalled server cannot hide behind the
// calls that it kept from being made.
[[nodiscard]] Result<LoadResult> runLoad(const LoadOptions& options);

[[nodiscard]] nlohmann::json toJson(const LoadResult& result);
[[nodiscard]] LoadResult loadResultFromJson(const nlohmann::json& json);

} // namespace portcullis::ctl::bench
