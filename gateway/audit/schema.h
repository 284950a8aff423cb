#pragma once

#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>

namespace portcullis::audit {

inline constexpr std::int64_t kSchemaVersion = 3;

// Creates the tables in an empty file, or checks that the file's version is one this program knows.
// FORMAT.md describes the tables. Errors: Unsupported (a newer version), Corrupt (not a log), and
// those of the database.
[[nodiscard]] Result<> prepareSchema(Connection& connection);

} // namespace portcullis::audit
