#pragma once

#include "gateway/audit/bundle/packing.h"
#include "gateway/audit/bundle/side_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace portcullis::audit::bundle {

// How large a member may become. Its header is written before that is known, and the room for large
// sizes (ZIP64, APPNOTE 4.5.3) costs 20 bytes.
enum class MemberSize : std::uint8_t
{
    Below4GiB,
    Any
};

// Writes a ZIP archive, member after member, with constant memory. Packing goes on while the next
// piece is collected, and a failure shows with a later piece, at the latest in end(). All members
// have the time 1980-01-01, no attributes and no extra fields but ZIP64's, so that equal content
// makes an equal archive on one machine.
//
// Owner: who exports. Thread: one at a time; it packs on one of its own. Errors: ResourceExhausted
// (disk full, or a member that outgrew its size), IoError, Internal (packing failed). After an
// error nothing but its end makes sense.
class ZipWriter
{
public:
    // `descriptor` is an empty file that can be written at any position; it stays the caller's and
    // must outlive the writer. `path` is what messages call it.
    [[nodiscard]] static Result<ZipWriter> create(int descriptor, std::filesystem::path path);

    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;
    ZipWriter(ZipWriter&&) noexcept;
    ZipWriter& operator=(ZipWriter&&) noexcept;
    ~ZipWriter();

    // `name` ASCII, and none that the archive has.
    [[nodiscard]] Result<> begin(std::string_view name, MemberSize size);
    [[nodiscard]] Result<> write(std::string_view bytes);
    // SHA-256 of what was written since begin().
    [[nodiscard]] Result<Digest> end();

    // A whole member of any size that was packed before, as `file` describes it. Errors: those of
    // reading it, too.
    [[nodiscard]] Result<Digest>
    add(std::string_view name, const SideFile& side, const PackedFile& file);

    // The archive's directory. Nothing can be written afterwards.
    [[nodiscard]] Result<> finish();

private:
    struct Archive;
    explicit ZipWriter(std::unique_ptr<Archive> archive);

    [[nodiscard]] Result<> check(int code) const;
    [[nodiscard]] Result<> open(std::string_view name, bool isLarge);
    [[nodiscard]] Result<Digest> close(const PackedFile& file);

    std::unique_ptr<Archive> m_archive;
};

} // namespace portcullis::audit::bundle
