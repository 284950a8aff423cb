#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/audit/bundle/record_check.h"
#include "gateway/audit/bundle/verdict.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

// The whole check of a bundle: the same rules as verify.py, which is in every bundle.
namespace portcullis::audit::bundle {

// What is known from elsewhere.
struct CheckOptions
{
    // File with the certificate of the organisation's authority, in PEM.
    std::optional<std::filesystem::path> authority;
    std::optional<api::TreeHead> pin;              // size and root of the log at another time
    std::optional<std::filesystem::path> previous; // the bundle before this one
    std::optional<std::string> logKey;             // one of the log's verifier keys
    RecordProgress progress;                       // called on the caller's thread; may be empty
    std::stop_token stop;
};

// Checks the bundle in an archive or a folder. Blocks: about 10 µs for a record. Any thread.
// A bundle that cannot be read is invalid. Errors: Cancelled.
[[nodiscard]] Result<Verdict> checkBundle(const std::filesystem::path& path,
                                          const CheckOptions& options);

} // namespace portcullis::audit::bundle
