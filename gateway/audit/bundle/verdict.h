#pragma once

#include "gateway/base/crypto.h"

#include <cstdint>
#include <string>
#include <vector>

namespace portcullis::audit::bundle {

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

// The end of a check.
struct Verdict
{
    enum class Status
    {
        Valid,
        Invalid,
        Incomplete // valid as far as it goes, but something that would complete it is missing
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
    Counts counts;
    std::vector<std::string> said;    // sentences on what was found beside
    std::vector<std::string> missing; // what would complete the proof

    // All of it in lines, as verify.py prints it.
    [[nodiscard]] std::string text() const;
};

} // namespace portcullis::audit::bundle
