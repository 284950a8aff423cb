#pragma once

#include "gateway/audit/instance_lock.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <string_view>

namespace portcullis::audit::bundle {

// A file on its way to its name: it is written as `<path>.part`, which only its owner may read, and
// goes away unless it is kept.
//
// Owner: who writes it. Thread: one at a time. Errors: PermissionDenied, NotFound (the folder),
// ResourceExhausted (disk full), IoError.
class PartFile
{
public:
    // Takes the place of a part that an interrupted program left behind.
    [[nodiscard]] static Result<PartFile> create(std::filesystem::path path);

    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile(PartFile&&) noexcept = default;
    PartFile& operator=(PartFile&&) = delete;

    [[nodiscard]] int descriptor() const { return m_file.get(); }

    // Onto the disk and under its name, in place of a file that has it. Busy when somebody else has
    // begun to write the same part meanwhile.
    [[nodiscard]] Result<> keep();

private:
    PartFile(FileHandle file, std::filesystem::path path);

    [[nodiscard]] std::filesystem::path part() const;
    [[nodiscard]] bool isInPlace() const;

    FileHandle m_file; // closed when the file was kept
    std::filesystem::path m_path;
};

// The error of a failed system call on `path`, with `doing` ("written", "opened") in its sentence.
[[nodiscard]] Error
fileError(int systemError, const std::filesystem::path& path, std::string_view doing);

} // namespace portcullis::audit::bundle
