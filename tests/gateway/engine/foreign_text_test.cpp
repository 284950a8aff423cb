#include "gateway/base/encoding.h"
#include "tests/gateway/engine/line_client.h"

#include <gtest/gtest.h>

#include <stdexcept>

// Bytes that are no text, and errors nobody foresaw: neither may end the gateway.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::kInitialize;
using test::kWelcome;
using test::LineClient;

class ForeignTextTest : public test::SocketsFixture
{
protected:
    // A server that prints ISO 8859-1 on both outputs and is none.
    static api::ServerConfig latin1(const std::string& end)
    {
        api::ServerConfig server;
        server.id = ServerId("latin");
        server.command = {"/bin/sh",
                          "-c",
                          "i=0; while [ $i -lt 200 ]; do printf 'Gr\\374\\337 Gott\\n'; "
                          "printf 'Gr\\374\\337 Gott\\n' >&2; i=$((i+1)); done; " +
                              end};
        return server;
    }
};

TEST_F(ForeignTextTest, ControlAnswersWhateverAServerPrints)
{
    run();
    ASSERT_TRUE(harness.apply(api::AddServer{latin1("exec sleep 60")}));
    ASSERT_TRUE(GatewayHarness::eventually(
        [this] { return harness.status().servers[1].lastError.has_value(); }));
    LineClient client(path(kControlSocket));
    const std::string status = client.ask(R"({"id":1,"command":"status"})");
    EXPECT_NE(status.find("latin"), std::string::npos);
    EXPECT_TRUE(isValidUtf8(status));
}

TEST_F(ForeignTextTest, ATrialOfSuchAServerGetsAnAnswer)
{
    run();
    LineClient client(path(kControlSocket));
    const std::string answer = client.ask(
        R"({"id":1,"command":"testServer","params":{"id":"trial","command":["/bin/sh","-c","printf 'Gr\\374\\337\\n' >&2; exit 1"]}})");
    EXPECT_NE(answer.find("error"), std::string::npos);
    EXPECT_TRUE(isValidUtf8(answer));
}

TEST_F(ForeignTextTest, CutsLongNamesBetweenCharacters)
{
    run();
    LineClient watcher(path(kControlSocket));
    EXPECT_NE(watcher.ask(R"({"id":1,"command":"observe"})").find(R"("id":1)"), std::string::npos);
    const std::string name = std::string(255, 'a') + "\xC3\xA9\xC3\xA9";
    EXPECT_EQ(harness.post(key, callText(name)).status, 200U);
    LineClient bridge(path(kBridgeSocket));
    ASSERT_EQ(bridge.ask(greeting()), kWelcome);
    EXPECT_NE(bridge.ask(kInitialize).find("result"), std::string::npos);
    const std::string answer = bridge.ask(callText(name));
    EXPECT_NE(answer.find("Unknown tool"), std::string::npos);
    EXPECT_TRUE(isValidUtf8(answer));
    for (const api::ActivityRow& row : harness.activity().rows) {
        EXPECT_TRUE(isValidUtf8(row.tool));
    }
}

TEST_F(ForeignTextTest, AnEscapedExceptionClosesTheGatewayAndItsLog)
{
    run();
    LineClient bridge(path(kBridgeSocket));
    ASSERT_EQ(bridge.ask(greeting()), kWelcome);
    harness.gateway->observe(
        [](const api::Event&) { throw std::runtime_error("nobody expects this"); });
    ASSERT_TRUE(GatewayHarness::eventually(
        [this] { return harness.status().state == api::GatewayState::Refusing; }));
    EXPECT_NE(harness.status().reason.find("nobody expects this"), std::string::npos);
    EXPECT_EQ(harness.post(key, callText("fx__echo")).status, 503U);
    EXPECT_NE(bridge.ask(kInitialize).find("internal error"), std::string::npos);
    EXPECT_FALSE(harness.apply(api::RemoveKey{key.id}));
    harness.stop();
    harness.start();
    harness.open();
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    EXPECT_EQ(harness.post(key, callText("fx__echo")).status, 200U);
}

} // namespace
} // namespace portcullis::engine
