#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <optional>

namespace portcullis::audit {

// A file descriptor that closes itself.
class FileHandle
{
public:
    FileHandle() = default;

    explicit FileHandle(int descriptor)
        : m_descriptor(descriptor)
    {}

    ~FileHandle();
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    FileHandle(FileHandle&& other) noexcept;
    FileHandle& operator=(FileHandle&& other) noexcept;

    [[nodiscard]] int get() const { return m_descriptor; }

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1;
};

// One process at a time has the log: an advisory lock on audit.lock, which ends with the process
// whatever happens to it, and in the file, for the message to the second one, the holder's process
// id and `now`.
//
// Errors: Busy (the message names the holder), IoError.
[[nodiscard]] Result<FileHandle> lockInstance(const std::filesystem::path& folder, WallTime now);

// The Busy that lockInstance() would give now; nothing when the log is free. Takes the lock for a
// moment where it is, so it is for somebody who could not start for another reason.
[[nodiscard]] std::optional<Error> heldElsewhere(const std::filesystem::path& folder);

// Whether the lock is still the folder's: when audit.lock was deleted or replaced, somebody else
// may hold another one. Errors: IoError when it is not.
[[nodiscard]] Result<> checkLock(int descriptor, const std::filesystem::path& folder);

} // namespace portcullis::audit
