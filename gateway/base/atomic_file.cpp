#include "gateway/base/atomic_file.h"

#include "gateway/base/encoding.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace portcullis {

namespace {

class FileHandle
{
public:
    explicit FileHandle(int fd)
        : m_fd(fd)
    {}

    ~FileHandle()
    {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }

    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;

    [[nodiscard]] int get() const { return m_fd; }

    // Some file systems report a failed write only here.
    [[nodiscard]] bool close() { return ::close(std::exchange(m_fd, -1)) == 0; }

private:
    int m_fd;
};

// A file that goes away again unless it has been renamed into its place.
class TemporaryName
{
public:
    explicit TemporaryName(std::string path)
        : m_path(std::move(path))
    {}

    ~TemporaryName()
    {
        if (!m_path.empty()) {
            ::unlink(m_path.c_str());
        }
    }

    TemporaryName(const TemporaryName&) = delete;
    TemporaryName& operator=(const TemporaryName&) = delete;

    void keep() { m_path.clear(); }

private:
    std::string m_path;
};

[[nodiscard]] ErrorCode codeOf(int error)
{
    switch (error) {
    case ENOENT:
        return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
        return ErrorCode::ResourceExhausted;
    default:
        return ErrorCode::IoError;
    }
}

// `doing` is "write" or "read".
[[nodiscard]] std::unexpected<Error>
failWith(const char* doing, const std::filesystem::path& path, int error)
{
    return fail(codeOf(error),
                "Cannot " + std::string(doing) + " the file " + path.string() + ": " +
                    std::generic_category().message(error) + ".",
                "errno " + std::to_string(error));
}

[[nodiscard]] std::unexpected<Error> failWrite(const std::filesystem::path& path, int error)
{
    auto failure = failWith("write", path, error);
    if (failure.error().code == ErrorCode::NotFound) {
        failure.error().code = ErrorCode::IoError; // the folder is missing, not something asked for
    }
    return failure;
}

[[nodiscard]] bool writeAll(int fd, std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

// Makes the renaming itself durable.
[[nodiscard]] bool syncFolder(const std::filesystem::path& file)
{
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder and say EINVAL.
    return handle.get() >= 0 && (::fsync(handle.get()) == 0 || errno == EINVAL);
}

} // namespace

Result<> writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes)
{
    std::string temporary = path.string() + ".XXXXXX";
    FileHandle file(::mkostemp(temporary.data(), O_CLOEXEC)); // mode 0600
    if (file.get() < 0) {
        return failWrite(path, errno);
    }
    TemporaryName name(temporary);
    if (!writeAll(file.get(), bytes) || ::fsync(file.get()) != 0 || !file.close() ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
        return failWrite(path, errno);
    }
    name.keep();
    if (!syncFolder(path)) {
        return failWrite(path, errno);
    }
    return {};
}

Result<> writeFileAtomically(const std::filesystem::path& path, std::string_view text)
{
    return writeFileAtomically(path, asBytes(text));
}

Result<std::string> readWholeFile(const std::filesystem::path& path, std::size_t limit)
{
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        return failWith("read", path, errno);
    }
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) {
        return failWith("read", path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::IoError,
                    "Cannot read " + path.string() + ": it is not a regular file.");
    }
    std::string content;
    std::vector<char> buffer(std::size_t{64} * 1024);
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return failWith("read", path, errno);
        }
        if (got == 0) {
            return content;
        }
        content.append(buffer.data(), static_cast<std::size_t>(got));
        if (content.size() > limit) {
            return fail(ErrorCode::ResourceExhausted,
                        "The file " + path.string() + " is larger than " + std::to_string(limit) +
                            " bytes.");
        }
    }
}

} // namespace portcullis
