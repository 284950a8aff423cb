#include "gateway/audit/bundle/zip_writer.h"

#include "gateway/audit/bundle/packing.h"
#include "gateway/audit/bundle/part_file.h"

#include <minizip/zip.h>

#include <cerrno>
#include <future>
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
    {
        zlib_filefunc64_def functions = functionsOn(target);
        zip = zipOpen2_64(nullptr, APPEND_STATUS_CREATE, nullptr, &functions);
    }

    ~Archive()
    {
        if (packing.valid()) {
            packing.wait();
        }
        if (zip != nullptr) {
            target.failure = ECANCELED; // only the memory is to be given back
            zipClose(zip, nullptr);
        }
    }

    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    // Waits for the piece that is being packed: minizip's code for it.
    int finishPiece() { return packing.valid() ? packing.get() : ZIP_OK; }

    // Packs what has been collected, while the next piece is; none may be being packed.
    void startPiece(bool isLast)
    {
        piece.swap(collected);
        collected.clear();
        packing = std::async(std::launch::async, [this, isLast] {
            packed.clear();
            if (!packer.pack(piece, isLast, packed)) {
                return ZIP_INTERNALERROR;
            }
            return zipWriteInFileInZip(zip, packed.data(), static_cast<unsigned>(packed.size()));
        });
    }

    std::filesystem::path path;
    std::uint64_t room = 0; // of the member
    std::string collected;  // of the member, not yet packed

    // Of whoever packs.
    Target target;
    zipFile zip = nullptr;
    Packer packer;
    std::string piece;
    std::string packed;
    std::future<int> packing;
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

Result<> ZipWriter::begin(std::string_view name, MemberSize size)
{
    zip_fileinfo info = {};
    info.dosDate = kFirstDay;
    const bool isLarge = size == MemberSize::Any;
    m_archive->room = isLarge ? UINT64_MAX : kNoMoreThan;
    m_archive->packer.begin();
    constexpr int kIsPacked = 1;
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

Result<> ZipWriter::write(std::string_view bytes)
{
    if (bytes.size() > m_archive->room) {
        return fail(ErrorCode::ResourceExhausted,
                    "A file of the bundle would be larger than 4 GiB, which it must not be.");
    }
    m_archive->room -= bytes.size();
    std::string& collected = m_archive->collected;
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, kPiece - collected.size());
        collected += part;
        bytes.remove_prefix(part.size());
        if (collected.size() == kPiece) {
            if (auto packed = check(m_archive->finishPiece()); !packed) {
                return packed;
            }
            m_archive->startPiece(false);
        }
    }
    return {};
}

Result<Digest> ZipWriter::end()
{
    auto packed = check(m_archive->finishPiece());
    if (packed) {
        m_archive->startPiece(true);
        packed = check(m_archive->finishPiece());
    }
    if (!packed) {
        return fail(std::move(packed.error()));
    }
    const PackedFile file = m_archive->packer.file();
    if (auto closed = check(zipCloseFileInZipRaw64(m_archive->zip, file.size, file.crc)); !closed) {
        return fail(std::move(closed.error()));
    }
    return file.digest;
}

Result<> ZipWriter::finish()
{
    return check(zipClose(std::exchange(m_archive->zip, nullptr), nullptr));
}

} // namespace portcullis::audit::bundle
