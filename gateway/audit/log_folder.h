#pragma once

#include "gateway/audit/instance_lock.h"
#include "gateway/base/result.h"

#include <filesystem>

// The files of a log, before and beside SQLite.
namespace portcullis::audit {

inline constexpr const char* kLogFileName = "audit.db";
inline constexpr const char* kContentKeysFile = "audit.keys"; // ContentKeys

// What an instance holds of its folder as long as the log is open.
struct LogFolder
{
    FileHandle lock;
    FileHandle database; // on audit.db; LogFile says when it may be closed
};

// Makes the folder and the file where they are missing, for the owner alone. `now` is for the
// message to a second instance. Errors: Busy (another
// instance has the log), Corrupt (the file is cut off), IoError.
[[nodiscard]] Result<LogFolder> claimFolder(const std::filesystem::path& folder, WallTime now);

// What a replacement of `file`, or of one with its name and more, has left behind that was cut
// short: it may hold what has been destroyed since. Only with the folder claimed.
void removeLeftovers(const std::filesystem::path& file);

// So that the names of new files survive a power cut.
[[nodiscard]] Result<> syncFolder(const std::filesystem::path& folder);

// Puts on disk what the database's WAL has. Any thread.
[[nodiscard]] Result<> syncWal(const std::filesystem::path& database);

} // namespace portcullis::audit
