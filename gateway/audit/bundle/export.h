#pragma once

#include "gateway/audit/bundle/bundle_signers.h"
#include "gateway/audit/bundle/export_request.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/audit/report/report_renderer.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

namespace portcullis::audit::bundle {

using BeforeKeeping = std::function<Result<>(const ExportSummary&)>;

// What goes along with an export. All of it may be left out.
struct ExportJob
{
    ExportProgress progress;
    std::stop_token stop;
    // Gets the summary of the complete bundle before that is at its place; when it fails, so does
    // the export.
    BeforeKeeping beforeKeeping;
    const report::ReportRenderer* renderer = nullptr; // without one there is no report.pdf
};

// Writes a part of the log to `output` as a signed bundle (FORMAT.md, Part 2). The archive is
// written beside it as `<output>.part`, readable by its owner only, and takes the place of `output`
// when it is complete; after a failure nothing is left of it. Up to a third of it lies there twice
// for a moment, packed.
//
// `connection` is read-only (Access::Reader), `contentKeys` are the same log's; the log goes on
// being written meanwhile, and the bundle shows it as it was at the beginning. Memory does not grow
// with the range.
//
// An organisation's key is used twice: at the beginning for its statement on the log's keys, so
// that what is wrong with it is said at once, and at the end.
//
// Thread: the connection's; takes seconds to minutes. Errors: InvalidArgument (the request),
// NotFound (no record in the range, no such folder), Cancelled, ResourceExhausted (disk full, more
// than 64 GiB), PermissionDenied, Corrupt (the log is not as it was signed), Unavailable (records
// were removed meanwhile: try again), IoError, Internal; those of the organisation's key.
[[nodiscard]] Result<ExportSummary> exportBundle(Connection& connection,
                                                 std::shared_ptr<const ContentKeys> contentKeys,
                                                 const BundleSigners& signers,
                                                 const ExportRequest& request,
                                                 const std::filesystem::path& output,
                                                 const ExportJob& job = {});

} // namespace portcullis::audit::bundle
