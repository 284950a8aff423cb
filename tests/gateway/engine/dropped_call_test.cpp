#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

// Connections of the session era that break: the call goes on, its answer is kept for a while, and
// what nobody comes back for is cancelled at its server (A-18, A-30, D-34).
namespace portcullis::engine {
namespace {

using test::callText;
using test::Fields;
using test::GatewayHarness;
using test::HttpReply;

class DroppedCallTest : public testing::Test
{
protected:
    void SetUp() override
    {
        harness.addServer(
            "fx", {"called=" + file("called").string(), "cancelled=" + file("told").string()});
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
        setLimits([](api::Limits& limits) {
            limits.streamsPerKey = 1;
            limits.requestsPerMinute = 0; // the clock stands, and callAndDrop() asks often
        });
    }

    void setLimits(const std::function<void(api::Limits&)>& change) const
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(done); });
        api::Settings settings = (*config)->settings;
        change(settings.limits);
        ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    }

    [[nodiscard]] std::filesystem::path file(const char* name) const
    {
        return harness.folder.path() / name;
    }

    [[nodiscard]] static int linesOf(const std::filesystem::path& path)
    {
        std::ifstream in(path);
        std::string line;
        int found = 0;
        while (std::getline(in, line)) {
            ++found;
        }
        return found;
    }

    // How many calls that hang, and cancellations, the server has seen.
    [[nodiscard]] int calls() const { return linesOf(file("called")); }

    [[nodiscard]] int cancellations() const { return linesOf(file("told")); }

    [[nodiscard]] static Fields fieldsFor(const GatewayHarness::Key& whose, const Fields& more)
    {
        Fields fields{{"Host", "localhost"},
                      {"Authorization", "Bearer " + whose.secret},
                      {"Content-Type", "application/json"},
                      {"Accept", "application/json, text/event-stream"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return fields;
    }

    static std::string withProgress(const std::string& tool)
    {
        return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool +
               R"(","_meta":{"progressToken":"t"}}})";
    }

    // Begins a call that is streamed at once, and breaks the connection when its first event has
    // come.
    void callAndDrop(const Fields& session, const std::string& tool) const
    {
        test::RawClient client(harness.port());
        client.send(test::requestText("POST", "/mcp", fieldsFor(key, session), withProgress(tool)));
        ASSERT_TRUE(client.readUntil("id: 1-0"));
        if (tool == "fx__hang") { // what the server has not seen is not cancelled there
            ASSERT_TRUE(GatewayHarness::eventually([this] { return calls() == 1; }));
        }
        client.close();
        // The key has one stream: another session can open one once the gateway has noticed.
        const Fields another = harness.initialize(key);
        ASSERT_TRUE(GatewayHarness::eventually([&] {
            test::RawClient other(harness.port());
            other.send(test::requestText("GET", "/mcp", fieldsFor(key, another), ""));
            return other.readUntil("\r\n") && other.received().find("200 OK") != std::string::npos;
        }));
    }

    // What time changes is looked at now, not only at the next tick.
    void look() const
    {
        setLimits([](api::Limits&) {});
    }

    [[nodiscard]] std::uint32_t running() const { return harness.status().inFlight; }

    // The session's stream for an event id, as far as the first event that tells it is there.
    [[nodiscard]] std::string
    resume(const GatewayHarness::Key& whose, Fields session, const std::string& id) const
    {
        session.emplace_back("Last-Event-ID", id);
        test::RawClient client(harness.port());
        client.send(test::requestText("GET", "/mcp", fieldsFor(whose, session), ""));
        if (client.readUntil("\r\n\r\n") && client.received().starts_with("HTTP/1.1 200")) {
            static_cast<void>(client.readUntil("id: "));
        }
        return client.received();
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

TEST_F(DroppedCallTest, GoesOnUntilItsAnswerWouldNoLongerBeKept)
{
    callAndDrop(harness.initialize(key), "fx__hang");
    harness.clock.advance(std::chrono::minutes(4));
    look();
    EXPECT_EQ(running(), 1U);
    EXPECT_EQ(cancellations(), 0);
    harness.clock.advance(std::chrono::seconds(61));
    look();
    EXPECT_TRUE(GatewayHarness::eventually([&] { return running() == 0; }));
    EXPECT_TRUE(GatewayHarness::eventually([&] { return cancellations() == 1; }));
    EXPECT_EQ(harness.activity().rows[0].outcome, api::Outcome::Cancelled);
}

TEST_F(DroppedCallTest, GoesOnWhenItsClientComesBack)
{
    Fields session = harness.initialize(key);
    callAndDrop(session, "fx__hang");
    harness.clock.advance(std::chrono::minutes(4));
    session.emplace_back("Last-Event-ID", "1-0");
    std::unique_ptr<test::RawClient> back;
    ASSERT_TRUE(GatewayHarness::eventually([&] {
        back = std::make_unique<test::RawClient>(harness.port());
        back->send(test::requestText("GET", "/mcp", fieldsFor(key, session), ""));
        return back->readUntil("\r\n") && back->received().find("200 OK") != std::string::npos;
    }));
    harness.clock.advance(std::chrono::minutes(20));
    look();
    EXPECT_EQ(running(), 1U);
    EXPECT_EQ(cancellations(), 0);
    EXPECT_EQ(harness.send("DELETE", "/mcp", fieldsFor(key, session)).status, 204U);
}

TEST_F(DroppedCallTest, KeepsItsAnswerForFiveMinutes)
{
    const Fields session = harness.initialize(key);
    callAndDrop(session, "fx__progress");
    ASSERT_TRUE(GatewayHarness::eventually([&] { return running() == 0; }));
    Fields back = fieldsFor(key, session);
    back.emplace_back("Last-Event-ID", "1-0");
    ASSERT_TRUE(GatewayHarness::eventually([&] {
        const HttpReply reply = harness.send("GET", "/mcp", back);
        return reply.isStream() && reply.body.find("done") != std::string::npos;
    }));
    harness.clock.advance(std::chrono::minutes(6));
    look();
    std::string later;
    ASSERT_TRUE(GatewayHarness::eventually([&] {
        later = resume(key, session, "1-0");
        return later.find("200 OK") != std::string::npos;
    }));
    EXPECT_EQ(later.find("done"), std::string::npos) << later;
}

TEST_F(DroppedCallTest, IsCancelledWithItsSession)
{
    const Fields session = harness.initialize(key);
    callAndDrop(session, "fx__hang");
    EXPECT_EQ(harness.send("DELETE", "/mcp", fieldsFor(key, session)).status, 204U);
    EXPECT_TRUE(GatewayHarness::eventually([&] { return cancellations() == 1; }));
    EXPECT_TRUE(GatewayHarness::eventually([&] { return running() == 0; }));
}

TEST_F(DroppedCallTest, IsCancelledWhenItsSessionExpires)
{
    setLimits([](api::Limits& limits) { limits.sessionIdle = std::chrono::seconds(60); });
    const Fields session = harness.initialize(key);
    callAndDrop(session, "fx__hang");
    harness.clock.advance(std::chrono::seconds(61));
    look();
    EXPECT_TRUE(GatewayHarness::eventually([&] { return cancellations() == 1; }));
    Fields ended = fieldsFor(key, session);
    EXPECT_EQ(harness.send("DELETE", "/mcp", ended).status, 404U);
}

TEST_F(DroppedCallTest, IsCancelledWithItsKey)
{
    callAndDrop(harness.initialize(key), "fx__hang");
    ASSERT_TRUE(
        harness.apply(api::UpdateKey{key.id, "test", "", {}, true, api::ContentMode::Full}));
    EXPECT_TRUE(GatewayHarness::eventually([&] { return cancellations() == 1; }));
    EXPECT_TRUE(GatewayHarness::eventually([&] { return running() == 0; }));
}

// D-34: one that never had a session, or any stream to come back to, too.
TEST_F(DroppedCallTest, IsCancelledWithItsKeyWithoutASession)
{
    test::RawClient client(harness.port());
    client.send(test::requestText("POST", "/mcp", fieldsFor(key, {}), callText("fx__hang")));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return calls() == 1; }));
    ASSERT_TRUE(harness.apply(api::RemoveKey{key.id}));
    EXPECT_TRUE(GatewayHarness::eventually([&] { return cancellations() == 1; }));
    EXPECT_TRUE(GatewayHarness::eventually([&] { return running() == 0; }));
}

// A-29, A-30, A-36: the same event id is another session's, too.
TEST_F(DroppedCallTest, IsAnsweredToNobodyElse)
{
    const Fields session = harness.initialize(key);
    callAndDrop(session, "fx__progress");
    ASSERT_TRUE(GatewayHarness::eventually([&] { return running() == 0; }));
    const auto bob = harness.makeKey({"fx:*"});
    const std::string stolen = resume(bob, session, "1-0");
    EXPECT_NE(stolen.find("404"), std::string::npos) << stolen;
    const std::string own = resume(bob, harness.initialize(bob), "1-0");
    EXPECT_NE(own.find("200 OK"), std::string::npos) << own;
    EXPECT_EQ(own.find("done"), std::string::npos) << own;
    ASSERT_TRUE(GatewayHarness::eventually([&] {
        const std::string sibling = resume(key, harness.initialize(key), "1-0");
        EXPECT_EQ(sibling.find("done"), std::string::npos) << sibling;
        return sibling.find("200 OK") != std::string::npos;
    }));
}

} // namespace
} // namespace portcullis::engine
