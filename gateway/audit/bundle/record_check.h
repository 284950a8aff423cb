#pragma once

#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/log_identity.h"
#include "gateway/audit/bundle/manifest.h"
#include "gateway/audit/bundle/verdict.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string_view>

namespace portcullis::audit::bundle {

// The files that checkRecords() reads to their ends. They are almost all of a bundle, so that each
// is read once: what is found in them counts only when their digests are those that were signed.
inline constexpr auto kRecordFiles =
    std::to_array<std::string_view>({kBodies, kHeaders, kOpenings});

// Of the records that have been read, and of all.
using RecordProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

struct RecordsAsked
{
    const BundleFiles& files;
    const LogIdentity& identity;
    const DeclaredScope& scope;
    const RangeProof& proof;
    Digest root{};                         // of the checkpoint that the proof leads to
    const std::set<std::uint64_t>& wanted; // sizes at which the root is asked for
    const RecordProgress& progress;        // may be empty
    const std::stop_token& stop;
};

struct RecordsFound
{
    Digests digests; // of kRecordFiles
    Counts counts;
    std::map<std::uint64_t, Digest> roots; // of those wanted that the records pass
    std::uint64_t unprovenRemovals = 0;    // bodies whose removal no record shows
    std::size_t openCalls = 0;             // intents without an outcome
    // The time of the log (hw) at the first and the last record, if there is one.
    std::optional<std::int64_t> firstTime;
    std::optional<std::int64_t> lastTime;
};

// Reads the records of a bundle once, each with its body and the values that are shown, in memory
// that does not grow with them. Errors: Corrupt, IoError, Cancelled.
[[nodiscard]] Result<RecordsFound> checkRecords(const RecordsAsked& asked);

// One line of log/openings.jsonl, whose members are `value`: the field that it opens and the
// commitment that its salt and text make. `n` is for sentences. Errors: Corrupt.
struct Opening
{
    std::string field;
    std::string salt; // 32 bytes
    std::string text;

    [[nodiscard]] static Result<Opening> parse(const JsonValue& value, std::int64_t n);
};

} // namespace portcullis::audit::bundle
