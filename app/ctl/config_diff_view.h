#pragma once

#include "gateway/api/config_diff.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

// How configurations differ, for people and for programs.
namespace portcullis::ctl {

// The place on a line, and below it what is gone (-) and what is new (+); long values and long
// lists are cut. Safe for a terminal.
[[nodiscard]] std::string formatDifferences(const std::vector<api::ConfigDifference>& differences);

// Whole values: {"place":"…","path":[…],"before":…,"after":…}, null where there is none.
[[nodiscard]] nlohmann::json toJson(const std::vector<api::ConfigDifference>& differences);

} // namespace portcullis::ctl
