#include "gateway/http/socket_inode.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <unistd.h>

// One question to sock_diag(7), which looks one connection up at once; where the system does not
// answer it, the table /proc/net/tcp (proc(5)), which takes milliseconds to read.
namespace portcullis::http {

namespace {

struct Endpoint
{
    int family = AF_INET;
    std::array<std::uint32_t, 4> words{}; // of the address, in network order
    std::uint16_t port = 0;
};

std::optional<Endpoint> endpointOf(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon < 2) {
        return std::nullopt;
    }
    Endpoint endpoint;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, endpoint.port);
    const bool six = text.front() == '[';
    const std::string host = six ? text.substr(1, colon - 2) : text.substr(0, colon);
    endpoint.family = six ? AF_INET6 : AF_INET;
    const bool address = ::inet_pton(endpoint.family, host.c_str(), endpoint.words.data()) == 1;
    return address && read.ec == std::errc() && read.ptr == end ? std::optional(endpoint)
                                                                : std::nullopt;
}

// Closes what it holds.
class NetlinkSocket
{
public:
    NetlinkSocket()
        : m_handle(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG))
    {}

    ~NetlinkSocket()
    {
        if (m_handle >= 0) {
            ::close(m_handle);
        }
    }

    NetlinkSocket(const NetlinkSocket&) = delete;
    NetlinkSocket& operator=(const NetlinkSocket&) = delete;
    NetlinkSocket(NetlinkSocket&&) = delete;
    NetlinkSocket& operator=(NetlinkSocket&&) = delete;

    [[nodiscard]] int handle() const { return m_handle; }

private:
    int m_handle;
};

struct DiagRequest
{
    nlmsghdr header;
    inet_diag_req_v2 body;
};

DiagRequest diagRequest(const Endpoint& local, const Endpoint& remote)
{
    DiagRequest request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.body.sdiag_family = static_cast<std::uint8_t>(local.family);
    request.body.sdiag_protocol = IPPROTO_TCP;
    request.body.idiag_states = ~0U;
    request.body.id.idiag_sport = htons(local.port);
    request.body.id.idiag_dport = htons(remote.port);
    std::copy(local.words.begin(), local.words.end(), request.body.id.idiag_src);
    std::copy(remote.words.begin(), remote.words.end(), request.body.id.idiag_dst);
    request.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    return request;
}

// Nothing when the system has no such service; 0 when it has, but no such socket of this user.
std::optional<std::uint64_t> askDiag(const Endpoint& local, const Endpoint& remote)
{
    const NetlinkSocket netlink;
    const DiagRequest request = diagRequest(local, remote);
    std::array<char, 4096> answer{};
    if (netlink.handle() < 0 ||
        ::send(netlink.handle(), &request, sizeof request, MSG_NOSIGNAL) != sizeof request) {
        return std::nullopt;
    }
    // The kernel has answered when send() returns.
    const ssize_t got = ::recv(netlink.handle(), answer.data(), answer.size(), MSG_DONTWAIT);
    nlmsghdr header{};
    inet_diag_msg found{};
    if (got < static_cast<ssize_t>(NLMSG_HDRLEN + sizeof found)) {
        return std::nullopt;
    }
    std::memcpy(&header, answer.data(), sizeof header);
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY) {
        return std::nullopt;
    }
    std::memcpy(&found, answer.data() + NLMSG_HDRLEN, sizeof found);
    return found.idiag_uid == ::geteuid() ? found.idiag_inode : 0;
}

// An end as it stands in the table: the words in the machine's byte order, in hexadecimal.
std::string tableText(const Endpoint& endpoint)
{
    std::string text;
    std::array<char, 16> part{};
    const std::size_t words = endpoint.family == AF_INET6 ? 4 : 1;
    for (std::size_t i = 0; i < words; ++i) {
        std::snprintf(part.data(), part.size(), "%08X", endpoint.words[i]);
        text += part.data();
    }
    std::snprintf(part.data(), part.size(), ":%04X", endpoint.port);
    return text + part.data();
}

std::uint64_t readTable(const Endpoint& local, const Endpoint& remote)
{
    const std::string here = tableText(local);
    const std::string there = tableText(remote);
    const std::string user = std::to_string(::geteuid());
    std::ifstream table(local.family == AF_INET6 ? "/proc/net/tcp6" : "/proc/net/tcp");
    std::string line;
    while (std::getline(table, line)) {
        if (line.find(here) == std::string::npos) {
            continue;
        }
        std::istringstream row(line);
        std::array<std::string, 10> columns;
        for (std::string& column : columns) {
            row >> column;
        }
        if (columns[1] == here && columns[2] == there && columns[7] == user) {
            return std::strtoull(columns[9].c_str(), nullptr, 10);
        }
    }
    return 0;
}

} // namespace

std::optional<std::uint64_t> socketInode(const std::string& local, const std::string& remote)
{
    const auto here = endpointOf(local);
    const auto there = endpointOf(remote);
    if (!here || !there || here->family != there->family) {
        return std::nullopt;
    }
    const auto asked = askDiag(*here, *there);
    const std::uint64_t inode = asked ? *asked : readTable(*here, *there);
    return inode != 0 ? std::optional(inode) : std::nullopt;
}

} // namespace portcullis::http
