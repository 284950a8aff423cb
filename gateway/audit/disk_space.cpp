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

DiskSpace::DiskSpace(const std::filesystem::path& folder,
                     std::uint64_t reserveBytes,
                     std::uint64_t minimumFreeBytes,
                     Probe probe)
    : m_reserve(folder / "audit.reserve")
    , m_reserveBytes(reserveBytes)
    , m_minimumFreeBytes(minimumFreeBytes)
    , m_probe(std::move(probe))
{
    if (!m_probe) {
        m_probe = [folder] { return freeBytes(folder); };
    }
}

bool DiskSpace::hasReserve() const
{
    std::error_code ignored;
    return m_reserveBytes == 0 || std::filesystem::file_size(m_reserve, ignored) == m_reserveBytes;
}

bool DiskSpace::makeReserve()
{
    const FileHandle file(
        ::open(m_reserve.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.isOpen() &&
        ::posix_fallocate(file.get(), 0, static_cast<off_t>(m_reserveBytes)) == 0) {
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
    const auto free = m_probe();
    if (!free) {
        return Error{ErrorCode::IoError,
                     "The free space of the audit log's disk cannot be determined; check that its "
                     "folder still exists.",
                     m_reserve.parent_path().string()};
    }
    const bool reserved = hasReserve();
    const std::uint64_t needed = m_minimumFreeBytes + (reserved ? 0 : m_reserveBytes);
    if (*free < needed) {
        return Error{ErrorCode::ResourceExhausted,
                     "The audit log's disk has only " + inMegabytes(*free) +
                         " left; free space to " + "at least " + inMegabytes(needed) + ".",
                     m_reserve.parent_path().string()};
    }
    if (!reserved && !makeReserve()) {
        return Error{ErrorCode::ResourceExhausted,
                     "The audit log's disk has no room for the log's reserve; free " +
                         inMegabytes(m_reserveBytes) + ".",
                     m_reserve.string()};
    }
    return std::nullopt;
}

} // namespace portcullis::audit
