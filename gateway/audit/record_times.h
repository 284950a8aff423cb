#pragma once

#include "gateway/audit/database.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <cstdint>

namespace portcullis::audit {

// The first record of the first `size` whose `hw` is at least `time`; `size` when there is none.
// Thread: the connection's. Errors: those of the database, Corrupt (a record is missing).
[[nodiscard]] Result<std::uint64_t>
firstRecordAt(Connection& connection, WallTime time, std::uint64_t size);

} // namespace portcullis::audit
