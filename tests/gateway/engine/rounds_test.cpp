#include "tests/gateway/engine/era_client.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace portcullis::test {
namespace {

constexpr const char* kRoots = R"({"roots":[{"uri":"file:///case"}]})";

// A gateway before a server of each era, and what clients of each era say to it.
class RoundsTest : public testing::Test
{
protected:
    RoundsTest()
    {
        harness.addServer("old", {"calls=" + calls.string()});
        harness.addServer("new", {"era=stateless", "calls=" + calls.string()});
        harness.start();
        harness.open();
        key = harness.makeKey({"old:*", "new:*"});
        other = harness.makeKey({"old:*", "new:*"});
        for (const char* server : {"old", "new"}) {
            EXPECT_TRUE(GatewayHarness::eventually([this, server] {
                return harness.post(key, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")
                           .body.find(std::string(server) + "__echo") != std::string::npos;
            }));
        }
    }

    // tools/call of a client of the stateless era; `more` are further members of its params.
    [[nodiscard]] HttpReply stateless(const GatewayHarness::Key& who,
                                      const std::string& tool,
                                      const std::string& more = {},
                                      const std::string& capabilities = R"({"roots":{}})") const
    {
        const std::string body =
            R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool +
            R"(","arguments":{"a":1})" + more +
            R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
            R"("io.modelcontextprotocol/clientCapabilities":)" +
            capabilities + "}}}";
        return harness.post(who,
                            body,
                            {{"MCP-Protocol-Version", "2026-07-28"},
                             {"Mcp-Method", "tools/call"},
                             {"Mcp-Name", tool}});
    }

    // The members that take a client back to the call it was asked in.
    [[nodiscard]] static std::string answering(const std::string& asked, const std::string& answer)
    {
        const auto document = JsonDocument::parse(asked);
        if (!document) {
            return {};
        }
        const JsonValue result = document->root()["result"];
        const JsonValue request = result["inputRequests"].first();
        const JsonValue state = result["requestState"];
        return R"(,"inputResponses":{")" + request.name() + R"(":)" + answer + "}" +
               (state.exists() ? R"(,"requestState":)" + std::string(state.raw()) : "");
    }

    // How often servers were called.
    [[nodiscard]] std::size_t called() const
    {
        std::ifstream file(calls);
        std::size_t lines = 0;
        for (std::string line; std::getline(file, line);) {
            ++lines;
        }
        return lines;
    }

    // A call of a client with a session, which answers the one request it gets.
    [[nodiscard]] std::string
    inSession(const std::string& tool, const std::string& capabilities, const std::string& answer)
    {
        const HttpReply opened = harness.post(
            key,
            R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":)" +
                capabilities + R"(,"clientInfo":{"name":"t","version":"1"}}})");
        const Fields session{{"Mcp-Session-Id", opened.headers.at("mcp-session-id")},
                             {"MCP-Protocol-Version", "2025-11-25"}};
        RawClient client(harness.port());
        Fields fields{{"Host", "127.0.0.1"},
                      {"Authorization", "Bearer " + key.secret},
                      {"Content-Type", "application/json"},
                      {"Accept", "application/json, text/event-stream"}};
        fields.insert(fields.end(), session.begin(), session.end());
        client.send(requestText("POST", "/mcp", fields, callText(tool, "{}", "7")));
        if (!answer.empty()) {
            EXPECT_TRUE(client.readUntil("roots/list")) << client.received();
            const HttpReply taken = harness.post(
                key, R"({"jsonrpc":"2.0","id":"gw-1","result":)" + answer + "}", session);
            EXPECT_EQ(taken.status, 202U);
        }
        EXPECT_TRUE(client.readUntil("\"id\":7")) << client.received();
        return client.received();
    }

    GatewayHarness harness;
    std::filesystem::path calls = harness.folder.file("calls");
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

// D.1 row 8, L↓ L↑
TEST_F(RoundsTest, AServersRequestReachesTheSessionThatCalledAndItsAnswerTheServer)
{
    const std::string received = inSession("old__ask", R"({"roots":{}})", kRoots);
    EXPECT_NE(received.find(R"(file:///case)"), std::string::npos);
    EXPECT_EQ(called(), 1U);
}

// D-11, L↓ M↑
TEST_F(RoundsTest, AServerThatNeedsInputGetsItFromASessionByAskingIt)
{
    const std::string received = inSession("new__input", R"({"roots":{}})", kRoots);
    EXPECT_NE(received.find(R"(file:///case)"), std::string::npos);
    EXPECT_NE(received.find("opaque"), std::string::npos); // its state came back unchanged
}

// D-22, A-75
TEST_F(RoundsTest, AClientThatDeclaredNothingIsNotAsked)
{
    const std::string received = inSession("old__ask", "{}", {});
    EXPECT_EQ(received.find("roots/list"), std::string::npos);
    EXPECT_NE(received.find("-32601"), std::string::npos);
}

// D-05, D-06, M↓ L↑
TEST_F(RoundsTest, AStatelessClientComesBackToTheCallThatWaitsForIt)
{
    const HttpReply asked = stateless(key, "old__ask");
    EXPECT_NE(asked.body.find("\"input_required\""), std::string::npos);
    const HttpReply done = stateless(key, "old__ask", answering(asked.json(), kRoots));
    EXPECT_NE(done.json().find("file:///case"), std::string::npos) << done.body;
    EXPECT_EQ(called(), 1U);
}

// B-47, B-49; B-52: the same request once more gets the same answer.
TEST_F(RoundsTest, AStateLeadsItsOwnClientBackOnceToItsOwnCall)
{
    const HttpReply asked = stateless(key, "old__ask");
    const std::string back = answering(asked.json(), kRoots);
    const std::string refused = R"("message":"Invalid requestState")";
    EXPECT_NE(stateless(other, "old__ask", back).body.find(refused), std::string::npos);
    EXPECT_NE(stateless(key, "old__echo", back).body.find(refused), std::string::npos);
    std::string tampered = back;
    tampered[tampered.size() - 3] = tampered[tampered.size() - 3] == 'A' ? 'B' : 'A';
    EXPECT_NE(stateless(key, "old__ask", tampered).body.find(refused), std::string::npos);
    EXPECT_NE(stateless(key, "old__ask", back).json().find("file:///case"), std::string::npos);
    EXPECT_NE(stateless(key, "old__ask", back).json().find("file:///case"), std::string::npos);
    const std::string otherwise = answering(asked.json(), R"({"roots":[]})");
    EXPECT_NE(stateless(key, "old__ask", otherwise).body.find(refused), std::string::npos);
    EXPECT_EQ(called(), 1U);
}

// D-13, M↓ M↑
TEST_F(RoundsTest, AServersStateGoesOutSealedAndComesBackUnchanged)
{
    const HttpReply asked = stateless(key, "new__input");
    EXPECT_EQ(asked.body.find("opaque"), std::string::npos);
    const std::string back = answering(asked.json(), kRoots);
    EXPECT_NE(stateless(other, "new__input", back).body.find("Invalid requestState"),
              std::string::npos);
    const std::string done = stateless(key, "new__input", back).json();
    EXPECT_NE(done.find("opaque"), std::string::npos) << done;
    EXPECT_NE(done.find("file:///case"), std::string::npos) << done;
}

// D-20: two clients of different keys on one program; the server cannot say whom it means.
TEST_F(RoundsTest, AServersRequestIsRefusedWhenItCouldBeForEitherOfTwoClients)
{
    const EraClient waiting(harness, key, Era::Stateless, R"({"roots":{}})");
    const RawClient connection(harness.port());
    waiting.begin(connection, "old__hang");
    ASSERT_TRUE(GatewayHarness::eventually([this] { return called() == 1; }));
    const HttpReply refused = stateless(other, "old__ask");
    EXPECT_EQ(refused.body.find("\"input_required\""), std::string::npos);
    EXPECT_NE(refused.json().find("-32602"), std::string::npos) << refused.body; // D-22
}

// What was asked for stands in the log like any other call.
TEST_F(RoundsTest, EachRoundIsRecorded)
{
    const HttpReply asked = stateless(key, "old__ask");
    static_cast<void>(stateless(key, "old__ask", answering(asked.json(), kRoots)));
    const api::ActivityPage page = harness.activity();
    ASSERT_EQ(page.rows.size(), 2U);
    EXPECT_EQ(page.rows.front().outcome, api::Outcome::Ok);
    EXPECT_EQ(page.rows.back().outcome, api::Outcome::InputRequired);
}

} // namespace
} // namespace portcullis::test
