#pragma once

#include "gateway/api/evidence.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/pin.h"
#include "gateway/base/result.h"

#include <memory>

namespace portcullis::audit {

// Reads a whole log and derives everything in it again: hashes, the tree, the heads that were
// signed, counters of numbers, the columns that lists show; that what is missing was removed by a
// record that says so; and, when it is to be deep, what was kept of contents. Finds every change
// but the removal of the newest commits, for which pins are.
//
// `remembered`: what is remembered of the log outside it, from before the check began; it must be
// as each of them says, origin and all, and as the request's pin does. `connection` is read-only;
// the check sees the log as it was when it began. Memory does not grow with the log. Progress is in
// records. Thread: the connection's; takes minutes for millions of records. Damage of a page that
// holds no record is a fault without a first bad record. Errors: Cancelled, those of the database
// but damage.
[[nodiscard]] Result<api::LogReport> checkLog(Connection& connection,
                                              std::shared_ptr<const ContentKeys> contentKeys,
                                              const std::shared_ptr<const LogKeys>& keys,
                                              const api::CheckRequest& request,
                                              const api::JobWatch& watch = {},
                                              Remembered remembered = {});

} // namespace portcullis::audit
