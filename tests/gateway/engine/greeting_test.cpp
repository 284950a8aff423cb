#include "tests/gateway/engine/running_gateway.h"

#include <string>

// What clients are told when they come: E-10, E-32, E-34.
namespace portcullis::test {
namespace {

constexpr const char* kToolsAlone = R"({"tools":{"listChanged":true}})";
constexpr const char* kDocs =
    R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"completions":{}})";
constexpr const char* kAll =
    R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"completions":{},"logging":{}})";

constexpr const char* kListPrompts = R"({"jsonrpc":"2.0","id":1,"method":"prompts/list"})";

class GreetingTest : public RunningGateway
{
protected:
    void runBoth(const std::vector<std::string>& ofDocs = {})
    {
        std::vector<std::string> options{"offers=1"};
        options.insert(options.end(), ofDocs.begin(), ofDocs.end());
        harness.addServer("docs", options);
        harness.addServer("bare");
        run();
        key = harness.makeKey({"docs:*", "bare:*"});
        EXPECT_TRUE(GatewayHarness::eventually([this] {
            return harness.post(key, kListTools).body.find("bare__echo") != std::string::npos &&
                   harness.post(key, kListPrompts).body.find("docs__p") != std::string::npos;
        }));
    }

    [[nodiscard]] static std::string member(const HttpReply& reply, const char* name)
    {
        const auto document = JsonDocument::parse(reply.json());
        EXPECT_TRUE(document) << reply.body;
        return document ? std::string(document->root()["result"][name].raw()) : std::string();
    }

    [[nodiscard]] HttpReply opened(const GatewayHarness::Key& who, const std::string& path) const
    {
        return harness.post(
            who,
            R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})",
            {},
            path);
    }

    [[nodiscard]] HttpReply discovered(const GatewayHarness::Key& who,
                                       const std::string& path) const
    {
        return harness.postStateless(who, "server/discover", "", {}, path);
    }

    GatewayHarness::Key key;
};

TEST_F(GreetingTest, TheEndpointOfOneServerDeclaresWhatThatServerHas)
{
    runBoth();
    EXPECT_EQ(member(opened(key, "/mcp/bare"), "capabilities"), kToolsAlone);
    EXPECT_EQ(member(discovered(key, "/mcp/bare"), "capabilities"), kToolsAlone);
    EXPECT_EQ(member(opened(key, "/mcp/docs"), "capabilities"), kDocs);
    EXPECT_EQ(member(discovered(key, "/mcp/docs"), "capabilities"), kDocs);
}

TEST_F(GreetingTest, TheEndpointOfOneServerDeclaresNoMoreThanTheKeyMaySee)
{
    runBoth();
    const auto narrow = harness.makeKey({"docs:links"});
    EXPECT_EQ(member(opened(narrow, "/mcp/docs"), "capabilities"), kToolsAlone);
    EXPECT_EQ(member(discovered(narrow, "/mcp/docs"), "capabilities"), kToolsAlone);
    const auto reader = harness.makeKey({"docs:links", "docs:prompt:p"});
    EXPECT_EQ(member(opened(reader, "/mcp/docs"), "capabilities"),
              R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},"completions":{}})");
}

// Servers come and go while a session lasts.
TEST_F(GreetingTest, TheEndpointOfAllServersDeclaresWhatServersCanHave)
{
    runBoth();
    const auto bare = harness.makeKey({"bare:echo"});
    EXPECT_EQ(member(opened(bare, "/mcp"), "capabilities"), kAll);
}

TEST_F(GreetingTest, AServerThatHasNotSaidWhatItHasMayHaveEverything)
{
    harness.addServer("slow", {"initialize=hang"});
    run();
    key = harness.makeKey({"slow:*"});
    EXPECT_EQ(member(opened(key, "/mcp/slow"), "capabilities"), kAll);
}

// A-60: in a session; who has none was told nothing.
TEST_F(GreetingTest, WhatASessionWasNotOfferedDoesNotExist)
{
    runBoth();
    const Fields session = harness.initialize(key, "2025-11-25", "/mcp/bare");
    for (const char* method : {"prompts/list",
                               "resources/list",
                               "resources/templates/list",
                               "resources/subscribe",
                               "completion/complete",
                               "logging/setLevel"}) {
        const HttpReply reply = harness.post(key,
                                             R"({"jsonrpc":"2.0","id":5,"method":")" +
                                                 std::string(method) + R"(","params":{}})",
                                             session,
                                             "/mcp/bare");
        EXPECT_NE(reply.body.find("-32601"), std::string::npos) << method << reply.body;
    }
    EXPECT_NE(harness.post(key, kListTools, session, "/mcp/bare").json().find("\"echo\""),
              std::string::npos);
    EXPECT_EQ(harness.post(key, kListPrompts, {}, "/mcp/bare").body.find("-32601"),
              std::string::npos);
}

TEST_F(GreetingTest, InstructionsOfOneServerAreWhole)
{
    const std::string text = std::string(2990, 'x') + " the end";
    runBoth({"instructions=" + text});
    EXPECT_EQ(member(opened(key, "/mcp/docs"), "instructions"), "\"" + text + "\"");
    EXPECT_EQ(member(discovered(key, "/mcp/docs"), "instructions"), "\"" + text + "\"");
}

TEST_F(GreetingTest, LongInstructionsAmongOthersEndAtALineWithAMark)
{
    const std::string first(1500, 'a');
    const std::string second(1000, 'b');
    runBoth({"instructions=" + first + R"(\n)" + second});
    const std::string told = member(opened(key, "/mcp"), "instructions");
    EXPECT_NE(told.find(R"(\n\n## docs\n)" + first + R"(\n[shortened by Portcullis])"),
              std::string::npos)
        << told;
    EXPECT_EQ(told.find("bbb"), std::string::npos);
}

// Beyond 16 KiB in all, and of one line, too.
TEST_F(GreetingTest, InstructionsOfVeryManyServersEndWithAMark)
{
    for (char name = 'a'; name <= 'j'; ++name) {
        harness.addServer(std::string(1, name), {"instructions=" + std::string(3000, name)});
    }
    run();
    key = harness.makeKey({"a:*", "b:*", "c:*", "d:*", "e:*", "f:*", "g:*", "h:*", "i:*", "j:*"});
    std::string told;
    EXPECT_TRUE(GatewayHarness::eventually([this, &told] {
        told = member(opened(key, "/mcp"), "instructions");
        return told.find("left out") != std::string::npos && told.find("aaa") != std::string::npos;
    }));
    EXPECT_LE(told.size(), 16U * 1024 + 200); // with its escapes
    EXPECT_NE(told.find(R"(aaa\n[shortened by Portcullis])"), std::string::npos);
    EXPECT_NE(told.find(R"(\n\n[The instructions of further servers are left out.]")"),
              std::string::npos);
}

// E-10: said once, and nothing in a server's own words is changed.
TEST_F(GreetingTest, HowNamesAreToBeReadIsSaidOnce)
{
    runBoth({"instructions=Call echo first."});
    const std::string told = member(opened(key, "/mcp"), "instructions");
    const std::string sentence = "Where a server's text says <tool>, call <server>__<tool>.";
    EXPECT_NE(told.find(sentence), std::string::npos) << told;
    EXPECT_EQ(told.find(sentence), told.rfind(sentence));
    EXPECT_NE(told.find(R"(## docs\nCall echo first.)"), std::string::npos) << told;
    EXPECT_EQ(member(opened(key, "/mcp/docs"), "instructions"), "\"Call echo first.\"");
}

} // namespace
} // namespace portcullis::test
