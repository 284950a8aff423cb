#pragma once

#include "gateway/audit/bundle/bundle_signers.h"
#include "gateway/audit/bundle/part_file.h"
#include "gateway/audit/bundle/side_file.h"
#include "gateway/audit/bundle/zip_writer.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// Writes the files of a bundle into its archive and lists them for MANIFEST.sha256.
//
// Owner: the export. Thread: one at a time. Errors: those of PartFile and ZipWriter;
// ResourceExhausted (more than a bundle may hold). The file goes away unless it is kept.
class BundleWriter
{
public:
    [[nodiscard]] static Result<BundleWriter> create(const std::filesystem::path& path);

    // One file, piece by piece. Those of sign() come last.
    [[nodiscard]] Result<> begin(std::string_view name);
    [[nodiscard]] Result<> write(std::string_view bytes);
    [[nodiscard]] Result<> line(std::string_view text); // its line feed is added
    [[nodiscard]] Result<> end();

    [[nodiscard]] Result<> add(std::string_view name, std::string_view content);

    // A file that is written while others are, and added when it is complete.
    [[nodiscard]] Result<SideFile> beside() const { return SideFile::create(m_path); }

    [[nodiscard]] Result<> add(std::string_view name, SideFile side);

    // MANIFEST.sha256 over everything added so far, and the signatures of it. SHA-256 of it.
    [[nodiscard]] Result<Digest> sign(const BundleSigners& signers, WallTime now);
    // Finishes the archive and puts it in its place.
    [[nodiscard]] Result<> keep();

private:
    BundleWriter(std::filesystem::path path, PartFile file, ZipWriter zip);

    [[nodiscard]] Result<> count(std::uint64_t bytes);
    void list(std::string_view name, const Digest& digest);

    std::filesystem::path m_path;
    PartFile m_file;
    ZipWriter m_zip;
    std::string m_name; // of the file that is being written
    std::string m_sums;
    std::uint64_t m_total = 0;
};

} // namespace portcullis::audit::bundle
