#include "gateway/audit/disk_space.h"

#include "gateway/audit/instance_lock.h"

#include <sys/statvfs.h>

#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::uint64_t kMargin = 16;

std::optional<std::uint64_t> freeBytes(const std::filesystem::path& folder)
{
    struct statvfs info = {};
    if (::statvfs(folder.c_str(), &info) != 0) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

std::string inMegabytes(std::uint64_t bytes)
{
    return std::to_string(bytes / (std::uint64_t{1024} * 1024)) + " MiB";
}

} // namespace

DiskSpace::DiskSpace(const std::filesystem::path& folder, Limits limits, Probe probe)
    : m_reserve(folder / "audit.reserve")
    , m_limits(limits)
    , m_probe(std::move(probe))
{
    if (!m_probe) {
        m_probe = [folder] { return freeBytes(folder); };
    }
}

bool DiskSpace::hasReserve() const
{
    std::error_code ignored;
    return m_limits.reserve == 0 ||
           std::filesystem::file_size(m_reserve, ignored) == m_limits.reserve;
}

bool DiskSpace::makeReserve()
{
    const FileHandle file(
        ::open(m_reserve.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.isOpen() &&
        ::posix_fallocate(file.get(), 0, static_cast<off_t>(m_limits.reserve)) == 0) {
        return true;
    }
    static_cast<void>(releaseReserve());
    return false;
}

bool DiskSpace::releaseReserve()
{
    std::error_code ignored;
    return std::filesystem::remove(m_reserve, ignored);
}

std::optional<Error> DiskSpace::check()
{
    m_warning.reset();
    const auto free = m_probe();
    if (!free) {
        return Error{ErrorCode::IoError,
                     "The free space of the audit log's disk cannot be determined; check that its "
                     "folder still exists.",
                     m_reserve.parent_path().string()};
    }
    auto error = shortage(*free);
    m_isShort = error.has_value();
    if (!error && *free < m_limits.warningFree) {
        m_warning = "The audit log's disk has only " + inMegabytes(*free) + " left; below " +
                    inMegabytes(m_limits.minimumFree) +
                    " every call will be refused. Free some space.";
    }
    return error;
}

// Where it was short, it takes a little more than enough: a disk at the limit must not be in and
// out of it every second.
std::optional<Error> DiskSpace::shortage(std::uint64_t free)
{
    const bool reserved = hasReserve();
    const std::uint64_t needed = m_limits.minimumFree + (reserved ? 0 : m_limits.reserve) +
                                 (m_isShort ? m_limits.minimumFree / kMargin : 0);
    if (free < needed) {
        return Error{ErrorCode::ResourceExhausted,
                     "The audit log's disk has only " + inMegabytes(free) +
                         " left; free space to at least " + inMegabytes(needed) + ".",
                     m_reserve.parent_path().string()};
    }
    if (!reserved && !makeReserve()) {
        return Error{ErrorCode::ResourceExhausted,
                     "The audit log's disk has no room for the log's reserve; free " +
                         inMegabytes(m_limits.reserve) + ".",
                     m_reserve.string()};
    }
    return std::nullopt;
}

} // namespace portcullis::audit
