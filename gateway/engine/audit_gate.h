#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/http/async.h"

#include <boost/asio/any_io_executor.hpp>

namespace portcullis::engine {

// Commits a record from a coroutine of the gateway thread: suspends it until the writer thread has
// the record on disk, or says why not. No record, no call stands on the callers awaiting this.
[[nodiscard]] http::Task<Result<audit::Receipt>> commit(audit::AuditLog& log, audit::Record record);

} // namespace portcullis::engine
