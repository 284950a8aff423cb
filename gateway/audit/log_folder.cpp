#include "gateway/audit/log_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::uintmax_t kPageBytes = 4096;

std::string systemError(int code)
{
    return std::generic_category().message(code);
}

Result<> prepareFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    const bool created = std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::IoError,
                    "The audit log's folder " + folder.string() + " cannot be created.",
                    error.message());
    }
    if (created) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    return {};
}

// A database that lost its beginning beside a WAL that did not would be filled anew from nothing.
Result<> checkShape(const std::filesystem::path& file)
{
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(file, missing);
    const std::uintmax_t present = missing ? 0 : size;
    std::error_code noWal;
    const std::uintmax_t wal = std::filesystem::file_size(file.string() + "-wal", noWal);
    const bool truncated = present > 0 && present < kPageBytes;
    if (truncated || (present == 0 && !noWal && wal > 0)) {
        return fail(ErrorCode::Corrupt,
                    "The audit log " + file.string() +
                        " is cut off; restore it from a backup, or move it and its -wal file away "
                        "to start a new log.");
    }
    return {};
}

// Only the owner may read the file; SQLite gives its companions the same mode.
Result<FileHandle> ensureFile(const std::filesystem::path& file)
{
    FileHandle handle(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!handle.isOpen() || ::fchmod(handle.get(), 0600) != 0) {
        return fail(ErrorCode::IoError,
                    "The audit log " + file.string() + " cannot be opened; check its owner.",
                    systemError(errno));
    }
    return handle;
}

} // namespace

Result<LogFolder> claimFolder(const std::filesystem::path& folder, WallTime now)
{
    if (auto ready = prepareFolder(folder); !ready) {
        return fail(ready.error());
    }
    auto lock = lockInstance(folder, now);
    if (!lock) {
        return fail(lock.error());
    }
    const std::filesystem::path file = folder / kLogFileName;
    if (auto shape = checkShape(file); !shape) {
        return fail(shape.error());
    }
    auto database = ensureFile(file);
    if (!database) {
        return fail(database.error());
    }
    return LogFolder{std::move(*lock), std::move(*database)};
}

void removeLeftovers(const std::filesystem::path& file)
{
    constexpr std::size_t kEnding = 7; // writeFileAtomically(): a dot and six random letters
    const std::string begin = file.filename().string() + ".";
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(begin) && name.size() + 1 >= begin.size() + kEnding &&
            name[name.size() - kEnding] == '.') {
            std::filesystem::remove(entry.path(), ignored);
        }
    }
}

Result<> syncFolder(const std::filesystem::path& folder)
{
    const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle.isOpen() || ::fsync(handle.get()) != 0) {
        return fail(ErrorCode::IoError,
                    "The audit log's folder " + folder.string() +
                        " cannot be synced; check the disk.",
                    systemError(errno));
    }
    return {};
}

// What is in no WAL is in the database, which SQLite syncs before it drops a WAL.
Result<> syncWal(const std::filesystem::path& database)
{
    const FileHandle wal(
        ::open((database.string() + "-wal").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    const bool synced = wal.isOpen() ? ::fdatasync(wal.get()) == 0 : errno == ENOENT;
    if (!synced) {
        return fail(ErrorCode::IoError,
                    "The audit log could not be written to the disk; check the disk.",
                    systemError(errno));
    }
    return {};
}

} // namespace portcullis::audit
