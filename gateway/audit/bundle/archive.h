#pragma once

#include "gateway/audit/bundle/byte_source.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit::bundle {

// One file in an archive. Sizes in bytes.
struct ArchiveEntry
{
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0; // of its local header
    std::uint64_t begin = 0;  // of its packed bytes
};

// A ZIP archive in the one shape that a bundle has: the entries one after the other, then the
// directory of them, then the end; nothing before, between, after or beside that. So there is only
// one way to read it, and libraries that are lenient in different ways cannot disagree.
//
// Owner: who opened it; sources outlive it. Thread: any. Errors: Corrupt, IoError.
class Archive
{
public:
    [[nodiscard]] static Result<Archive> open(const std::filesystem::path& path);

    // By their names. Each is one that bundles have (isFileName), and none differs from another by
    // case alone.
    [[nodiscard]] const std::map<std::string, ArchiveEntry, std::less<>>& entries() const
    {
        return m_entries;
    }

    // The unpacked bytes; their number and checksum are checked at the end. `name` is one of
    // entries().
    [[nodiscard]] Result<std::unique_ptr<ByteSource>> source(std::string_view name) const;

private:
    explicit Archive(std::shared_ptr<const InputFile> file)
        : m_file(std::move(file))
    {}

    struct Directory
    {
        std::uint64_t at = 0;
        std::uint64_t count = 0;
        std::string bytes;
    };

    [[nodiscard]] Result<std::string> bytes(std::uint64_t offset, std::uint64_t size) const;
    [[nodiscard]] Result<Directory> directory(const std::string& path) const;
    [[nodiscard]] Result<std::uint64_t>
    wideDirectory(std::uint64_t& end, std::uint64_t count, std::uint64_t size) const;
    [[nodiscard]] Result<> readEntries(const Directory& directory);
    [[nodiscard]] Result<> checkLocal(ArchiveEntry& entry) const;

    std::shared_ptr<const InputFile> m_file;
    std::map<std::string, ArchiveEntry, std::less<>> m_entries;
};

// Whether files of bundles may have this name: parts of letters, digits, "-", "_" and inner dots,
// between single slashes. Such a name cannot lead out of a folder.
[[nodiscard]] bool isFileName(std::string_view name);

// In lower case: what a file system that ignores case takes for the same.
[[nodiscard]] std::string folded(std::string_view name);

} // namespace portcullis::audit::bundle
