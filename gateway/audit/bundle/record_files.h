#pragma once

#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/audit/bundle/evidence.h"
#include "gateway/audit/bundle/export_plan.h"
#include "gateway/audit/bundle/record_scan.h"
#include "gateway/audit/content_keeper.h"
#include "gateway/audit/log_keys.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <stop_token>
#include <string>

namespace portcullis::audit::bundle {

// What the files of records are made from and where they go. All of it must outlive the call.
struct RecordFilesJob
{
    Connection& connection;
    ContentReader& contents;
    const LogSigner& signer;
    const ExportRequest& request;
    const ExportPlan& plan;
    Evidence& evidence; // gets to know every record
    BundleWriter& out;
    const std::stop_token& stop;
    const RecordScan::PieceDone& pieceDone;
};

struct RecordFilesWritten
{
    BundleCounts counts;
    std::uint64_t removed = 0; // bodies of the range that the log no longer has
    std::string checkpoints;   // the content of log/checkpoints.jsonl
};

// Writes log/openings.jsonl, log/bodies.jsonl and log/headers.jsonl from one reading of the range:
// decrypting its pages costs more than anything else in an export. The openings, which are most of
// it, go into the archive at once; the others lie beside it until they are complete.
//
// Thread: the connection's. Errors: those of the database and the writer; Cancelled; Corrupt (the
// log is not as it was signed); Unavailable (contents were removed meanwhile).
[[nodiscard]] Result<RecordFilesWritten> writeRecordFiles(const RecordFilesJob& job);

} // namespace portcullis::audit::bundle
