#include "gateway/http/peer_process.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

// The tables of proc(5): /proc/net/tcp names the inode of a connection's socket, and the open files
// of its process name the inode again.
namespace portcullis::http {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRecent = 16;

std::string hex(std::uint32_t value, int digits)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%0*X", digits, value);
    return text.data();
}

// An address as it stands in the table: words of the machine's byte order, in hexadecimal.
template <std::size_t words>
std::optional<std::string> tableAddress(int family, const std::string& host)
{
    std::array<std::uint32_t, words> address{};
    if (::inet_pton(family, host.c_str(), address.data()) != 1) {
        return std::nullopt;
    }
    std::string text;
    for (const std::uint32_t word : address) {
        text += hex(word, 8);
    }
    return text;
}

struct Endpoint
{
    const char* table = nullptr;
    std::string local; // "0100007F:C4B8"
};

// Reads "127.0.0.1:50312" or "[::1]:50312".
std::optional<Endpoint> endpointOf(const std::string& address)
{
    const std::size_t colon = address.rfind(':');
    std::uint32_t port = 0;
    if (colon == std::string::npos || colon < 2) {
        return std::nullopt;
    }
    const char* end = address.data() + address.size();
    if (std::from_chars(address.data() + colon + 1, end, port).ptr != end) {
        return std::nullopt;
    }
    const bool six = address.front() == '[';
    const auto host = six ? tableAddress<4>(AF_INET6, address.substr(1, colon - 2))
                          : tableAddress<1>(AF_INET, address.substr(0, colon));
    if (!host) {
        return std::nullopt;
    }
    return Endpoint{six ? "/proc/net/tcp6" : "/proc/net/tcp", *host + ":" + hex(port, 4)};
}

// The link under /proc/<pid>/fd of the socket with this local address, if it is this user's.
std::optional<std::string> socketLinkOf(const Endpoint& endpoint, std::uint16_t serverPort)
{
    const std::string remotePort = ":" + hex(serverPort, 4);
    const std::string user = std::to_string(::geteuid());
    std::ifstream table(endpoint.table);
    std::string line;
    while (std::getline(table, line)) {
        if (line.find(endpoint.local) == std::string::npos) {
            continue;
        }
        std::istringstream row(line);
        std::array<std::string, 10> columns;
        for (std::string& column : columns) {
            row >> column;
        }
        const bool same = columns[1] == endpoint.local && columns[2].ends_with(remotePort);
        if (same && columns[7] == user && columns[9] != "0") {
            return "socket:[" + columns[9] + "]";
        }
    }
    return std::nullopt;
}

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

Peer PeerFinder::find(Peer peer, std::uint16_t serverPort)
{
    const auto endpoint = endpointOf(peer.address);
    const auto link = endpoint ? socketLinkOf(*endpoint, serverPort) : std::nullopt;
    const auto owner = link ? ownerOf(*link) : std::nullopt;
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
