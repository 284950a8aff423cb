#pragma once

#include "gateway/api/config.h"

#include <filesystem>
#include <string>

namespace portcullis::upstream {

// What a verdict about a server's era hangs on (C-05): command, working directory, names of the
// variables, size and time of the program and of files named as arguments; or the URL. Hex SHA-256.
[[nodiscard]] std::string fingerprint(const api::ServerConfig& config,
                                      const std::filesystem::path& workingDirectory);

// Where a server over HTTP is and as whom it is used: URL, header fields and their secrets' names,
// client certificate. Hex SHA-256.
[[nodiscard]] std::string accountOf(const api::ServerConfig& config);

// The file a command's first word stands for, looked up in PATH as exec does; empty when there is
// none.
[[nodiscard]] std::filesystem::path findProgram(const std::string& program,
                                                const std::filesystem::path& workingDirectory);

} // namespace portcullis::upstream
