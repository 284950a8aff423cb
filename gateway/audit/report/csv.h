#pragma once

#include <span>
#include <string>

namespace portcullis::audit::report {

// One row of CSV (RFC 4180), its line end included: CR LF, and quotes where a cell needs them.
//
// A cell that begins with = + - @ TAB CR or LF gets an apostrophe before it: programs for
// spreadsheets take such a cell for a formula, and what a client calls itself would be one.
[[nodiscard]] std::string csvRow(std::span<const std::string> cells);

} // namespace portcullis::audit::report
