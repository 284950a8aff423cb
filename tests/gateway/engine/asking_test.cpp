#include "tests/gateway/engine/bridge_fixture.h"

// What servers ask in the words of another revision, and what comes back to them.
namespace portcullis::test {
namespace {

class AskingTest : public BridgeFixture
{
protected:
    AskingTest() { run(); }

    [[nodiscard]] static std::string contentOf(const std::string& answer)
    {
        const auto document = JsonDocument::parse(answer);
        return document ? std::string(document->root()["result"]["content"].raw()) : answer;
    }
};

constexpr const char* kRoots = R"({"roots":[{"uri":"file:///case"}]})";

// A-94
TEST_F(AskingTest, AFormThatAnOlderClientCannotShowIsCancelledAndTheResultSaysSo)
{
    const std::string several =
        R"({"mode":"form","message":"m","requestedSchema":{"type":"object","properties":{"a":{"type":"array","items":{"type":"string","enum":["x"]}}}}})";
    const Fields session = openSession(R"({"elicitation":{}})", "2025-06-18");
    const std::string received = inSession(session, asking("old", "elicitation/create", several));
    EXPECT_NE(received.find(R"({\"action\":\"cancel\"})"), std::string::npos) << received;
    EXPECT_NE(received.find("does not have"), std::string::npos);
    EXPECT_EQ(received.find("gw-1"), std::string::npos);
}

TEST_F(AskingTest, ChoicesWithTitlesReachAnOlderClientInItsOwnWords)
{
    const std::string titled =
        R"({"mode":"form","message":"m","requestedSchema":{"type":"object","properties":{"a":{"type":"string","oneOf":[{"const":"r","title":"Red"}]}}}})";
    const std::string received = callAnswering(openSession(R"({"elicitation":{}})", "2025-06-18"),
                                               asking("old", "elicitation/create", titled),
                                               R"({"action":"accept","content":{"a":"r"}})");
    EXPECT_NE(received.find(R"("enum":["r"],"enumNames":["Red"])"), std::string::npos) << received;
    EXPECT_EQ(received.find(R"("mode")"), std::string::npos);
    EXPECT_NE(received.find(R"({\"a\":\"r\"})"), std::string::npos);
}

// A-81: whichever side could show it, and whoever asks
TEST_F(AskingTest, AFormThatAsksForASecretIsShownToNobody)
{
    const std::string form =
        R"({"message":"m","requestedSchema":{"type":"object","properties":{"user":{"type":"string"},"apiKey":{"type":"string"}}}})";
    const std::string wanted = R"({"requests":{"a":{"method":"elicitation/create","params":)" +
                               form + R"(}},"state":"s"})";
    const std::string request = R"({"method":"elicitation/create","params":)" + form + "}";
    const std::string forms = R"({"elicitation":{"form":{}}})";
    const std::string declared = R"("io.modelcontextprotocol/clientCapabilities":)" + forms;
    const Fields session = openSession(forms);
    for (const std::string& answer : {inSession(session, callText("old__request", request)),
                                      stateless("old__request", request, {}, declared)}) {
        EXPECT_NE(answer.find("-32602"), std::string::npos) << answer;
        EXPECT_NE(answer.find("asked in a form for what looks like a password"), std::string::npos);
        EXPECT_EQ(answer.find("apiKey"), std::string::npos) << answer;
    }
    for (const std::string& answer : {inSession(session, callText("new__need-input", wanted)),
                                      stateless("new__need-input", wanted, {}, declared)}) {
        EXPECT_NE(answer.find("asks in a form for what looks like a password"), std::string::npos)
            << answer;
        EXPECT_EQ(answer.find("apiKey"), std::string::npos) << answer;
    }
}

// D-82: the client's lack is told to a client that can act on it, the gateway's is not put on it
TEST_F(AskingTest, WhatAServerMissesIsToldAsTheLackOfWhoeverLacksIt)
{
    const std::string arguments =
        R"({"code":-32021,"data":{"requiredCapabilities":{"elicitation":{"url":{}}}}})";
    const auto called = [&](const std::string& capabilities) {
        return harness.post(
            key,
            R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"new__fail","arguments":)" +
                arguments +
                R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":)" +
                capabilities + "}}}",
            {{"MCP-Protocol-Version", "2026-07-28"},
             {"Mcp-Method", "tools/call"},
             {"Mcp-Name", "new__fail"}});
    };
    const HttpReply lacks = called(R"({"elicitation":{"form":{}}})");
    EXPECT_EQ(lacks.status, 400U);
    EXPECT_NE(lacks.json().find(R"("code":-32021)"), std::string::npos) << lacks.body;
    EXPECT_NE(lacks.json().find("requiredCapabilities"), std::string::npos) << lacks.body;
    const HttpReply withheld = called(R"({"elicitation":{"form":{},"url":{}}})");
    EXPECT_EQ(withheld.status, 200U);
    EXPECT_NE(withheld.json().find(R"("code":-32603)"), std::string::npos) << withheld.body;
    EXPECT_NE(withheld.json().find("wants its user to sign in"), std::string::npos)
        << withheld.body;
    for (const char* capabilities : {"{}", R"({"elicitation":{"form":{},"url":{}}})"}) {
        const std::string told =
            inSession(openSession(capabilities), callText("new__fail", arguments));
        EXPECT_NE(told.find(R"("isError":true)"), std::string::npos) << told;
        EXPECT_EQ(told.find("-32021"), std::string::npos) << told;
    }
}

// A-77, table D.1 row 9
TEST_F(AskingTest, ChangedRootsReachServersThatWereGivenTheOldOnes)
{
    const std::string changed = R"({"jsonrpc":"2.0","method":"notifications/roots/list_changed"})";
    const Fields stranger = openSession(R"({"roots":{"listChanged":true}})");
    static_cast<void>(inSession(stranger, changed));
    const Fields session = openSession(R"({"roots":{"listChanged":true}})");
    static_cast<void>(callAnswering(session, asking("old", "roots/list", "{}"), kRoots));
    EXPECT_TRUE(linesOf(roots).empty());
    static_cast<void>(inSession(session, changed));
    EXPECT_TRUE(GatewayHarness::eventually([this] { return linesOf(roots).size() == 1; }));
}

// E-22, A-79
TEST_F(AskingTest, UrisInSamplingAreEachSidesOwn)
{
    const std::string message =
        R"({"messages":[{"role":"user","content":[{"type":"resource_link","uri":"test://r","name":"r"},{"type":"tool_result","toolUseId":"t","content":[{"type":"resource","resource":{"uri":"test://q","text":"x"}}]}]}],"maxTokens":1,"includeContext":"allServers"})";
    const std::string received = callAnswering(
        openSession(R"({"sampling":{"context":{}}})"),
        asking("old", "sampling/createMessage", message),
        R"({"role":"assistant","model":"m","content":{"type":"resource_link","uri":"old+test://r","name":"r"}})");
    EXPECT_NE(received.find(R"("uri":"old+test://r")"), std::string::npos) << received;
    EXPECT_NE(received.find(R"("uri":"old+test://q")"), std::string::npos) << received;
    EXPECT_NE(received.find(R"("systemPrompt":"[old]")"), std::string::npos);
    EXPECT_EQ(received.find("includeContext"), std::string::npos); // D-27
    EXPECT_NE(received.find(R"(\"uri\":\"test://r\")"), std::string::npos) << received;
}

// D-27
TEST_F(AskingTest, AnEndpointOfOneServerMayGiveThatServersContext)
{
    const std::string message = R"({"messages":[],"maxTokens":1,"includeContext":"allServers"})";
    const std::string call =
        callText("request", R"({"method":"sampling/createMessage","params":)" + message + "}", "7");
    const std::string answer =
        R"({"role":"assistant","model":"m","content":{"type":"text","text":"t"}})";
    const std::string received =
        callAnswering(openSession(R"({"sampling":{"context":{}}})", "2025-11-25", "/mcp/old"),
                      call,
                      answer,
                      "/mcp/old");
    EXPECT_NE(received.find(R"("includeContext":"thisServer")"), std::string::npos) << received;
    const std::string without = callAnswering(
        openSession(R"({"sampling":{}})", "2025-11-25", "/mcp/old"), call, answer, "/mcp/old");
    EXPECT_EQ(without.find("includeContext"), std::string::npos) << without;
}

// E-22 for servers of the stateless era
TEST_F(AskingTest, UrisInAnswersOfStatelessClientsAreTheServersAgain)
{
    const std::string wanted =
        R"({"requests":{"a":{"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"resource_link","uri":"test://r","name":"r"}}],"maxTokens":1}}},"state":"s"})";
    const std::string capabilities =
        R"("io.modelcontextprotocol/clientCapabilities":{"sampling":{}})";
    const std::string asked = stateless("new__need-input", wanted, {}, capabilities);
    EXPECT_NE(asked.find(R"("uri":"new+test://r")"), std::string::npos) << asked;
    const std::string done = stateless(
        "new__need-input",
        wanted,
        answering(
            asked,
            R"({"role":"assistant","model":"m","content":[{"type":"resource_link","uri":"new+test://r","name":"r"},{"type":"resource_link","uri":"old+test://r","name":"r"}]})"),
        capabilities);
    EXPECT_NE(done.find(R"(\"uri\":\"test://r\")"), std::string::npos) << done;
    EXPECT_NE(done.find(R"(\"uri\":\"old+test://r\")"), std::string::npos) << done;
}

// B-52
TEST_F(AskingTest, ARequestThatComesTwiceIsAnsweredAlikeAndNothingRunsTwice)
{
    for (const std::string tool : {"old__ask", "new__input"}) {
        const std::size_t before = linesOf(calls).size();
        const std::string back = answering(stateless(tool, "{}"), kRoots);
        const std::string first = stateless(tool, "{}", back);
        EXPECT_NE(first.find("file:///case"), std::string::npos) << first;
        EXPECT_EQ(contentOf(stateless(tool, "{}", back)), contentOf(first));
        const std::string otherwise =
            stateless(tool,
                      "{}",
                      answering(R"({"result":{"inputRequests":{"r1":{}},"requestState":)" +
                                    back.substr(back.rfind(R"("requestState":)") + 15) + "}}",
                                R"({"roots":[]})"));
        EXPECT_NE(otherwise.find("Invalid requestState"), std::string::npos) << otherwise;
        EXPECT_EQ(linesOf(calls).size() - before, tool == "old__ask" ? 1U : 2U);
    }
}

// B-53
TEST_F(AskingTest, AStateThatIsTooLargeForClientsIsKeptForThem)
{
    const std::string large(20'000, 'x');
    const std::string wanted =
        R"({"requests":{"a":{"method":"roots/list"}},"state":")" + large + "\"}";
    const std::string asked = stateless("new__need-input", wanted);
    const auto document = JsonDocument::parse(asked);
    EXPECT_LE(document->root()["result"]["requestState"].string().size(), 16U * 1024);
    const std::string done = stateless("new__need-input", wanted, answering(asked, kRoots));
    EXPECT_NE(done.find(large), std::string::npos);
}

// G.3
TEST_F(AskingTest, AStateOverTheLimitOfTheSettingsIsKept)
{
    const auto config =
        GatewayHarness::wait<api::ConfigPtr>([this](auto done) { harness.gateway->config(done); });
    api::Settings settings = (*config)->settings;
    settings.limits.requestStateBytes = 1024;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    const std::string state(2000, 'x');
    const std::string wanted =
        R"({"requests":{"a":{"method":"roots/list"}},"state":")" + state + "\"}";
    const std::string asked = stateless("new__need-input", wanted);
    const auto document = JsonDocument::parse(asked);
    EXPECT_LE(document->root()["result"]["requestState"].string().size(), 1024U);
    const std::string done = stateless("new__need-input", wanted, answering(asked, kRoots));
    EXPECT_NE(done.find(state), std::string::npos);
}

// D-13: it is the server's, and comes back as it was written.
TEST_F(AskingTest, AStateThatIsNoUnicodeComesBackAsItWas)
{
    const std::string wanted =
        R"({"requests":{"a":{"method":"roots/list"}},"state":"\ud800-\u0041"})";
    const std::string done = stateless(
        "new__need-input", wanted, answering(stateless("new__need-input", wanted), kRoots));
    EXPECT_NE(done.find(R"(\\ud800-\\u0041)"), std::string::npos) << done;
    EXPECT_NE(stateless("new__need-input", wanted, R"(,"requestState":"\ud800")")
                  .find("Invalid requestState"),
              std::string::npos);
}

} // namespace
} // namespace portcullis::test
