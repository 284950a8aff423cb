#pragma once

#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>

namespace portcullis::audit {

inline constexpr std::int64_t kSchemaVersion = 4;

// Creates the tables in an empty file, adds what a file of version 3 lacks, or checks that the
// file's version is one this program knows. FORMAT.md describes the tables. Errors: Unsupported (a
// newer version), Corrupt (not a log), and those of the database.
[[nodiscard]] Result<> prepareSchema(Connection& connection);

// That a file that may only be read has what an older one lacks. Errors: Unsupported.
[[nodiscard]] Result<> checkSchema(Connection& connection);

} // namespace portcullis::audit
