#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <filesystem>

// Programs as files. Any thread where reading a large file does no harm.
namespace portcullis {

// The SHA-256 of what is in an open file from its beginning on. Errors: IoError.
[[nodiscard]] Result<Digest> hashOpenFile(int file);

// The SHA-256 of the executable that runs when the path is called; links are followed. Errors:
// NotFound, PermissionDenied, IoError; InvalidArgument for what is no program of its own: a folder,
// or a script, which the system gives to another program.
[[nodiscard]] Result<Digest> hashProgram(const std::filesystem::path& path);

} // namespace portcullis
