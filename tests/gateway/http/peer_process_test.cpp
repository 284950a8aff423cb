#include "gateway/http/peer_process.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <unistd.h>

namespace portcullis::http {
namespace {

// Two ends of one connection, both this program's.
class PeerFinderTest : public testing::Test
{
protected:
    PeerFinderTest()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(m_listener, plain, size), 0);
        EXPECT_EQ(::listen(m_listener, 1), 0);
        ::getsockname(m_listener, plain, &size);
        serverPort = ntohs(address.sin_port);
        m_client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        EXPECT_EQ(::connect(m_client, plain, size), 0);
        ::getsockname(m_client, plain, &size);
        clientPort = ntohs(address.sin_port);
    }

    ~PeerFinderTest() override
    {
        ::close(m_client);
        ::close(m_listener);
    }

    [[nodiscard]] static std::string at(int port) { return "127.0.0.1:" + std::to_string(port); }

    std::uint16_t serverPort = 0;
    std::uint16_t clientPort = 0;

private:
    int m_listener = -1;
    int m_client = -1;
};

TEST_F(PeerFinderTest, NamesTheProcessAndItsProgram)
{
    PeerFinder finder;
    for (int again = 0; again < 2; ++again) {
        const Peer peer = finder.find({at(clientPort), {}, {}}, at(serverPort));
        EXPECT_EQ(peer.pid, ::getpid());
        EXPECT_EQ(peer.executable, std::filesystem::read_symlink("/proc/self/exe").string());
    }
}

TEST_F(PeerFinderTest, LeavesUnknownWhatItDoesNotFind)
{
    PeerFinder finder;
    EXPECT_FALSE(finder.find({at(clientPort), {}, {}}, at(serverPort + 1)).pid);
    for (const char* address : {"", ":", "127.0.0.1", "127.0.0.1:", "[::1]:1", "[", "x:1"}) {
        EXPECT_FALSE(finder.find({address, {}, {}}, at(serverPort)).pid) << address;
    }
    EXPECT_EQ(executableOf(-1), "");
}

} // namespace
} // namespace portcullis::http
