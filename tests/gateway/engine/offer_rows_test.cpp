#include "tests/gateway/engine/era_client.h"
#include "tests/gateway/engine/line_client.h"

// Rows of the requirements' tables for prompts, resources, completion, log levels and
// subscriptions: what is answered to whom (G.1, E.4, E.6).
namespace portcullis::test {
namespace {

struct Row
{
    const char* requirement;
    const char* method;
    const char* params; // members
    const char* name;   // Mcp-Name
    unsigned status;    // 200 in the session era
    int sessionCode;
    int statelessCode;
};

constexpr Row kRows[] = {
    {"G-20", "prompts/get", R"("name":7)", "7", 200, -32602, -32602},
    {"G-21", "prompts/get", R"("name":"docs__none")", "docs__none", 200, -32602, -32602},
    {"G-21", "prompts/get", R"("name":"none__p")", "none__p", 200, -32602, -32602},
    {"G-20", "resources/read", R"("uri":["docs+test://r"])", "docs+test://r", 200, -32602, -32602},
    {"G-22", "resources/read", R"("uri":"none+test://r")", "none+test://r", 200, -32002, -32602},
    {"G-22", "resources/read", R"("uri":"docs+x://y")", "docs+x://y", 200, -32002, -32602},
    {"G-23", "tools/list", R"("cursor":"x")", "", 200, -32602, -32602},
    {"G-23", "prompts/list", R"("cursor":"x")", "", 200, -32602, -32602},
    {"G-23", "resources/list", R"("cursor":"x")", "", 200, -32602, -32602},
    {"G-23", "resources/templates/list", R"("cursor":"")", "", 200, -32602, -32602},
    {"G-20", "resources/list", R"("cursor":5)", "", 200, -32602, -32602},
    {"G-23",
     "completion/complete",
     R"("ref":{"type":"ref/none"},"argument":{"name":"a","value":""})",
     "",
     200,
     -32602,
     -32602},
    {"G-23",
     "completion/complete",
     R"("ref":{"type":"ref/prompt","name":"none__p"},"argument":{"name":"a","value":""})",
     "",
     200,
     -32602,
     -32602},
    {"G-20",
     "completion/complete",
     R"("ref":{"type":"ref/prompt","name":"docs__p"},"argument":5)",
     "",
     200,
     -32602,
     -32602},
    {"G-23", "logging/setLevel", R"("level":"loud")", "", 404, -32602, -32601},
    {"G-20", "resources/subscribe", R"("uri":5)", "", 404, -32602, -32601},
    {"A-65", "resources/subscribe", R"("uri":"none+test://r")", "", 404, -32002, -32601},
    {"G-20", "subscriptions/listen", R"("notifications":5)", "", 200, -32602, -32602},
    {"G-16", "prompts/get", R"("name":"docs__p")", "docs__q", 400, 0, -32020},
    {"G-16", "prompts/get", R"("name":"docs__p")", "", 400, 0, -32020},
    {"G-16", "resources/read", R"("uri":"docs+test://r")", "docs+test://q", 400, 0, -32020},
};

class OfferRowsTest : public testing::Test
{
protected:
    void run(const std::vector<std::string>& more = {})
    {
        std::vector<std::string> options{"offers=1"};
        options.insert(options.end(), more.begin(), more.end());
        harness.addServer("docs", options);
        harness.start();
        harness.open();
        key = harness.makeKey({"docs:*", "mute:*"});
        awaitTools(harness, key, "docs__touch");
        EXPECT_TRUE(GatewayHarness::eventually([this] {
            return EraClient(harness, key, Era::Stateless)
                       .ask("prompts/list", "")
                       .body.find("docs__p") != std::string::npos;
        }));
    }

    [[nodiscard]] static std::int64_t codeOf(const HttpReply& reply)
    {
        return codeIn(reply.json());
    }

    [[nodiscard]] static std::int64_t codeIn(const std::string& answer)
    {
        const auto document = JsonDocument::parse(answer);
        EXPECT_TRUE(document) << answer;
        return document ? document->root()["error"]["code"].integer().value_or(0) : 0;
    }

    // The answer to a line; what the gateway tells meanwhile is passed over.
    [[nodiscard]] static std::string answerTo(LineClient& bridge, const std::string& line)
    {
        std::string answer = bridge.ask(line);
        while (!answer.empty() && answer.find("\"id\":") == std::string::npos) {
            answer = bridge.line();
        }
        return answer;
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

TEST_F(OfferRowsTest, RefusesWhatTheSpecificationRefuses)
{
    run();
    const EraClient session(harness, key, Era::Session);
    const EraClient stateless(harness, key, Era::Stateless);
    for (const Row& row : kRows) {
        const std::string what = std::string(row.requirement) + " " + row.method + " " + row.params;
        const HttpReply modern = stateless.ask(row.method, row.params, row.name);
        EXPECT_EQ(modern.status, row.status) << what << modern.body;
        EXPECT_EQ(codeOf(modern), row.statelessCode) << what << modern.body;
        if (std::string(row.method) != "subscriptions/listen") {
            const HttpReply old = session.ask(row.method, row.params);
            EXPECT_EQ(old.status, 200U) << what << old.body;
            EXPECT_EQ(codeOf(old), row.sessionCode) << what << old.body;
        }
    }
    const HttpReply removed = session.ask("subscriptions/listen", R"("notifications":{})");
    EXPECT_EQ(codeOf(removed), -32602) << removed.body; // a claim that is missing (B-02)
}

// The column for stdio.
TEST_F(OfferRowsTest, RefusesTheSameOnTheBridge)
{
    run();
    const auto path = engine::socketPath(harness.folder.path() / "data", engine::kBridgeSocket);
    LineClient bridge(path);
    ASSERT_EQ(bridge.ask(R"({"portcullis":1,"key":")" + key.secret + "\"}"), kWelcome);
    ASSERT_NE(answerTo(bridge, kInitialize).find("result"), std::string::npos);
    const EraClient session(harness, key, Era::Session);
    const EraClient stateless(harness, key, Era::Stateless);
    for (const Row& row : kRows) {
        if (row.status == 400) {
            continue; // a line has no header fields
        }
        const std::string what = std::string(row.requirement) + " " + row.method + " " + row.params;
        const std::string modern = answerTo(bridge, stateless.body(row.method, row.params));
        EXPECT_EQ(codeIn(modern), row.statelessCode) << what << modern;
        if (std::string(row.method) != "subscriptions/listen") {
            const std::string old = answerTo(bridge, session.body(row.method, row.params));
            EXPECT_EQ(codeIn(old), row.sessionCode) << what << old;
        }
    }
}

// B-37
TEST_F(OfferRowsTest, DiscoverWaitsForNoServer)
{
    harness.addServer("mute", {"start=hang"});
    harness.start();
    harness.open();
    key = harness.makeKey({"mute:*"});
    const auto begin = std::chrono::steady_clock::now();
    const HttpReply hello = EraClient(harness, key, Era::Stateless).ask("server/discover", "");
    EXPECT_NE(hello.body.find("supportedVersions"), std::string::npos) << hello.body;
    const EraClient session(harness, key, Era::Session);
    EXPECT_FALSE(session.session().front().second.empty());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
}

// E-60, E-61
TEST_F(OfferRowsTest, ADeadServerIsAnErrorOfItsOwnCallsOnly)
{
    run();
    api::ServerConfig gone;
    gone.id = ServerId("docs");
    gone.command = {PORTCULLIS_TEST_SERVER, "start=exit"};
    ASSERT_TRUE(harness.apply(api::UpdateServer{gone}));
    ASSERT_TRUE(GatewayHarness::eventually(
        [&] { return harness.status().servers[0].state != api::ServerState::Starting; }));
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, key, era);
        EXPECT_NE(client.ask("tools/list", "").body.find("docs__touch"), std::string::npos);
        EXPECT_NE(client.ask("prompts/list", "").body.find("docs__p"), std::string::npos);
        const std::string called = client.call("docs__touch").json();
        EXPECT_NE(called.find(R"("isError":true)"), std::string::npos) << called;
        EXPECT_NE(called.find("Server 'docs' is unavailable"), std::string::npos) << called;
        const HttpReply prompt = client.ask("prompts/get", R"("name":"docs__p")", "docs__p");
        EXPECT_EQ(codeOf(prompt), -32603);
        EXPECT_NE(prompt.json().find(R"("reason":"upstream_unavailable")"), std::string::npos)
            << prompt.body;
        EXPECT_EQ(codeOf(client.ask("resources/read", R"("uri":"docs+test://r")", "docs+test://r")),
                  -32603);
        const HttpReply none = client.ask(
            "completion/complete",
            R"("ref":{"type":"ref/prompt","name":"docs__p"},"argument":{"name":"a","value":""})");
        EXPECT_NE(none.json().find(R"("values":[])"), std::string::npos) << none.body;
    }
}

// E-31
TEST_F(OfferRowsTest, ASlowCompletionIsEmpty)
{
    const auto file = harness.folder.file("told");
    run({"cancelled=" + file.string()});
    const HttpReply none =
        EraClient(harness, key, Era::Session)
            .ask(
                "completion/complete",
                R"("ref":{"type":"ref/prompt","name":"docs__p"},"argument":{"name":"a","value":"hang"})");
    EXPECT_NE(none.json().find(R"("values":[])"), std::string::npos) << none.body;
    EXPECT_TRUE(GatewayHarness::eventually([&] { return linesOf(file).size() == 1; }));
}

// E-32
TEST_F(OfferRowsTest, InstructionsAreThoseOfVisibleServers)
{
    harness.addServer("other", {"instructions=Never touch the other."});
    run({"instructions=Read the docs first."});
    const auto both = harness.makeKey({"docs:*", "other:*"});
    awaitTools(harness, both, "other__echo");
    const auto told = [this](const GatewayHarness::Key& who) {
        return EraClient(harness, who, Era::Stateless).ask("server/discover", "").json();
    };
    EXPECT_NE(told(key).find("## docs\\nRead the docs first."), std::string::npos) << told(key);
    EXPECT_EQ(told(key).find("other"), std::string::npos) << told(key);
    EXPECT_NE(told(both).find("## other\\nNever touch the other."), std::string::npos)
        << told(both);
}

} // namespace
} // namespace portcullis::test
