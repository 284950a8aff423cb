#include "gateway/audit/instance_lock.h"

#include <sys/file.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace portcullis::audit {

namespace {

std::string systemError(int code)
{
    return std::generic_category().message(code);
}

std::string holderOf(int descriptor)
{
    std::array<char, 32> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    std::string holder(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!holder.empty() && holder.back() == '\n') {
        holder.pop_back();
    }
    return holder.empty() ? "unknown" : holder;
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

Result<FileHandle> lockInstance(const std::filesystem::path& folder)
{
    const std::string path = (folder / "audit.lock").string();
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
        return fail(ErrorCode::Busy,
                    "Another Portcullis (process " + holderOf(file.get()) +
                        ") has the audit log in " + folder.string() +
                        " open; use that one or close it first.");
    }
    const std::string self = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0 ||
        ::pwrite(file.get(), self.data(), self.size(), 0) != static_cast<ssize_t>(self.size())) {
        // The lock holds all the same; only the message to a second instance is poorer.
    }
    return file;
}

} // namespace portcullis::audit
