#include "gateway/audit/bundle/manifest.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/fields.h"
#include "gateway/audit/canonical.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kHexBytes = 64;

bool isPrintable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

// "<digest>  <name>" as sha256sum has it.
Result<std::pair<std::string, Digest>> parseSum(std::string_view line, const Where& where)
{
    const auto digest = digestFrom(line.substr(0, kHexBytes));
    const std::string_view rest = digest ? line.substr(kHexBytes) : std::string_view();
    if (rest.size() < 3 || !rest.starts_with("  ") || !isPrintable(rest)) {
        return invalid(where, ": this is not a line of sha256sum.");
    }
    return std::pair(std::string(rest.substr(2)), *digest);
}

// That exactly those files are listed that must be.
Result<> checkListed(const Digests& sums, const BundleFiles& files)
{
    std::map<std::string_view, std::string_view> wrong; // in the order of the names
    for (const std::string& name : files.names()) {
        if (name != kManifestSums && !name.starts_with(kSignatures) && !sums.contains(name)) {
            wrong.emplace(name, "not listed in MANIFEST.sha256");
        }
    }
    for (const auto& [name, digest] : sums) {
        if (!files.names().contains(name) || name == kManifestSums ||
            name.starts_with(kSignatures)) {
            wrong.emplace(name, "missing");
        }
    }
    if (wrong.empty()) {
        return {};
    }
    const auto& [name, problem] = *wrong.begin();
    return invalid("The file " + shown(name) + " is " + std::string(problem) + ".");
}

Result<std::vector<Digest>> hashesOf(const JsonValue& array)
{
    std::vector<Digest> hashes;
    for (JsonValue value = array.first(); value; value = value.next()) {
        const auto hash = digestFrom(value.string());
        if (!hash) {
            return invalid("log/proof.json: a hash is not 64 hexadecimal digits.");
        }
        hashes.push_back(*hash);
    }
    return hashes;
}

// What is not as it should be is left out: nothing depends on it.
Declared readDeclared(const JsonValue& root)
{
    constexpr std::size_t kMostText = 1024;
    const auto text = [&root](std::string_view name) {
        return cleanText(root[name].string(), kMostText);
    };
    Declared declared;
    if (const auto created = root["created"].integer()) {
        declared.created = fromMicros(*created);
    }
    declared.requestedBy = text("requested_by");
    declared.organisation = text("organisation");
    declared.purpose = text("purpose");
    return declared;
}

std::string exportedLine(const JsonValue& root)
{
    constexpr std::size_t kMostText = 200;
    std::string line;
    const auto created = root["created"].integer();
    if (created && *created >= 0) {
        line += " " + formatTime(fromMicros(*created));
    }
    if (const std::string by = root["requested_by"].string(); !by.empty()) {
        line += " by " + shown(by, kMostText);
    }
    if (const std::string purpose = root["purpose"].string(); !purpose.empty()) {
        line += " for " + shown(purpose, kMostText);
    }
    return line.empty() ? line : "Exported" + line + " (the exporter's word).";
}

} // namespace

Result<Digests> parseSums(std::string_view text)
{
    if (!text.ends_with('\n')) {
        return invalid("MANIFEST.sha256: the line feed is missing.");
    }
    Digests sums;
    for (std::int64_t number = 1; !text.empty(); ++number) {
        const Where where = Where::line(kManifestSums, number);
        const std::size_t end = text.find('\n');
        auto sum = parseSum(text.substr(0, end), where);
        if (!sum) {
            return fail(std::move(sum.error()));
        }
        if (sums.contains(sum->first)) {
            return invalid(where, ": " + shown(sum->first) + " stands there twice.");
        }
        sums.insert(std::move(*sum));
        text.remove_prefix(end + 1);
    }
    return sums;
}

Result<Sums> Sums::read(const BundleFiles& files)
{
    auto text = files.read(kManifestSums);
    if (!text) {
        return fail(std::move(text.error()));
    }
    auto digests = parseSums(*text);
    if (!digests) {
        return fail(std::move(digests.error()));
    }
    if (auto listed = checkListed(*digests, files); !listed) {
        return fail(std::move(listed.error()));
    }
    return Sums{std::move(*text), std::move(*digests)};
}

Result<> checkFiles(const BundleFiles& files,
                    const Sums& sums,
                    std::span<const std::string_view> others,
                    const std::stop_token& stop)
{
    for (const auto& [name, expected] : sums.digests) {
        if (std::ranges::find(others, name) != others.end()) {
            continue;
        }
        const auto digest = files.digest(name, stop);
        if (!digest) {
            return fail(digest.error());
        }
        if (*digest != expected) {
            return notTheExported(name);
        }
    }
    return {};
}

std::unexpected<Error> notTheExported(std::string_view name)
{
    return invalid("The file " + std::string(name) + " is not the one that was exported.");
}

Result<> checkCounts(const DeclaredCounts& declared, const Counts& found)
{
    const std::array<std::uint64_t, kCounted.size()> counted = {
        found.headers, found.bodies, found.values, found.withheld, found.purged};
    for (std::size_t i = 0; i < counted.size(); ++i) {
        if (std::cmp_not_equal(declared[i], counted[i])) {
            return invalid("manifest.json says " + std::to_string(declared[i]) + " " +
                           std::string(kCounted[i]) + ", but there are " +
                           std::to_string(counted[i]) + ".");
        }
    }
    return {};
}

Result<Manifest> Manifest::parse(std::string_view line)
{
    const Where where{kManifest, {}, {}};
    const auto document = parseCanonical(line, where);
    if (!document) {
        return fail(document.error());
    }
    if (!document->root()["format"].stringEquals(kFormat)) {
        return invalid(where,
                       ": this program does not know the format; use the one of this bundle's "
                       "version.");
    }
    Fields fields(document->root(), where);
    Manifest manifest;
    manifest.origin = fields.text("origin");
    manifest.size = fields.integer("size");
    manifest.root = fields.text("root");
    Fields range(fields.object("range"), where);
    manifest.begin = range.integer("begin");
    manifest.end = range.integer("end");
    Fields counts(fields.object("counts"), where);
    for (std::size_t i = 0; i < kCounted.size(); ++i) {
        manifest.counts[i] = counts.integer(kCounted[i]);
    }
    for (const Fields* const part : {&fields, &range, &counts}) {
        if (auto good = part->result(); !good) {
            return fail(std::move(good.error()));
        }
    }
    auto scope = DeclaredScope::read(document->root());
    if (!scope) {
        return fail(std::move(scope.error()));
    }
    manifest.scope = std::move(*scope);
    manifest.declared = readDeclared(document->root());
    manifest.exported = exportedLine(document->root());
    return manifest;
}

Result<RangeProof> parseProof(std::string_view line)
{
    const Where where{kProof, {}, {}};
    const auto document = parseCanonical(line, where);
    if (!document) {
        return fail(document.error());
    }
    Fields fields(document->root(), where);
    const std::int64_t begin = fields.integer("begin");
    const std::int64_t end = fields.integer("end");
    const std::int64_t size = fields.integer("size");
    auto left = hashesOf(fields.array("left"));
    auto right = hashesOf(fields.array("right"));
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    if (!left || !right) {
        return fail(std::move(left ? right.error() : left.error()));
    }
    if (begin < 0 || begin > end || end > size) {
        return invalid(where, ": the range does not lie within the log.");
    }
    return RangeProof{static_cast<std::uint64_t>(begin),
                      static_cast<std::uint64_t>(end),
                      static_cast<std::uint64_t>(size),
                      std::move(*left),
                      std::move(*right)};
}

} // namespace portcullis::audit::bundle
