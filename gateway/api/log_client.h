#pragma once

#include "gateway/api/completion.h"
#include "gateway/api/evidence.h"
#include "gateway/api/log_listing.h"
#include "gateway/api/status.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>

namespace portcullis::api {

// What can be asked of a gateway's audit log. All commands are safe to call from any thread and
// return at once; long ones follow their JobWatch, whose stop makes them complete with Cancelled.
class LogClient
{
public:
    virtual ~LogClient() = default;

    virtual void activity(ActivityQuery query, Completion<ActivityPage> done) = 0;
    virtual void callDetails(std::int64_t n, Completion<CallDetails> done) = 0;
    // To read the log with, by somebody in the gateway's own process; Unsupported for others.
    virtual void openLog(Completion<LogConnection> done) = 0;
    // Records a review; completes with the number of its record. Errors: InvalidArgument (no such
    // records), Unsupported on a folder without a gateway.
    virtual void signOff(SignOff review, Completion<std::int64_t> done) = 0;
    // Goes on with an audit log that is not as it was left (GatewayStatus::logAlarm): records what
    // was found and takes calls again. Does nothing when there is no alarm.
    virtual void acceptLog(Completion<> done) = 0;

    // Writes a part of the log to `output`, an absolute path, as a signed bundle, and records that
    // it did: without that record there is no bundle. Calls go on meanwhile. `secret` opens the
    // organisation's key, when one is to sign: its passphrase or PIN. Errors:
    // InvalidArgument (the request, the path), NotFound (no record in the range, no such folder),
    // Cancelled, ResourceExhausted, PermissionDenied, Corrupt (the log is not as it was signed),
    // Unavailable, IoError.
    virtual void exportBundle(ExportRequest request,
                              SecretBytes secret,
                              std::filesystem::path output,
                              JobWatch watch,
                              Completion<ExportSummary> done) = 0;
    // Derives the whole log anew, and records what came of it. A fault is in the report; errors
    // are for a check that could not be made.
    virtual void checkLog(CheckRequest request, JobWatch watch, Completion<LogReport> done) = 0;
    // Signs how the log is now, with a proof that it goes on from when it had `since` records.
    // Errors: InvalidArgument (it has fewer), NotFound (none), Corrupt.
    virtual void checkpoint(std::uint64_t since, Completion<Checkpoint> done) = 0;
};

} // namespace portcullis::api
