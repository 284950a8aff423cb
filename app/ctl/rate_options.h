#pragma once

#include "gateway/api/governance.h"
#include "gateway/base/result.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace portcullis::ctl {

// --rate, --no-rate and --burst of a key or a server.
struct RateOptions
{
    std::string rate;        // empty: as it is
    bool noRate = false;     // only where one can be taken away
    std::uint32_t burst = 0; // 0: as it is, or with a new rate as many as its calls

    [[nodiscard]] bool given() const { return !rate.empty() || noRate || burst > 0; }
};

// With `removable`, there is --no-rate, too.
void addRateOptions(CLI::App& command, RateOptions& options, bool removable);

// The limit that comes of the present one. Errors: InvalidArgument (a burst of no rate).
[[nodiscard]] Result<std::optional<api::RateLimit>>
rateFrom(const RateOptions& options, const std::optional<api::RateLimit>& present);

} // namespace portcullis::ctl
