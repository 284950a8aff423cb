#include "tests/gateway/engine/line_client.h"

namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::kInitialize;
using test::kWelcome;
using test::LineClient;

class SocketsTest : public test::SocketsFixture
{};

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

// A-45, G-13
TEST_F(SocketsTest, BridgeAnswersABatchAsOneArrayWhereTheRevisionHasThem)
{
    run();
    const std::string batch = "[" + callText("fx__echo", "{}", "1") + "," +
                              callText("fx__echo", "{}", "2") +
                              R"(,{"jsonrpc":"2.0","method":"notifications/x"}])";
    LineClient newer(path(kBridgeSocket));
    ASSERT_EQ(newer.ask(greeting()), kWelcome);
    EXPECT_NE(newer.ask(batch).find("Not initialized"), std::string::npos);
    EXPECT_NE(newer.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(newer.ask(batch).find("-32600"), std::string::npos);
    LineClient older(path(kBridgeSocket));
    ASSERT_EQ(older.ask(greeting()), kWelcome);
    std::string hello = kInitialize;
    hello.replace(hello.find("2025-11-25"), 10, "2025-03-26");
    EXPECT_NE(older.ask(hello).find("2025-03-26"), std::string::npos);
    const std::string answers = older.ask(batch);
    EXPECT_EQ(answers.front(), '[');
    EXPECT_NE(answers.find(R"("id":1)"), std::string::npos);
    EXPECT_NE(answers.find(R"("id":2)"), std::string::npos);
    EXPECT_NE(older.ask(R"({"jsonrpc":"2.0","id":3,"method":"ping"})").find(R"("id":3)"),
              std::string::npos);
}

// G-05
TEST_F(SocketsTest, BridgeEndsAConnectionThatSendsEndlessLines)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    const std::string line(17 * 1024 * 1024, 'x');
    for (int i = 0; i < 2; ++i) {
        EXPECT_NE(client.ask(line).find("-32600"), std::string::npos);
    }
    EXPECT_NE(client.ask(line).find("-32600"), std::string::npos);
    EXPECT_NE(client.line().find(R"("final":true)"), std::string::npos);
    EXPECT_EQ(client.line(), "");
}

// One that fits the socket and not the limit of messages is refused under its id; one that is
// right between them shows that the client is in order.
TEST_F(SocketsTest, BridgeRefusesMessagesOverTheLimitUnderTheirIds)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    const std::string large = R"({"jsonrpc":"2.0","id":"large","method":"ping","params":{"x":")" +
                              std::string(9 * 1024 * 1024, 'x') + "\"}}";
    for (int i = 0; i < 5; ++i) {
        const std::string refused = client.ask(large);
        EXPECT_NE(refused.find(R"("id":"large")"), std::string::npos) << refused;
        EXPECT_NE(refused.find("-32600"), std::string::npos) << refused;
        EXPECT_EQ(client.ask(R"({"jsonrpc":"2.0","id":1,"method":"ping"})"),
                  R"({"jsonrpc":"2.0","id":1,"result":{}})");
    }
    for (int i = 0; i < 3; ++i) {
        EXPECT_NE(client.ask(large).find(R"("id":"large")"), std::string::npos);
    }
    EXPECT_NE(client.line().find(R"("final":true)"), std::string::npos);
    EXPECT_EQ(client.line(), "");
}

// G-15
TEST_F(SocketsTest, BridgeNamesTheSupportedVersionsToOneThatIsNot)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    const std::string refused = client.ask(
        R"({"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"1900-01-01","io.modelcontextprotocol/clientCapabilities":{}}}})");
    EXPECT_NE(refused.find(R"("id":3)"), std::string::npos) << refused;
    EXPECT_NE(refused.find("-32022"), std::string::npos) << refused;
    EXPECT_NE(refused.find(R"("supported":["2026-07-28",)"), std::string::npos) << refused;
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
