#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace portcullis::faults {

// A disk whose power can fail, or that fails once. While it exists it is the default sqlite3_vfs of
// the process: it lets everything through to the real file system, and remembers for each file of
// SQLite what was synced and what was written since. At the failure every further write is an I/O
// error, and imageTo() makes the files as they might be found afterwards: what was synced is there;
// of what was written since, any part may be missing, in any order, and a write may be torn between
// sectors of 512 bytes.
//
// Owner: the test. Threads: those of SQLite; imageTo() when they are done.
class CrashDisk
{
public:
    // `seed` decides when the power fails and what is left.
    explicit CrashDisk(std::uint64_t seed);
    ~CrashDisk();
    CrashDisk(const CrashDisk&) = delete;
    CrashDisk& operator=(const CrashDisk&) = delete;

    // The power fails before so many more writes and syncs are done.
    void failAfter(std::uint64_t operations);
    // Only this one of all writes and syncs fails, with this code of SQLite's.
    void failOnce(std::uint64_t operation, int code);
    [[nodiscard]] bool failed() const;
    [[nodiscard]] std::uint64_t operations() const; // so far

    // Writes what is found after the failure into a folder.
    void imageTo(const std::filesystem::path& folder);

    struct Change
    {
        std::int64_t at = 0; // or the new length, when there are no bytes
        std::string bytes;
        bool truncates = false;
    };

    struct FileImage
    {
        std::string synced;
        std::vector<Change> since;
    };

    // For the inside: each says whether the power is still there.
    [[nodiscard]] bool wrote(const std::string& path, Change change);
    [[nodiscard]] bool synced(const std::string& path);
    [[nodiscard]] bool removed(const std::string& path);
    // The code of what failed last.
    [[nodiscard]] int failure(int otherwise) const;
    // A file that was there before.
    void opened(const std::string& path);

    [[nodiscard]] sqlite3_vfs& below() const { return *m_below; }

private:
    [[nodiscard]] bool step();
    void apply(std::string& content, const Change& change) const;
    [[nodiscard]] Change torn(const Change& change);

    mutable std::mutex m_mutex;
    std::mt19937_64 m_random;
    std::map<std::string, FileImage> m_files;
    std::uint64_t m_operations = 0;
    std::uint64_t m_limit = UINT64_MAX;
    std::uint64_t m_failing = UINT64_MAX; // the one that fails
    int m_code = 0;
    sqlite3_vfs* m_below = nullptr;
    std::unique_ptr<sqlite3_vfs> m_vfs;
};

} // namespace portcullis::faults
