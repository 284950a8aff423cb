#include "tests/gateway/engine/bridge_fixture.h"

// Roots that servers are told of in place of clients that declare none: table D.1 row 8.
namespace portcullis::test {
namespace {

constexpr const char* kOfGateway =
    R"({\"roots\":[{\"uri\":\"file:///srv/case%20%C3%A4\",\"name\":\"case ä\"},{\"uri\":\"file:///\"}]})";
constexpr const char* kNothing = R"("io.modelcontextprotocol/clientCapabilities":{})";

class GatewayRootsTest : public BridgeFixture
{
protected:
    GatewayRootsTest()
    {
        api::ServerConfig rooted;
        rooted.roots = {"/srv/case ä/", "/"};
        run(rooted, rooted);
    }

    [[nodiscard]] static std::string wanting(const std::string& requests)
    {
        return R"({"requests":)" + requests + R"(,"state":"s"})";
    }
};

constexpr const char* kAsk = R"({"method":"roots/list","params":{}})";
constexpr const char* kAskStateless = R"({"a":{"method":"roots/list"}})";

TEST_F(GatewayRootsTest, StandInForASessionThatDeclaresNone)
{
    const Fields session = openSession("{}");
    const std::string old = inSession(session, callText("old__request", kAsk, "7"));
    EXPECT_NE(old.find(kOfGateway), std::string::npos) << old;
    const std::string stateless =
        inSession(session, callText("new__need-input", wanting(kAskStateless), "7"));
    EXPECT_NE(stateless.find(kOfGateway), std::string::npos) << stateless;
    EXPECT_EQ((old + stateless).find("gw-1"), std::string::npos); // it was not asked itself
}

TEST_F(GatewayRootsTest, StandInForClientsWithoutASession)
{
    const std::string sessionless =
        harness.post(key, callText("new__need-input", wanting(kAskStateless))).json();
    EXPECT_NE(sessionless.find(kOfGateway), std::string::npos) << sessionless;
    const std::string old = stateless("old__request", kAsk, {}, kNothing);
    EXPECT_NE(old.find(kOfGateway), std::string::npos) << old;
    const std::string both = stateless("new__need-input", wanting(kAskStateless), {}, kNothing);
    EXPECT_NE(both.find(kOfGateway), std::string::npos) << both;
}

TEST_F(GatewayRootsTest, GiveWayToThoseOfTheClient)
{
    const std::string asked = stateless("old__request", kAsk);
    EXPECT_NE(asked.find("input_required"), std::string::npos) << asked;
    const std::string own = R"({"roots":[{"uri":"file:///own"}]})";
    const std::string received =
        callAnswering(openSession(R"({"roots":{}})"),
                      callText("new__need-input", wanting(kAskStateless), "7"),
                      own);
    EXPECT_NE(received.find("file:///own"), std::string::npos) << received;
    EXPECT_EQ(received.find("file:///srv"), std::string::npos);
}

// The client has no way to answer for them: it is asked for the rest.
TEST_F(GatewayRootsTest, AreNoQuestionToAStatelessClient)
{
    const std::string wanted = wanting(
        R"({"a":{"method":"roots/list"},"b":{"method":"elicitation/create","params":{"message":"m","requestedSchema":{"type":"object","properties":{}}}}})");
    const std::string asked =
        stateless("new__need-input",
                  wanted,
                  {},
                  R"("io.modelcontextprotocol/clientCapabilities":{"elicitation":{}})");
    EXPECT_NE(asked.find("elicitation/create"), std::string::npos) << asked;
    EXPECT_EQ(asked.find("roots/list"), std::string::npos) << asked;
}

TEST_F(GatewayRootsTest, AreDeclaredToAServerThatIsToldWithEachRequest)
{
    const std::string text = stateless("new__echo", "{}", {}, kNothing);
    EXPECT_NE(text.find(R"(\"roots\":{})"), std::string::npos) << text;
}

} // namespace
} // namespace portcullis::test
