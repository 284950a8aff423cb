#pragma once

#include "gateway/api/retention.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace portcullis::audit {

// The records, in rising order, whose content a request is about. Reads in pieces, so that the
// log's WAL is not held. Thread: the connection's. Errors: those of the database, Cancelled,
// Corrupt (a content does not open).
[[nodiscard]] Result<std::vector<std::int64_t>>
findContents(Connection& connection,
             std::shared_ptr<const ContentKeys> keys,
             const api::EraseRequest& request,
             const api::JobWatch& watch);

} // namespace portcullis::audit
