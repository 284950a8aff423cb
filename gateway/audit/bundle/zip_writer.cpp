#include "gateway/audit/bundle/zip_writer.h"

#include "gateway/audit/bundle/part_file.h"
#include "gateway/audit/bundle/piece_packer.h"

#include <minizip/zip.h>

#include <cerrno>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr int kLevel = 1; // the header says that it was packed quickly

constexpr uLong kFirstDay = 0x00210000; // 1980-01-01 00:00 (APPNOTE 4.4.6, MS-DOS)
constexpr std::size_t kPiece = std::size_t{256} * 1024;
constexpr std::uint64_t kNoMoreThan = 0xFFFFFFFE; // bytes of a member without ZIP64

// Where minizip writes to. minizip leaks what it holds for a member whose header cannot be written:
// so it is told that all went well, and the first failure is kept for whoever asks.
struct Target
{
    int descriptor = -1;
    std::uint64_t position = 0;
    int failure = 0; // errno
};

Target& targetOf(voidpf opaque)
{
    return *static_cast<Target*>(opaque);
}

voidpf openTarget(voidpf opaque, const void*, int)
{
    return opaque;
}

uLong readTarget(voidpf, voidpf, void*, uLong)
{
    return 0;
}

uLong writeTarget(voidpf, voidpf stream, const void* bytes, uLong size)
{
    Target& target = targetOf(stream);
    const char* next = static_cast<const char*>(bytes);
    uLong left = size;
    while (left > 0 && target.failure == 0) {
        const ssize_t written =
            ::pwrite(target.descriptor, next, left, static_cast<off_t>(target.position));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            target.failure = written < 0 ? errno : ENOSPC;
            break;
        }
        next += written;
        left -= static_cast<uLong>(written);
        target.position += static_cast<std::uint64_t>(written);
    }
    target.position += left;
    return size;
}

ZPOS64_T tellTarget(voidpf, voidpf stream)
{
    return targetOf(stream).position;
}

long seekTarget(voidpf, voidpf stream, ZPOS64_T offset, int origin)
{
    if (origin != ZLIB_FILEFUNC_SEEK_SET) {
        return -1; // a new archive is only ever patched at places that are known
    }
    targetOf(stream).position = offset;
    return 0;
}

int closeTarget(voidpf, voidpf)
{
    return 0;
}

int errorOfTarget(voidpf, voidpf)
{
    return 0;
}

zlib_filefunc64_def functionsOn(Target& target)
{
    return {openTarget,
            readTarget,
            writeTarget,
            tellTarget,
            seekTarget,
            closeTarget,
            errorOfTarget,
            &target};
}

} // namespace

struct ZipWriter::Archive
{
    Archive(int descriptor, std::filesystem::path name)
        : path(std::move(name))
        , target{descriptor}
        , packer([this](std::string_view packed) { return put(packed); })
    {
        zlib_filefunc64_def functions = functionsOn(target);
        zip = zipOpen2_64(nullptr, APPEND_STATUS_CREATE, nullptr, &functions);
    }

    ~Archive()
    {
        packer.reset();
        if (zip != nullptr) {
            target.failure = ECANCELED; // only the memory is to be given back
            zipClose(zip, nullptr);
        }
    }

    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    // Packed bytes of the member: minizip's code for it.
    int put(std::string_view packed) const
    {
        return zipWriteInFileInZip(zip, packed.data(), static_cast<unsigned>(packed.size()));
    }

    std::filesystem::path path;
    std::uint64_t room = 0; // of the member
    Target target;
    zipFile zip = nullptr;
    std::optional<PiecePacker> packer; // writes to the archive
};

ZipWriter::ZipWriter(std::unique_ptr<Archive> archive)
    : m_archive(std::move(archive))
{}

ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;
ZipWriter& ZipWriter::operator=(ZipWriter&&) noexcept = default;
ZipWriter::~ZipWriter() = default;

Result<ZipWriter> ZipWriter::create(int descriptor, std::filesystem::path path)
{
    auto archive = std::make_unique<Archive>(descriptor, std::move(path));
    if (archive->zip == nullptr) {
        return fail(ErrorCode::Internal, "The ZIP archive cannot be begun.");
    }
    return ZipWriter(std::move(archive));
}

Result<> ZipWriter::check(int code) const
{
    if (m_archive->target.failure != 0) {
        return fail(fileError(m_archive->target.failure, m_archive->path, "written"));
    }
    if (code != ZIP_OK) {
        return fail(ErrorCode::Internal,
                    "The ZIP archive cannot be written.",
                    "minizip: " + std::to_string(code));
    }
    return {};
}

Result<> ZipWriter::open(std::string_view name, bool isLarge)
{
    constexpr int kIsPacked = 1;
    zip_fileinfo info = {};
    info.dosDate = kFirstDay;
    return check(zipOpenNewFileInZip2_64(m_archive->zip,
                                         std::string(name).c_str(),
                                         &info,
                                         nullptr,
                                         0,
                                         nullptr,
                                         0,
                                         nullptr,
                                         Z_DEFLATED,
                                         kLevel,
                                         kIsPacked,
                                         isLarge ? 1 : 0));
}

Result<> ZipWriter::begin(std::string_view name, MemberSize size)
{
    const bool isLarge = size == MemberSize::Any;
    m_archive->room = isLarge ? UINT64_MAX : kNoMoreThan;
    m_archive->packer->begin();
    return open(name, isLarge);
}

Result<> ZipWriter::write(std::string_view bytes)
{
    if (bytes.size() > m_archive->room) {
        return fail(ErrorCode::ResourceExhausted,
                    "A file of the bundle would be larger than 4 GiB, which it must not be.");
    }
    m_archive->room -= bytes.size();
    return check(m_archive->packer->write(bytes));
}

Result<Digest> ZipWriter::close(const PackedFile& file)
{
    auto closed = check(zipCloseFileInZipRaw64(m_archive->zip, file.size, file.crc));
    return closed ? Result<Digest>(file.digest) : fail(std::move(closed.error()));
}

Result<Digest> ZipWriter::end()
{
    if (auto packed = check(m_archive->packer->end()); !packed) {
        return fail(std::move(packed.error()));
    }
    return close(m_archive->packer->file());
}

Result<Digest> ZipWriter::add(std::string_view name, const SideFile& side, const PackedFile& file)
{
    auto done = open(name, true);
    std::string piece(kPiece, '\0');
    std::uint64_t at = 0;
    while (done) {
        const auto count = side.read(at, piece);
        if (!count) {
            return fail(count.error());
        }
        if (*count == 0) {
            return close(file);
        }
        at += *count;
        done = check(m_archive->put(std::string_view(piece).substr(0, *count)));
    }
    return fail(std::move(done.error()));
}

Result<> ZipWriter::finish()
{
    return check(zipClose(std::exchange(m_archive->zip, nullptr), nullptr));
}

} // namespace portcullis::audit::bundle
