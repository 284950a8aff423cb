#pragma once

#include "gateway/base/result.h"

#include <filesystem>

namespace portcullis::ctl {

// Two command lines never change one data folder at once: the second waits until the first has
// gone, whatever happens to it (flock).
// Owner: a command, on its stack. Errors: IoError.
class FolderLock
{
public:
    [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& dataFolder);

    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    explicit FolderLock(int descriptor);

    int m_descriptor;
};

} // namespace portcullis::ctl
