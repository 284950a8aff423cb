#include "gateway/engine/data_folder.h"
#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <unistd.h>

namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;

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
        static_cast<void>(::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL));
    }

    // The next line; empty at the end.
    [[nodiscard]] std::string line()
    {
        std::size_t end = 0;
        while ((end = m_received.find('\n')) == std::string::npos) {
            char buffer[4096];
            const ssize_t got = ::recv(m_socket, buffer, sizeof buffer, 0);
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

class SocketsTest : public testing::Test
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
        return socketPath(harness.folder.path() / "data", name);
    }

    [[nodiscard]] std::string greeting(const std::string& server = {}) const
    {
        return R"({"portcullis":1,"key":")" + key.secret + "\"" +
               (server.empty() ? "" : R"(,"server":")" + server + "\"") + "}";
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

constexpr const char* kWelcome = R"({"portcullis":1,"ok":true})";
constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})";

TEST_F(SocketsTest, BridgeNeedsAValidKey)
{
    run();
    LineClient stranger(path(kBridgeSocket));
    EXPECT_NE(stranger.ask(R"({"portcullis":1,"key":"pcl_wrong"})").find("not valid"),
              std::string::npos);
    EXPECT_EQ(stranger.line(), "");
    LineClient rude(path(kBridgeSocket));
    EXPECT_NE(rude.ask("GET / HTTP/1.1").find("error"), std::string::npos);
    LineClient elsewhere(path(kBridgeSocket));
    EXPECT_NE(elsewhere.ask(greeting("nope")).find("no server nope"), std::string::npos);
}

TEST_F(SocketsTest, BridgeSpeaksBothErasOnOneConnection)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting("fx")), kWelcome);
    const std::string meta =
        R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";
    EXPECT_NE(
        client
            .ask(R"({"jsonrpc":"2.0","id":"d","method":"server/discover","params":{)" + meta + "}}")
            .find("supportedVersions"),
        std::string::npos);
    EXPECT_NE(client.ask(callText("echo")).find("Not initialized"), std::string::npos);
    EXPECT_NE(client.ask(kInitialize).find("2025-11-25"), std::string::npos);
    client.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    EXPECT_NE(client.ask(callText("echo", R"({"n":1e400})")).find("1e400"), std::string::npos);
    EXPECT_NE(client.ask("not json").find("-32700"), std::string::npos);
    EXPECT_NE(client.ask(R"({"jsonrpc":"2.0","id":3,"method":"ping"})").find(R"("id":3)"),
              std::string::npos);
}

TEST_F(SocketsTest, BridgeTellsWhenTheListHasChanged)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(client.ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})").find("fx__echo"),
              std::string::npos);
    ASSERT_TRUE(harness.apply(api::SetAllowList{key.id, {}}));
    EXPECT_NE(client.line().find("notifications/tools/list_changed"), std::string::npos);
}

TEST_F(SocketsTest, BridgeEndsWithItsKey)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    ASSERT_TRUE(harness.apply(api::RemoveKey{key.id}));
    EXPECT_NE(client.ask(kInitialize).find("not valid"), std::string::npos);
    EXPECT_EQ(client.line(), "");
}

TEST_F(SocketsTest, ClosingTheBridgeCancelsItsCalls)
{
    run();
    {
        LineClient client(path(kBridgeSocket));
        ASSERT_EQ(client.ask(greeting()), kWelcome);
        EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
        client.send(callText("fx__hang"));
        ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    }
    EXPECT_TRUE(GatewayHarness::eventually(
        [&] { return harness.status().inFlight == 0 && harness.status().sessions == 0; }));
}

TEST_F(SocketsTest, ControlAnswersCommandsAndSaysWhatItDoesNotKnow)
{
    run();
    LineClient client(path(kControlSocket));
    EXPECT_NE(client.ask(R"({"id":1,"command":"status"})").find(R"("state":"running")"),
              std::string::npos);
    EXPECT_NE(client.ask(R"({"id":2,"command":"nonsense"})").find("unsupported"),
              std::string::npos);
    EXPECT_NE(
        client.ask(R"({"id":3,"command":"serverTools","params":{"server":"fx"}})").find("fx__echo"),
        std::string::npos);
    const std::string made = client.ask(
        R"({"id":4,"command":"createKey","params":{"label":"new","allow":["fx:echo"]}})");
    EXPECT_NE(made.find("pcl_"), std::string::npos) << made;
    EXPECT_NE(client.ask(R"({"id":5,"command":"stageTimes"})").find("calls"), std::string::npos);
    EXPECT_NE(client.ask(R"({"id":6,"command":"activity","params":{}})").find("rows"),
              std::string::npos);
}

TEST_F(SocketsTest, ControlHandsOnEvents)
{
    run();
    LineClient client(path(kControlSocket));
    client.send(R"({"id":1,"command":"observe"})");
    EXPECT_NE(client.line().find(R"("id":1)"), std::string::npos);
    ASSERT_TRUE(harness.apply(api::SetAllowList{key.id, {}}));
    std::string seen;
    while (seen.find("config_changed") == std::string::npos) {
        const std::string next = client.line();
        ASSERT_NE(next, "");
        seen += next;
    }
}

TEST_F(SocketsTest, ControlRefusesAbysmalDepth)
{
    run();
    LineClient client(path(kControlSocket));
    client.send(R"({"id":1,"command":"apply","params":)" + std::string(100'000, '[') +
                std::string(100'000, ']') + "}");
    EXPECT_EQ(client.line(), "");
    LineClient again(path(kControlSocket));
    EXPECT_NE(again.ask(R"({"id":1,"command":"status"})").find("result"), std::string::npos);
}

} // namespace
} // namespace portcullis::engine
