#pragma once

#include "gateway/engine/data_folder.h"
#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace portcullis::test {

// A client of one of the owner-only sockets, line by line.
class LineClient
{
public:
    explicit LineClient(const std::filesystem::path& path)
    {
        m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.string().copy(address.sun_path, sizeof address.sun_path - 1);
        timeval patience{10, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        m_connected =
            ::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }

    ~LineClient() { ::close(m_socket); }

    LineClient(const LineClient&) = delete;
    LineClient& operator=(const LineClient&) = delete;
    LineClient(LineClient&&) = delete;
    LineClient& operator=(LineClient&&) = delete;

    [[nodiscard]] bool connected() const { return m_connected; }

    void send(const std::string& line) const
    {
        const std::string text = line + "\n";
        std::size_t sent = 0;
        while (sent < text.size()) {
            const ssize_t now =
                ::send(m_socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (now <= 0) {
                return; // the other end may have had enough
            }
            sent += static_cast<std::size_t>(now);
        }
    }

    // The next line; empty at the end.
    [[nodiscard]] std::string line()
    {
        std::size_t end = 0;
        while ((end = m_received.find('\n')) == std::string::npos) {
            char buffer[4096];
            const ssize_t got = ::recv(m_socket, buffer, sizeof buffer, 0);
            if (got < 0 && errno == EINTR) {
                continue; // a server of the gateway has ended
            }
            if (got <= 0) {
                return {};
            }
            m_received.append(buffer, static_cast<std::size_t>(got));
        }
        std::string text = m_received.substr(0, end);
        m_received.erase(0, end + 1);
        return text;
    }

    [[nodiscard]] std::string ask(const std::string& text)
    {
        send(text);
        return line();
    }

private:
    int m_socket = -1;
    bool m_connected = false;
    std::string m_received;
};

// A gateway with the server fx, a key for all its tools, and its sockets.
class SocketsFixture : public testing::Test
{
protected:
    void run()
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
        ASSERT_TRUE(GatewayHarness::eventually(
            [this] { return harness.status().servers[0].state == api::ServerState::Ready; }));
    }

    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return engine::socketPath(harness.folder.path() / "data", name);
    }

    [[nodiscard]] std::string greeting(const std::string& server = {}) const
    {
        return R"({"portcullis":1,"key":")" + key.secret + "\"" +
               (server.empty() ? "" : R"(,"server":")" + server + "\"") + "}";
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

inline constexpr const char* kWelcome = R"({"portcullis":1,"ok":true})";
inline constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})";

} // namespace portcullis::test
