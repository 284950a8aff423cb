#pragma once

#include "gateway/api/retention.h"
#include "gateway/audit/database.h"
#include "gateway/audit/receipt.h"
#include "gateway/audit/record.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace portcullis::audit {

// Where records begin to share another key, in rising order. Errors: those of the database.
[[nodiscard]] Result<std::vector<std::int64_t>> keyBegins(Connection& connection);

// How much content one step removes at most: what is deleted goes through the log's WAL, and calls
// wait for it.
inline constexpr std::int64_t kBytesAtOnce = std::int64_t{8} * 1024 * 1024;

// The contents of a range in steps of that size, each one past its last content. Errors: those of
// the database.
[[nodiscard]] Result<std::vector<api::NumberRange>> contentSteps(Connection& connection,
                                                                 const api::NumberRange& range);

// Removes what is older than a request says, step by step: `enter` adds a record to the log, and
// waits until it has done what it says. Contents go by the keys they share, which are of one
// day at most, so up to a day later than asked for; bodies go after their contents. Progress is in
// records. Only looking, nothing is entered, and the report says what would go.
//
// `connection` is read-only. Thread: the connection's. Errors: Cancelled (what was removed stays
// so), those of the database and of `enter`.
[[nodiscard]] Result<api::RetentionReport>
removeOldRecords(Connection& connection,
                 const api::RetentionRequest& request,
                 const std::string& by,
                 const api::JobWatch& watch,
                 const std::function<Result<Receipt>(Record)>& enter);

} // namespace portcullis::audit
