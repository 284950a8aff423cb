#include "gateway/audit/bundle/side_file.h"

#include "gateway/audit/bundle/part_file.h"
#include "gateway/audit/bundle/piece_packer.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

// 0 or errno.
int writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return written < 0 ? errno : ENOSPC;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

} // namespace

struct SideFile::State
{
    State(FileHandle opened, std::filesystem::path name)
        : file(std::move(opened))
        , path(std::move(name))
        , packer([this](std::string_view packed) { return writeAll(file.get(), packed); })
    {
        packer.begin();
    }

    FileHandle file;
    std::filesystem::path path;
    PiecePacker packer; // gone first: it writes to the file
};

SideFile::SideFile(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}

SideFile::SideFile(SideFile&&) noexcept = default;
SideFile& SideFile::operator=(SideFile&&) noexcept = default;
SideFile::~SideFile() = default;

Result<SideFile> SideFile::create(const std::filesystem::path& path)
{
    std::filesystem::path side = path;
    side += ".side";
    ::unlink(side.c_str()); // an interrupted program may have left it
    FileHandle file(::open(side.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen()) {
        return fail(fileError(errno, side, "made"));
    }
    ::unlink(side.c_str());
    return SideFile(std::make_unique<State>(std::move(file), path));
}

Result<> SideFile::check(int code) const
{
    if (code == PiecePacker::kCannotPack) {
        return fail(ErrorCode::Internal, "A file of the bundle cannot be packed.");
    }
    return code == 0 ? Result<>() : fail(fileError(code, m_state->path, "written"));
}

Result<> SideFile::line(std::string_view text)
{
    auto written = check(m_state->packer.write(text));
    return written ? check(m_state->packer.write("\n")) : written;
}

Result<PackedFile> SideFile::end()
{
    if (auto ended = check(m_state->packer.end()); !ended) {
        return fail(std::move(ended.error()));
    }
    return m_state->packer.file();
}

Result<std::size_t> SideFile::read(std::uint64_t offset, std::span<char> out) const
{
    while (true) {
        const ssize_t count =
            ::pread(m_state->file.get(), out.data(), out.size(), static_cast<off_t>(offset));
        if (count >= 0) {
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR) {
            return fail(fileError(errno, m_state->path, "read"));
        }
    }
}

} // namespace portcullis::audit::bundle
