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

// The same of two clients that are asked at the same time. A program of the session era says
// nowhere whom it asks, so that each key has one of its own.
class InterleavedPairs : public testing::TestWithParam<std::tuple<Era, Era>>
{
protected:
    InterleavedPairs()
    {
        api::ServerConfig server;
        server.id = ServerId("fx");
        server.command = {PORTCULLIS_TEST_SERVER, "talks=1"};
        if (std::get<1>(GetParam()) == Era::Stateless) {
            server.command.emplace_back("era=stateless");
        } else {
            server.scope = api::InstanceScope::Key;
        }
        harness.addServer(server);
        harness.start();
        harness.open();
        alice = harness.makeKey({"fx:*"});
        bob = harness.makeKey({"fx:*"});
        awaitTools(harness, alice, "fx__question");
    }

    // A call that is asked something and answered when the other one has been asked, too.
    class Asked
    {
    public:
        Asked(const GatewayHarness& harness, const GatewayHarness::Key& key, std::string name)
            : m_client(harness, key, std::get<0>(GetParam()), kEverything)
            , m_connection(harness.port())
            , m_name(std::move(name))
        {
            if (m_client.stateless()) {
                m_first = m_client.call("fx__question", question());
                EXPECT_NE(m_first.body.find("For " + m_name + "?"), std::string::npos);
                return;
            }
            m_client.begin(m_connection, "fx__question", question());
            EXPECT_TRUE(m_connection.readUntil("For " + m_name + "?")) << m_connection.received();
        }

        // All that this client has seen.
        [[nodiscard]] std::string answer()
        {
            const std::string given = R"({"action":"accept","content":{"who":")" + m_name + "\"}}";
            if (m_client.stateless()) {
                return m_first.body +
                       m_client
                           .call("fx__question", question(), {}, EraClient::back(m_first, given))
                           .body;
            }
            EXPECT_EQ(m_client.notify(R"({"jsonrpc":"2.0","id":"gw-1","result":)" + given + "}"),
                      202U);
            EXPECT_TRUE(m_connection.readUntil("\"id\":7")) << m_connection.received();
            return m_connection.received();
        }

    private:
        [[nodiscard]] std::string question() const
        {
            return R"({"method":"elicitation/create","params":{"message":"For )" + m_name +
                   R"(?","requestedSchema":{"type":"object","properties":{"who":{"type":"string"}}}}})";
        }

        EraClient m_client;
        RawClient m_connection;
        std::string m_name;
        HttpReply m_first;
    };

    GatewayHarness harness;
    GatewayHarness::Key alice;
    GatewayHarness::Key bob;
};

// D.1 row 3, D-20, D-62
TEST_P(InterleavedPairs, AnswersReachTheServerOfTheirOwnCall)
{
    Asked one(harness, alice, "alice");
    Asked two(harness, bob, "bob");
    const std::string bobs = two.answer();
    const std::string alices = one.answer();
    EXPECT_NE(bobs.find(R"(\"who\":\"bob\")"), std::string::npos) << bobs;
    EXPECT_EQ(bobs.find("alice"), std::string::npos) << bobs;
    EXPECT_NE(alices.find(R"(\"who\":\"alice\")"), std::string::npos) << alices;
    EXPECT_EQ(alices.find("bob"), std::string::npos) << alices;
}

INSTANTIATE_TEST_SUITE_P(Eras,
                         InterleavedPairs,
                         testing::Combine(testing::Values(Era::Session, Era::Stateless),
                                          testing::Values(Era::Session, Era::Stateless)));

INSTANTIATE_TEST_SUITE_P(Eras,
                         QuestionPairs,
                         testing::Combine(testing::Values(Era::Session, Era::Stateless),
                                          testing::Values(Era::Session, Era::Stateless)));

} // namespace
} // namespace portcullis::test
