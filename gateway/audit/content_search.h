#pragma once

#include "gateway/api/retention.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace portcullis::audit {

struct FoundContents
{
    std::vector<std::int64_t> records; // in rising order
    std::uint64_t unreadable = 0;      // contents that do not open, damaged or without a key
    std::uint64_t withoutText = 0;     // not found, and kept only to be proven
};

// The records whose content a request is about. Reads in pieces, so that the
// log's WAL is not held. Thread: the connection's. Errors: those of the database, Cancelled.
[[nodiscard]] Result<FoundContents> findContents(Connection& connection,
                                                 std::shared_ptr<const ContentKeys> keys,
                                                 const api::EraseRequest& request,
                                                 const api::JobWatch& watch);

} // namespace portcullis::audit
