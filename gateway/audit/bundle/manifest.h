#pragma once

#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/declared_scope.h"
#include "gateway/audit/bundle/verdict.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

// What a bundle says about itself, before its records are read. Errors: Corrupt, IoError.
namespace portcullis::audit::bundle {

// File names and the digests that the text of MANIFEST.sha256 gives them.
[[nodiscard]] Result<Digests> parseSums(std::string_view text);

// MANIFEST.sha256.
struct Sums
{
    std::string text;
    Digests digests; // what it says

    // It lists every file but itself and signatures/.
    [[nodiscard]] static Result<Sums> read(const BundleFiles& files);
};

// That the listed files but `others` are what it says. Errors: Cancelled.
[[nodiscard]] Result<> checkFiles(const BundleFiles& files,
                                  const Sums& sums,
                                  std::span<const std::string_view> others,
                                  const std::stop_token& stop);

// What makes a bundle invalid of which a file has another digest.
[[nodiscard]] std::unexpected<Error> notTheExported(std::string_view name);

// What manifest.json says that there is, in the order of kCounted.
inline constexpr auto kCounted =
    std::to_array<std::string_view>({"headers", "bodies", "values", "withheld", "purged"});
using DeclaredCounts = std::array<std::int64_t, kCounted.size()>;

[[nodiscard]] Result<> checkCounts(const DeclaredCounts& declared, const Counts& found);

// manifest.json, as far as it is checked.
struct Manifest
{
    std::string origin;
    DeclaredScope scope;
    std::int64_t size = 0; // of the log
    std::string root;      // in hex
    std::int64_t begin = 0;
    std::int64_t end = 0;
    DeclaredCounts counts{};
    Declared declared;    // not checked: the exporter's word
    std::string exported; // the same in a line of printable ASCII; empty when nothing is said

    [[nodiscard]] static Result<Manifest> parse(std::string_view line);
};

// log/proof.json. Whether it has the right number of hashes is RangeCheck's to say.
[[nodiscard]] Result<RangeProof> parseProof(std::string_view line);

} // namespace portcullis::audit::bundle
