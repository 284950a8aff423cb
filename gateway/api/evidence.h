#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/ids.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

// What is asked of the audit log as evidence, and what comes of it. Values.
namespace portcullis::api {

// How who has asked for something long follows it, and calls it off.
struct JobWatch
{
    // In steps of the same cost. On the thread that works; not more often than is worth showing.
    // May be empty; must not throw.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
    std::stop_token stop;
};

// Records [begin, end), to the log's end when that is not said.
struct RecordRange
{
    std::uint64_t begin = 0;
    std::optional<std::uint64_t> end;
    bool operator==(const RecordRange&) const = default;
};

// Records with from ≤ `hw` < to. The neighbours on both sides come along without their bodies, to
// show that none is missing at the borders.
struct TimeRange
{
    std::optional<WallTime> from;
    std::optional<WallTime> to;
    bool operator==(const TimeRange&) const = default;
};

enum class Decision : std::uint8_t
{
    Allow, // all but refusals
    Deny   // call.denied and access.refused
};

enum class Values : std::uint8_t
{
    All, // but those that are redacted
    None
};

// Where an organisation keeps the key with which it signs bundles besides the log.
struct Pkcs12File
{
    std::filesystem::path path;
    bool operator==(const Pkcs12File&) const = default;
};

struct TokenKey
{
    std::string uri;              // of the key (RFC 7512), without its PIN
    std::filesystem::path module; // the token's PKCS#11 library, an absolute path
    // Certificates in PEM, the key's first, for a token that holds none. May be empty.
    std::filesystem::path certificates;
    bool operator==(const TokenKey&) const = default;
};

struct OrganisationKey
{
    std::variant<Pkcs12File, TokenKey> place;
    std::string workstation; // what the organisation calls this computer
    bool operator==(const OrganisationKey&) const = default;
};

// The bundle before an export, to which it is to be joined.
struct PreviousBundle
{
    TreeHead end;       // how the log was where it ends; its size is the first record not in it
    std::string logKey; // that it was signed with: the P-256 verifier key
    bool operator==(const PreviousBundle&) const = default;
};

struct ExportRequest
{
    std::variant<RecordRange, TimeRange> range = RecordRange{};
    std::optional<KeyId> key;
    std::optional<ServerId> server;
    std::optional<std::string> tool;
    std::optional<Decision> decision;
    std::optional<CaseId> caseId;

    // Fields whose values stay hidden: "result", "args" (all arguments) or "args/<name>". Arguments
    // that were taken as one are hidden with any of their names.
    Values values = Values::All;
    std::vector<std::string> redacted;

    WallTime created{};       // now, as the bundle is to say it; set by the log
    std::string purpose;      // texts for the reader, at most 1,024 bytes
    std::string requestedBy;  // who asks
    std::string organisation; // whose log it is, for the report's cover
    // It must end in the range and be of the same log, so that both can be joined.
    std::optional<PreviousBundle> previous;
    std::optional<OrganisationKey> organisationKey; // signs besides the log
    bool operator==(const ExportRequest&) const = default;
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
    std::string signedBy;  // subject of the organisation's certificate (RFC 2253); may be empty
    bool operator==(const ExportSummary&) const = default;
};

// How far to look into a log.
enum class CheckDepth : std::uint8_t
{
    Heads, // every record and hash, and the last signature
    Deep   // every signature and every page of the file besides
};

struct CheckRequest
{
    CheckDepth depth = CheckDepth::Heads;
    // What is known of the log from elsewhere: its size and root at another time. The origin does
    // not matter.
    std::optional<TreeHead> pin;
    bool operator==(const CheckRequest&) const = default;
};

// What became of the check of a whole log.
struct LogReport
{
    TreeHead head; // of what is there
    std::uint64_t records = 0;
    std::uint64_t bodiesRemoved = 0; // by retention: their headers stand alone
    std::uint64_t contentsLost = 0;  // the key to them is gone; counted by a deep check
    std::uint64_t signatures = 0;    // checked
    // What is wrong, with the first record where it shows; nothing for a log that is as it was
    // signed.
    std::optional<std::string> fault = std::nullopt;
    std::optional<std::int64_t> firstBad = std::nullopt;
    // The latest of what is remembered of the log outside it, with which it was compared besides
    // the request's pin.
    std::optional<TreeHead> remembered = std::nullopt;
    // Nothing is remembered of a log with records, or something that cannot be read: the end of it
    // may be missing.
    bool isPinMissing = false;
    bool operator==(const LogReport&) const = default;
};

// The log's signed word on how large it is and what is in it (C2SP tlog-checkpoint).
struct Checkpoint
{
    TreeHead head;
    std::string note; // with both signatures; what a witness and a printed page carry
    // That the log goes on from the size that was asked for (RFC 6962 §2.1.2).
    std::vector<Digest> consistency;
    std::string ed25519Key; // verifier keys (C2SP signed-note)
    std::string p256Key;
    bool operator==(const Checkpoint&) const = default;
};

} // namespace portcullis::api
