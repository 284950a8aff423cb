#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/audit/bundle/log_identity.h"
#include "gateway/audit/bundle/verdict.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What other people hold against a bundle.
namespace portcullis::audit::bundle {

// How large somebody says the log was, and what was in it, with what sentences call it.
struct KeptHead
{
    api::TreeHead head;
    std::string whose;  // "the pin"
    std::string when;   // "the pin was made"
    std::string isSame; // the sentence when the log is the one
};

// What the options name: a pin, or a checkpoint that a witness has signed, of the log of `origin`.
// Nothing for neither. Errors: Corrupt (the witness has not signed it, or another log's).
[[nodiscard]] Result<std::optional<KeptHead>> keptHead(const api::BundleCheckOptions& options,
                                                       const std::string& origin);
// The same of a checkpoint alone, whichever log it is of.
[[nodiscard]] Result<KeptHead> cosignedHead(const std::filesystem::path& note,
                                            const std::string& witness);

// Where the bundle before this one ends, and in which log.
struct Joint
{
    std::uint64_t end = 0;
    Digest root{};
    LogIdentity identity;
};

// What was found of a bundle that others have their word on.
struct FoundLog
{
    const LogIdentity& identity;
    const std::map<std::uint64_t, Digest>& roots; // by size
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t size = 0;
};

struct Sentences
{
    std::vector<std::string> said;
    std::vector<std::string> missing;
};

// Errors: Corrupt (it is another log).
[[nodiscard]] Result<> holdAgainst(const FoundLog& log, const KeptHead& kept, Sentences& out);
[[nodiscard]] Result<> holdAgainst(const FoundLog& log, const Joint& before, Sentences& out);

} // namespace portcullis::audit::bundle
