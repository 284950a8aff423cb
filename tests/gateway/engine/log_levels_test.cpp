#include "tests/gateway/engine/bridge_fixture.h"

// D-45, table D.1 row 16: what servers of the session era are told, and what their clients get.
namespace portcullis::test {
namespace {

class LogLevelsTest : public BridgeFixture
{
protected:
    LogLevelsTest() { run(); }

    void setLevel(const Fields& session, const std::string& level) const
    {
        EXPECT_NE(
            inSession(session,
                      R"({"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":")" +
                          level + "\"}}")
                .find("\"result\":{}"),
            std::string::npos);
    }

    [[nodiscard]] bool lastLevelIs(const std::string& level) const
    {
        return GatewayHarness::eventually([&] {
            const auto told = linesOf(levels);
            return !told.empty() && told.back() == level;
        });
    }

    [[nodiscard]] static std::string saying(const std::string& level)
    {
        return callText("old__notify",
                        R"({"method":"notifications/message","params":{"level":")" + level +
                            R"(","data":"heard"}})",
                        "7");
    }
};

TEST_F(LogLevelsTest, AServerSendsTheMostTalkativeLevelThatASessionWants)
{
    const Fields quiet = openSession("{}");
    const Fields talkative = openSession("{}");
    setLevel(quiet, "error");
    EXPECT_TRUE(lastLevelIs("error"));
    setLevel(talkative, "info");
    EXPECT_TRUE(lastLevelIs("info"));
    setLevel(quiet, "warning"); // changes nothing
    EXPECT_EQ(harness
                  .send("DELETE",
                        "/mcp",
                        {{"Host", "127.0.0.1"},
                         {"Authorization", "Bearer " + key.secret},
                         {"Accept", "application/json, text/event-stream"},
                         talkative[0],
                         talkative[1]})
                  .status,
              204U);
    EXPECT_TRUE(lastLevelIs("warning"));
    EXPECT_EQ(linesOf(levels), (std::vector<std::string>{"error", "info", "warning"}));
}

TEST_F(LogLevelsTest, ASessionWithoutAccessToAServerChangesNothingThere)
{
    const GatewayHarness::Key both = key;
    key = harness.makeKey({"new:*"});
    setLevel(openSession("{}"), "debug");
    key = both;
    setLevel(openSession("{}"), "critical");
    EXPECT_TRUE(lastLevelIs("critical"));
    EXPECT_EQ(linesOf(levels).size(), 1U);
}

TEST_F(LogLevelsTest, ARequestsLevelCountsForItsTime)
{
    const std::string asked = stateless("old__level",
                                        "{}",
                                        {},
                                        R"("io.modelcontextprotocol/clientCapabilities":{},)"
                                        R"("io.modelcontextprotocol/logLevel":"debug")");
    EXPECT_NE(asked.find(R"("text":"debug")"), std::string::npos) << asked;
    EXPECT_TRUE(lastLevelIs("emergency"));
}

TEST_F(LogLevelsTest, AServerThatNobodyAsksForMessagesIsToldNothing)
{
    EXPECT_NE(stateless("old__level", "{}").find(R"("text":"none")"), std::string::npos);
    EXPECT_TRUE(linesOf(levels).empty());
}

TEST_F(LogLevelsTest, EachClientGetsWhatItWants)
{
    const Fields quiet = openSession("{}");
    const Fields talkative = openSession("{}");
    setLevel(quiet, "error");
    setLevel(talkative, "info");
    EXPECT_EQ(inSession(quiet, saying("info")).find("heard"), std::string::npos);
    EXPECT_NE(inSession(quiet, saying("error")).find("heard"), std::string::npos);
    EXPECT_NE(inSession(talkative, saying("info")).find("heard"), std::string::npos);
}

// D-46: which call a message is about cannot be told; the server's own log has it.
TEST_F(LogLevelsTest, AMessageOfNoCallIsForNoClient)
{
    RawClient waiting(harness.port());
    begin(waiting, openSession("{}"), callText("old__hang", "{}", "8"));
    EXPECT_TRUE(GatewayHarness::eventually([this] { return !linesOf(calls).empty(); }));
    key = other;
    EXPECT_EQ(inSession(openSession("{}"), saying("error")).find("heard"), std::string::npos);
    EXPECT_TRUE(GatewayHarness::eventually([&] {
        std::ifstream now(harness.folder.path() / "data" / "logs" / "old.log");
        const std::string text((std::istreambuf_iterator<char>(now)), {});
        return text.find("\"data\":\"heard\"") != std::string::npos;
    }));
}

} // namespace
} // namespace portcullis::test
