#include "tests/gateway/engine/era_client.h"

#include <tuple>

// What servers ask their clients, in every pair of eras, and that it reaches nobody else (D.1, D-11
// to D-13).
namespace portcullis::test {
namespace {

constexpr const char* kEverything =
    R"({"elicitation":{"form":{},"url":{}},"sampling":{},"roots":{}})";
constexpr const char* kForm =
    R"({"method":"elicitation/create","params":{"message":"How many?","requestedSchema":{"type":"object","properties":{"n":{"type":"integer"}}}}})";
constexpr const char* kModel =
    R"({"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"Why?"}}],"maxTokens":9}})";

class QuestionPairs : public testing::TestWithParam<std::tuple<Era, Era>>
{
protected:
    QuestionPairs()
    {
        std::vector<std::string> options{"talks=1", "calls=" + calls.string()};
        if (std::get<1>(GetParam()) == Era::Stateless) {
            options.emplace_back("era=stateless");
        }
        harness.addServer("fx", options);
        harness.start();
        harness.open();
        key = harness.makeKey({"fx:*"});
        awaitTools(harness, key, "fx__question");
    }

    // Everything that a client sees of a call in which it gives this answer.
    [[nodiscard]] std::string asked(const std::string& question, const std::string& answer) const
    {
        const EraClient client(harness, key, std::get<0>(GetParam()), kEverything);
        if (client.stateless()) {
            const HttpReply first = client.call("fx__question", question);
            const HttpReply second =
                client.call("fx__question", question, {}, EraClient::back(first, answer));
            return first.body + second.body;
        }
        RawClient connection(harness.port());
        client.begin(connection, "fx__question", question);
        EXPECT_TRUE(connection.readUntil("\"gw-1\"")) << connection.received();
        EXPECT_EQ(client.notify(R"({"jsonrpc":"2.0","id":"gw-1","result":)" + answer + "}"), 202U);
        EXPECT_TRUE(connection.readUntil("\"id\":7")) << connection.received();
        return connection.received();
    }

    GatewayHarness harness;
    std::filesystem::path calls = harness.folder.file("calls");
    GatewayHarness::Key key;
};

// D.1 row 3, A-79, D-06
TEST_P(QuestionPairs, AFormIsAskedAndAnswered)
{
    const std::string seen = asked(kForm, R"({"action":"accept","content":{"n":3}})");
    EXPECT_NE(seen.find(R"("message":"[fx] How many?")"), std::string::npos) << seen;
    EXPECT_NE(seen.find(R"("properties":{"n":{"type":"integer"}})"), std::string::npos) << seen;
    EXPECT_NE(seen.find(R"(\"content\":{\"n\":3})"), std::string::npos) << seen;
    const bool rounds = std::get<1>(GetParam()) == Era::Stateless;
    EXPECT_EQ(linesOf(calls).size(), rounds ? 2U : 1U);
}

// D.1 row 7
TEST_P(QuestionPairs, AModelIsAskedAndAnswers)
{
    const std::string seen = asked(
        kModel,
        R"({"role":"assistant","content":{"type":"text","text":"Because."},"model":"m","stopReason":"endTurn"})");
    EXPECT_NE(seen.find(R"("text":"Why?")"), std::string::npos) << seen;
    EXPECT_NE(seen.find(R"(\"text\":\"Because.\")"), std::string::npos) << seen;
}

INSTANTIATE_TEST_SUITE_P(Eras,
                         QuestionPairs,
                         testing::Combine(testing::Values(Era::Session, Era::Stateless),
                                          testing::Values(Era::Session, Era::Stateless)));

} // namespace
} // namespace portcullis::test
