#pragma once

#include "gateway/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

// Small private files that are replaced as a whole. Any thread; two writers of one file at once
// leave the content of one of them.
namespace portcullis {

// Afterwards the file holds these bytes, is on the disk and is readable by its owner only (mode
// 0600). After a failure or a crash it holds the old content or the new one, never a part. A
// symbolic link at the path is replaced, not followed. Errors: IoError, PermissionDenied,
// ResourceExhausted (disk full).
[[nodiscard]] Result<> writeFileAtomically(const std::filesystem::path& path,
                                           std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<> writeFileAtomically(const std::filesystem::path& path,
                                           std::string_view text);

// Errors: NotFound, ResourceExhausted (larger than the limit), PermissionDenied, IoError (also for
// what is not a regular file).
[[nodiscard]] Result<std::string> readWholeFile(const std::filesystem::path& path,
                                                std::size_t limit);

} // namespace portcullis
