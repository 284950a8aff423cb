#include "tests/gateway/engine/era_client.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

// What clients answer to servers is read before it goes on: A-78, B-50, G-25, D-12.
namespace portcullis::test {
namespace {

constexpr const char* kForm =
    R"({"method":"elicitation/create","params":{"message":"?","requestedSchema":{"type":"object","properties":{}}}})";
constexpr const char* kCapabilities = R"({"elicitation":{"form":{}},"roots":{}})";
constexpr const char* kGood = R"({"action":"accept","content":{"who":"me"}})";

const std::vector<std::string> kBad = {
    "5", "null", R"({"action":"maybe"})", R"({"action":"decline","content":{"a":"junk"}})"};

class ClientAnswersTest : public testing::Test
{
protected:
    ClientAnswersTest()
    {
        const std::vector<std::string> options{
            "talks=1", "answers=" + answers.string(), "calls=" + calls.string()};
        std::vector<std::string> stateless = options;
        stateless.emplace_back("era=stateless");
        harness.addServer("old", options);
        harness.addServer("new", stateless);
        harness.start();
        harness.open();
        key = harness.makeKey({"old:*", "new:*"});
        awaitTools(harness, key, "old__question");
        awaitTools(harness, key, "new__question");
    }

    // The answer of a session to what it was asked last.
    [[nodiscard]] HttpReply
    answer(const EraClient& client, const std::string& id, const std::string& result) const
    {
        return harness.post(key,
                            R"({"jsonrpc":"2.0","id":")" + id + R"(","result":)" + result + "}",
                            client.session());
    }

    GatewayHarness harness;
    std::filesystem::path answers = harness.folder.file("answers");
    std::filesystem::path calls = harness.folder.file("calls");
    GatewayHarness::Key key;
};

// The session is told, and its server that there is no answer; the question is over.
TEST_F(ClientAnswersTest, ABadAnswerOfASessionIsAnErrorForItAndForItsServer)
{
    const EraClient client(harness, key, Era::Session, kCapabilities);
    int number = 0;
    for (const std::string& bad : kBad) {
        const std::string id = "gw-" + std::to_string(++number);
        RawClient connection(harness.port());
        client.begin(connection, "old__question", kForm);
        ASSERT_TRUE(connection.readUntil("\"" + id + "\"")) << connection.received();
        const HttpReply told = answer(client, id, bad);
        EXPECT_EQ(told.status, 400U) << bad;
        EXPECT_NE(told.body.find("-32602"), std::string::npos) << told.body;
        ASSERT_TRUE(connection.readUntil("\"id\":7")) << connection.received();
        EXPECT_EQ(connection.received().find("junk"), std::string::npos);
        EXPECT_EQ(answer(client, id, kGood).status, 400U); // nobody waits any more
    }
    EXPECT_EQ(linesOf(answers), std::vector<std::string>(kBad.size(), "-32603"));
}

// D-12: a server without sessions is not called again, and its caller is told why.
TEST_F(ClientAnswersTest, ABadAnswerOfASessionEndsTheRoundOfAStatelessServer)
{
    const EraClient client(harness, key, Era::Session, kCapabilities);
    int number = 0;
    for (const std::string& bad : kBad) {
        const std::string id = "gw-" + std::to_string(++number);
        RawClient connection(harness.port());
        client.begin(connection, "new__question", kForm);
        ASSERT_TRUE(connection.readUntil("\"" + id + "\"")) << connection.received();
        EXPECT_EQ(answer(client, id, bad).status, 400U) << bad;
        ASSERT_TRUE(connection.readUntil("\"id\":7")) << connection.received();
        EXPECT_NE(connection.received().find(R"("isError":true)"), std::string::npos);
        EXPECT_NE(connection.received().find("not valid"), std::string::npos);
    }
    EXPECT_EQ(linesOf(calls).size(), kBad.size());
}

// G-25: and the call goes on waiting, for the same state with better answers.
TEST_F(ClientAnswersTest, ABadAnswerOfAStatelessClientLeavesItsStateGood)
{
    const EraClient client(harness, key, Era::Stateless, kCapabilities);
    for (const std::string tool : {"old__question", "new__question"}) {
        const HttpReply asked = client.call(tool, kForm);
        for (const std::string& bad : kBad) {
            const HttpReply refused = client.call(tool, kForm, {}, EraClient::back(asked, bad));
            EXPECT_EQ(refused.status, 200U) << bad;
            EXPECT_NE(refused.body.find("-32602"), std::string::npos) << refused.body;
            EXPECT_NE(refused.body.find("inputResponses"), std::string::npos) << refused.body;
        }
        const HttpReply done = client.call(tool, kForm, {}, EraClient::back(asked, kGood));
        EXPECT_NE(done.json().find(R"(\"who\":\"me\")"), std::string::npos) << done.body;
    }
    EXPECT_EQ(linesOf(answers), std::vector<std::string>{kGood});
    EXPECT_EQ(linesOf(calls).size(), 3U); // old once, new for each round that reached it
}

// B-50: an answer of another kind is none to this question
TEST_F(ClientAnswersTest, AnAnswerToSomethingElseIsRefused)
{
    const EraClient client(harness, key, Era::Stateless, kCapabilities);
    const HttpReply asked = client.call("old__question", R"({"method":"roots/list"})");
    const HttpReply refused = client.call(
        "old__question", R"({"method":"roots/list"})", {}, EraClient::back(asked, kGood));
    EXPECT_NE(refused.body.find("-32602"), std::string::npos) << refused.body;
    EXPECT_TRUE(linesOf(answers).empty());
}

// D-24: nobody is shown a form of that size, and the server is told.
TEST_F(ClientAnswersTest, AQuestionBeyondTheLimitIsNotAsked)
{
    const std::string large = R"({"method":"elicitation/create","params":{"message":")" +
                              std::string(70'000, 'x') +
                              R"(","requestedSchema":{"type":"object","properties":{}}}})";
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, key, era, kCapabilities);
        for (const char* tool : {"old__question", "new__question"}) {
            const HttpReply reply = client.call(tool, large);
            EXPECT_EQ(reply.body.find("xxxx"), std::string::npos);
            EXPECT_EQ(reply.body.find("input_required"), std::string::npos);
        }
    }
    EXPECT_EQ(linesOf(answers), std::vector<std::string>(2, "-32603"));
}

// B-50: what was not asked for is nobody's, whatever it looks like
TEST_F(ClientAnswersTest, AnswersUnderUnknownKeysReachNobody)
{
    const EraClient client(harness, key, Era::Stateless, kCapabilities);
    const HttpReply old = client.call("old__question", kForm);
    const HttpReply done = client.call(
        "old__question", kForm, {}, EraClient::back(old, std::string(kGood) + R"(,"other":5)"));
    EXPECT_NE(done.json().find(R"(\"who\":\"me\")"), std::string::npos) << done.body;
    const HttpReply stateless = client.call("new__question", kForm);
    const HttpReply heard = client.call(
        "new__question",
        kForm,
        {},
        EraClient::back(stateless, std::string(kGood) + R"(,"other":{"ignored":true})"));
    EXPECT_NE(heard.json().find(R"(\"who\":\"me\")"), std::string::npos) << heard.body;
    EXPECT_EQ(heard.json().find("ignored"), std::string::npos) << heard.body;
}

} // namespace
} // namespace portcullis::test
