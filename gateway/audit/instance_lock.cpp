#include "gateway/audit/instance_lock.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr const char* kLockFile = "audit.lock";

std::string systemError(int code)
{
    return std::generic_category().message(code);
}

// "process 4711, since 2026-11-23T09:30:00.000Z", as far as the file tells.
std::string holderOf(int descriptor)
{
    std::array<char, 64> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size() - 1, 0);
    std::istringstream in(size > 0 ? text.data() : "");
    std::string process;
    std::string since;
    in >> process >> since;
    WallTime time;
    return "process " + (process.empty() ? "unknown" : process) +
           (parseTime(since, time) ? ", since " + since : "");
}

Error held(int descriptor, const std::filesystem::path& folder)
{
    return {ErrorCode::Busy,
            "Another Portcullis (" + holderOf(descriptor) + ") has the audit log in " +
                folder.string() + " open; use that one or close it first.",
            {}};
}

} // namespace

FileHandle::~FileHandle()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

FileHandle::FileHandle(FileHandle&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Result<FileHandle> lockInstance(const std::filesystem::path& folder, WallTime now)
{
    const std::string path = (folder / kLockFile).string();
    FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen()) {
        return fail(ErrorCode::IoError,
                    "The audit log's lock file " + path + " cannot be opened; check the folder.",
                    systemError(errno));
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return fail(ErrorCode::IoError,
                        "The audit log's lock file " + path + " cannot be locked.",
                        systemError(errno));
        }
        return fail(held(file.get(), folder));
    }
    const std::string self = std::to_string(::getpid()) + " " + formatTime(now) + "\n";
    if (::ftruncate(file.get(), 0) != 0 ||
        ::pwrite(file.get(), self.data(), self.size(), 0) != static_cast<ssize_t>(self.size())) {
        // The lock holds all the same; only the message to a second instance is poorer.
    }
    return file;
}

std::optional<Error> heldElsewhere(const std::filesystem::path& folder)
{
    const std::string path = (folder / kLockFile).string();
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.isOpen() || ::flock(file.get(), LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
        return std::nullopt;
    }
    return held(file.get(), folder);
}

Result<> checkLock(int descriptor, const std::filesystem::path& folder)
{
    struct stat held = {};
    struct stat there = {};
    if (::fstat(descriptor, &held) == 0 && ::stat((folder / kLockFile).c_str(), &there) == 0 &&
        held.st_dev == there.st_dev && held.st_ino == there.st_ino) {
        return {};
    }
    return fail(
        ErrorCode::IoError,
        "The audit log's lock file audit.lock was moved or deleted while in use, so another "
        "Portcullis may have the log: end all of them that use " +
            folder.string() + ", and start one.");
}

} // namespace portcullis::audit
