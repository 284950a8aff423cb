#pragma once

#include "gateway/audit/bundle/archive.h"
#include "gateway/audit/bundle/line_reader.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// SHA-256 of files, by their names.
using Digests = std::map<std::string, Digest, std::less<>>;

// The files of a bundle, in an archive or in the folder it was unpacked to, by names that cannot
// lead out of it. Nothing in them is checked but that a bundle could have them.
//
// Owner: who opened it; lines() may outlive it. Thread: any. Errors: Corrupt (the sentence says
// what no bundle has), IoError ("The bundle cannot be read: …").
class BundleFiles
{
public:
    using Names = std::set<std::string, std::less<>>;

    // All files that every bundle has are there, and in signatures/ there is no other.
    [[nodiscard]] static Result<BundleFiles> open(const std::filesystem::path& path);

    [[nodiscard]] const Names& names() const { return m_names; }

    // `name` is one of names() in all of these.
    // At most kMaxSmallFile.
    [[nodiscard]] Result<std::string> read(std::string_view name) const;
    // The one line of a file, without its line feed.
    [[nodiscard]] Result<std::string> readLine(std::string_view name) const;
    // Errors: Cancelled.
    [[nodiscard]] Result<Digest> digest(std::string_view name, const std::stop_token& stop) const;
    // `name` must outlive what is returned. Once the end was read, `seen` has the digest of what
    // was read, which is that of the file; it must outlive what is returned, too.
    [[nodiscard]] Result<LineReader> lines(std::string_view name, Digests* seen = nullptr) const;

private:
    BundleFiles() = default;

    [[nodiscard]] Result<> walk(const std::filesystem::path& folder);
    [[nodiscard]] Result<> checkNames() const;
    [[nodiscard]] Result<std::unique_ptr<ByteSource>> source(std::string_view name) const;

    std::optional<Archive> m_archive;
    std::filesystem::path m_folder; // when there is no archive
    Names m_names;
};

} // namespace portcullis::audit::bundle
