#pragma once

#include "gateway/audit/bundle/export_request.h"
#include "gateway/audit/database.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/result.h"

#include <string>
#include <vector>

namespace portcullis::audit::bundle {

// What an export is about to do: everything that is decided before its first record is read.
struct ExportPlan
{
    std::string bundleId;
    api::TreeHead head; // of the whole log as it is now
    RangeProof proof;   // range and hashes
    Scope scope;
    std::vector<std::string> redacted;

    [[nodiscard]] std::uint64_t begin() const { return proof.begin; }

    [[nodiscard]] std::uint64_t end() const { return proof.end; }
};

// How the log is now, by the signature of its last record. Errors: NotFound (an empty log), Corrupt
// (it is not as this installation signed it).
[[nodiscard]] Result<api::TreeHead>
signedHead(Connection& connection, SubtreeHashes& tree, const LogSigner& signer);

// The log's last record must carry the log's own signature: what nobody has signed when it was
// written is not signed now. Errors: InvalidArgument (the request, or a bundle before it that is
// not of this log), NotFound (no record in the
// range), Corrupt, those of the database.
[[nodiscard]] Result<ExportPlan>
planExport(Connection& connection, const LogSigner& signer, const ExportRequest& request);

} // namespace portcullis::audit::bundle
