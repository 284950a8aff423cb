#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/file_handle.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Which program is at the other end of a local socket, by what is in its executable. A process that
// is gone, or belongs to somebody else, cannot be told; nor can what an interpreter runs.
namespace portcullis::http {

// One process, and never another one that gets its number later: it is looked at through its folder
// in /proc, which is that of this process alone and empty once it has ended. Owner: shared. Thread:
// any. Errors: none; nothing can be told of a process that has ended.
class ProcessFolder
{
public:
    // Of a process's number. Whether that is still the process that was meant is for the caller.
    [[nodiscard]] static std::shared_ptr<const ProcessFolder> of(std::int64_t pid);
    // Of the process that has connected a Unix socket.
    [[nodiscard]] static std::shared_ptr<const ProcessFolder> ofPeer(int socket, std::int64_t pid);

    explicit ProcessFolder(FileHandle folder);

    // What it runs now; an empty handle when it cannot be told.
    [[nodiscard]] FileHandle openProgram() const;
    [[nodiscard]] std::string programPath() const;
    // The process that has started it, or whoever has taken it over since.
    [[nodiscard]] std::optional<std::int64_t> parent() const;

private:
    FileHandle m_folder;
};

struct PeerProgram
{
    Digest hash{};    // SHA-256 of the executable
    std::string path; // as the system tells it: for people
};

// Names the programs behind processes. The bridge of this installation is not asked about itself:
// of it, the program counts that has started it. Hashes are kept by device, inode, times and size.
// Owner: whoever accepts connections. Thread: one at a time, where reading a large file does no
// harm. Errors: none; nothing is found.
class ProgramFinder
{
public:
    // `bridge`: the program portcullisctl of this installation, an absolute path; may be empty.
    explicit ProgramFinder(std::filesystem::path bridge);

    [[nodiscard]] std::optional<PeerProgram> find(const ProcessFolder& process);

private:
    // What tells one content of a file from another.
    struct FileMark
    {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::int64_t size = 0;
        std::int64_t modifiedNanos = 0;
        std::int64_t changedNanos = 0; // which nobody can set at will
        bool operator==(const FileMark&) const = default;
    };

    struct Known
    {
        FileMark mark;
        Digest hash{};
    };

    [[nodiscard]] static std::optional<FileMark> markOf(int file);
    [[nodiscard]] bool isBridge(int file) const;
    [[nodiscard]] std::optional<Digest> hashOf(int file);
    [[nodiscard]] std::optional<PeerProgram> findStarter(const ProcessFolder& bridge);

    std::filesystem::path m_bridge;
    std::vector<Known> m_known; // the oldest first
};

} // namespace portcullis::http
