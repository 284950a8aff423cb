#pragma once

#include "gateway/api/evidence.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <string>
#include <string_view>

// Values of the options of `portcullisctl audit`.
namespace portcullis::ctl {

// RFC 3339 in UTC, a date (its beginning in UTC), or a time before now such as "30d" or "12h".
// Errors: InvalidArgument, with the end of a sentence.
[[nodiscard]] Result<WallTime> parseMoment(std::string_view text, WallTime now);

// "FIRST-LAST" with both records in it, or "FIRST-" to the log's end. Errors: InvalidArgument.
[[nodiscard]] Result<api::RecordRange> parseRecords(std::string_view text);

// Checks for options, used with CLI::Option::check().
[[nodiscard]] std::string checkMoment(const std::string& text);
[[nodiscard]] std::string checkRecords(const std::string& text);
[[nodiscard]] std::string checkPin(const std::string& text);

} // namespace portcullis::ctl
