#include "app/ctl/folder_lock.h"

#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

FolderLock::FolderLock(int descriptor)
    : m_descriptor(descriptor)
{}

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& dataFolder)
{
    const std::string path = (dataFolder / "config.lock").string();
    FolderLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    int locked = -1;
    while (lock.m_descriptor >= 0) {
        locked = ::flock(lock.m_descriptor, LOCK_EX);
        if (locked == 0 || errno != EINTR) {
            break;
        }
    }
    if (locked != 0) {
        return fail(ErrorCode::IoError,
                    "The lock file " + path + " cannot be taken; check the folder.",
                    std::strerror(errno));
    }
    return lock;
}

} // namespace portcullis::ctl
