#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

// The check of an evidence bundle: what is asked, and what comes of it. It needs no gateway and no
// log, so that a reviewer's machine can do it. Values.
namespace portcullis::api {

// What is known of the bundle's log from elsewhere.
struct BundleCheckOptions
{
    // File with the certificate of the organisation's authority, in PEM.
    std::optional<std::filesystem::path> authority;
    std::optional<TreeHead> pin; // size and root of the log at another time
    // In its place: file with a checkpoint, and the verifier key of the witness that has signed it.
    std::optional<std::filesystem::path> cosigned;
    std::optional<std::string> witness;
    std::optional<std::filesystem::path> previous; // the bundle before this one
    std::optional<std::string> logKey;             // one of the log's verifier keys
    // Of the records that have been read, and of all. Called on the caller's thread; may be empty.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
    std::stop_token stop;
};

// The end of a check.
struct BundleVerdict
{
    enum class Status
    {
        Valid,
        Invalid,
        Incomplete // valid as far as it goes, but something that would complete it is missing
    };

    // What was found in a bundle, in records or values.
    struct Counts
    {
        std::uint64_t headers = 0;
        std::uint64_t bodies = 0;
        std::uint64_t values = 0;      // shown
        std::uint64_t withheld = 0;    // values of records whose bodies are shown
        std::uint64_t purged = 0;      // bodies within the scope that retention has removed
        std::uint64_t notMatching = 0; // without a body, because the tool is said to be another

        bool operator==(const Counts&) const = default;
    };

    // Who made it and what for, by the word of who exported it.
    struct Declared
    {
        std::optional<WallTime> created;
        std::string requestedBy;
        std::string organisation;
        std::string purpose;

        bool operator==(const Declared&) const = default;
    };

    Status status = Status::Invalid;
    // Why, for a person: names the first bad record or file, or everything in `missing`.
    std::string sentence;

    // The rest is empty when the bundle is invalid.
    std::string origin;
    std::string scope; // which records the bodies are shown of, in words or as in manifest.json
    std::uint64_t begin = 0; // the records [begin, end) of a log of `size`
    std::uint64_t end = 0;
    std::uint64_t size = 0;
    Digest root{};
    Digest endRoot{};    // of the tree of the records before `end`
    std::string p256Key; // the verifier key that has signed it
    Counts counts;
    Declared declared;
    std::string exported;             // of that, the line in text(); may be empty
    std::string signedBy;             // the organisation's name, if it has signed besides the log
    std::vector<std::string> said;    // sentences on what was found beside
    std::vector<std::string> missing; // what would complete the proof

    // All of it in lines, as verify.py prints it.
    [[nodiscard]] std::string text() const;
};

// Checks the bundle in an archive or a folder. Blocks: about 10 µs for a record. Any thread.
// A bundle that cannot be read is invalid. Errors: Cancelled.
using BundleCheck = std::function<Result<BundleVerdict>(const std::filesystem::path& path,
                                                        const BundleCheckOptions& options)>;

} // namespace portcullis::api
