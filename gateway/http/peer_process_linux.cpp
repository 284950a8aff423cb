#include "gateway/http/peer_process.h"
#include "gateway/http/socket_inode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <unistd.h>

// The open files of a process (proc(5)) name the inodes of its sockets.
namespace portcullis::http {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRecent = 16;

bool holds(const fs::path& process, const std::string& socketLink)
{
    std::error_code error;
    std::array<char, 64> target{};
    for (fs::directory_iterator file(process / "fd", error), end; !error && file != end;
         file.increment(error)) {
        const ssize_t length = ::readlink(file->path().c_str(), target.data(), target.size());
        if (length > 0 &&
            std::string_view(target.data(), static_cast<std::size_t>(length)) == socketLink) {
            return true;
        }
    }
    return false;
}

std::optional<std::int64_t> processNumber(const std::string& name)
{
    std::int64_t pid = 0;
    const char* end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, pid);
    return read.ec == std::errc() && read.ptr == end ? std::optional(pid) : std::nullopt;
}

fs::path folderOf(std::int64_t pid)
{
    return fs::path("/proc") / std::to_string(pid);
}

} // namespace

std::string executableOf(std::int64_t pid)
{
    std::error_code error;
    const fs::path program = fs::read_symlink(folderOf(pid) / "exe", error);
    return error ? std::string() : program.string();
}

Peer PeerFinder::find(Peer peer, const std::string& server)
{
    const auto inode = socketInode(peer.address, server);
    const auto owner = inode ? ownerOf("socket:[" + std::to_string(*inode) + "]") : std::nullopt;
    if (owner) {
        peer.pid = owner;
        peer.executable = executableOf(*owner);
    }
    return peer;
}

std::optional<std::int64_t> PeerFinder::ownerOf(const std::string& socketLink)
{
    std::optional<std::int64_t> owner;
    for (const std::int64_t pid : m_recent) {
        if (holds(folderOf(pid), socketLink)) {
            owner = pid;
            break;
        }
    }
    std::error_code error;
    for (fs::directory_iterator entry("/proc", error), end; !owner && !error && entry != end;
         entry.increment(error)) {
        const auto pid = processNumber(entry->path().filename().string());
        if (pid && holds(entry->path(), socketLink)) {
            owner = pid;
        }
    }
    if (owner) {
        std::erase(m_recent, *owner);
        m_recent.push_front(*owner);
        m_recent.resize(std::min(m_recent.size(), kRecent));
    }
    return owner;
}

} // namespace portcullis::http
