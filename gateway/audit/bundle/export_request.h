#pragma once

#include "gateway/audit/tree_head.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/ids.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What is asked of an export, and what came of it. Values.
namespace portcullis::audit::bundle {

// Records [begin, end), to the log's end when that is not said.
struct RecordRange
{
    std::uint64_t begin = 0;
    std::optional<std::uint64_t> end;
};

// Records with from ≤ `hw` < to. The neighbours on both sides come along without their bodies, to
// show that none is missing at the borders.
struct TimeRange
{
    std::optional<WallTime> from;
    std::optional<WallTime> to;
};

enum class Decision : std::uint8_t
{
    Allow, // all but refusals
    Deny   // call.denied and access.refused
};

// Which records show their bodies, as far as their headers tell; of all others only the header is
// shown.
struct Scope
{
    std::optional<WallTime> from;
    std::optional<WallTime> to;
    std::optional<KeyId> key;
    std::optional<ServerId> server;
    std::optional<std::string> tool; // stands in the bodies only
    std::optional<Decision> decision;
};

enum class Values : std::uint8_t
{
    All, // but those that are redacted
    None
};

struct ExportRequest
{
    std::variant<RecordRange, TimeRange> range = RecordRange{};
    std::optional<KeyId> key;
    std::optional<ServerId> server;
    std::optional<std::string> tool;
    std::optional<Decision> decision;

    // Fields whose values stay hidden: "result", "args" (all arguments) or "args/<name>". Arguments
    // that were taken as one are hidden with any of their names.
    Values values = Values::All;
    std::vector<std::string> redacted;

    WallTime created{};       // now, as the bundle is to say it
    std::string purpose;      // texts for the reader, at most 1,024 bytes
    std::string requestedBy;  // who asks
    std::string organisation; // whose log it is, for the report's cover
    // Where the bundle before this one ends: it must lie in the range, so that both can be joined.
    std::optional<std::uint64_t> previousEnd;
};

// Of records and values in a bundle; FORMAT.md says how each is counted.
struct BundleCounts
{
    std::uint64_t headers = 0;
    std::uint64_t bodies = 0;
    std::uint64_t values = 0;
    std::uint64_t withheld = 0;
    std::uint64_t purged = 0;
    bool operator==(const BundleCounts&) const = default;
};

struct ExportSummary
{
    std::string bundleId; // UUID
    TreeHead head;        // of the whole log, as the bundle's checkpoint signs it
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    BundleCounts counts;
    Digest manifestSums{}; // SHA-256 of MANIFEST.sha256: names all that is in the bundle
};

// How far an export is: steps of the same cost, which are not records. Called on the exporting
// thread, at the most once per thousand records or 4 MiB of them; must not throw.
using ExportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

} // namespace portcullis::audit::bundle
