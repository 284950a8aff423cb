#pragma once

#include "gateway/api/evidence.h"
#include "gateway/audit/audit_log.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

namespace portcullis::audit {

// checkLog() of a log that no program has open, as it lies there: whoever opens a log to write asks
// that its end is as it was signed, and a damaged one would not open. Nothing in it is changed.
// It is compared with each pin that is remembered of it, and the report says when there is none.
//
// `key` is the database's. Thread: any; the caller waits. Errors: NotFound (there is no log), Busy
// (another program has it), those of openConnection(), checkLog() and the pin store.
[[nodiscard]] Result<api::LogReport> checkClosedLog(const LogOptions& options,
                                                    const SecretBytes& key,
                                                    const Clock& clock,
                                                    const api::CheckRequest& request,
                                                    const api::JobWatch& watch = {});

} // namespace portcullis::audit
