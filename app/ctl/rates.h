#pragma once

#include "gateway/api/governance.h"
#include "gateway/base/result.h"

#include <string>
#include <string_view>

// Rates as people write and read them.
namespace portcullis::ctl {

// "60/min", "5/s", "1000/h", "10000/day"; the burst is that of `calls` unless it is set later.
[[nodiscard]] Result<api::RateLimit> parseRate(std::string_view text);
// "60/min, burst 10"
[[nodiscard]] std::string formatRate(const api::RateLimit& rate);

// For CLI::Option::check(): the end of a sentence or nothing.
[[nodiscard]] std::string checkRate(const std::string& text);

} // namespace portcullis::ctl
