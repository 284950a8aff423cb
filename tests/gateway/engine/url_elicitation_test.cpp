#include "gateway/engine/url_elicitations.h"
#include "tests/gateway/engine/bridge_fixture.h"

// Addresses that servers want opened: table D.1 rows 4 to 6, A-80.
namespace portcullis::test {
namespace {

constexpr const char* kOpensUrls =
    R"("io.modelcontextprotocol/clientCapabilities":{"elicitation":{"url":{}}})";
constexpr const char* kAccepted = R"({"action":"accept"})";

class UrlElicitationTest : public BridgeFixture
{
protected:
    UrlElicitationTest()
    {
        api::ServerConfig own;
        own.onePerson = true;
        run(own);
    }

    [[nodiscard]] std::string arguments() const
    {
        return R"({"visited":")" + visited.string() + "\"}";
    }

    // The id under which a session has been told of the address.
    [[nodiscard]] std::string askedFor(const Fields& session) const
    {
        const auto document = JsonDocument::parse(
            harness.post(key, callText("old__need-url", arguments()), session).json());
        EXPECT_EQ(document->root()["error"]["code"].raw(), "-32042") << document->text();
        return document->root()["error"]["data"]["elicitations"].first()["elicitationId"].string();
    }
};

TEST_F(UrlElicitationTest, AStatelessClientIsAskedAndTheServerCalledAgainOnceTheUserWasThere)
{
    const std::string asked = stateless("old__need-url", arguments(), {}, kOpensUrls);
    EXPECT_NE(asked.find("\"input_required\""), std::string::npos) << asked;
    EXPECT_NE(asked.find("https://sign.in/x"), std::string::npos);
    EXPECT_NE(asked.find("[old, sign.in] Sign in"), std::string::npos);
    EXPECT_EQ(asked.find("\"e1\""), std::string::npos);
    std::ofstream(visited) << "yes";
    const std::string done =
        stateless("old__need-url", arguments(), answering(asked, kAccepted), kOpensUrls);
    EXPECT_NE(done.find("signed in"), std::string::npos) << done;
    EXPECT_EQ(linesOf(calls).size(), 2U);
}

TEST_F(UrlElicitationTest, WhoHasNotBeenThereIsAskedAgain)
{
    const std::string asked = stateless("old__need-url", arguments(), {}, kOpensUrls);
    const std::string again =
        stateless("old__need-url", arguments(), answering(asked, kAccepted), kOpensUrls);
    EXPECT_NE(again.find("\"input_required\""), std::string::npos) << again;
    EXPECT_EQ(linesOf(calls).size(), 2U);
}

// B-50: the server has nothing to hear before that.
TEST_F(UrlElicitationTest, AnAnswerThatIsMissingIsAskedForWithoutACall)
{
    const std::string asked = stateless("old__need-url", arguments(), {}, kOpensUrls);
    std::string nothing = answering(asked, kAccepted);
    nothing.replace(nothing.find("\"r1\""), 4, "\"r9\"");
    const std::string again = stateless("old__need-url", arguments(), nothing, kOpensUrls);
    EXPECT_NE(again.find("https://sign.in/x"), std::string::npos) << again;
    EXPECT_EQ(linesOf(calls).size(), 1U);
}

TEST_F(UrlElicitationTest, AUserWhoDeclinesEndsTheCall)
{
    const std::string asked = stateless("old__need-url", arguments(), {}, kOpensUrls);
    const std::string done = stateless(
        "old__need-url", arguments(), answering(asked, R"({"action":"decline"})"), kOpensUrls);
    EXPECT_NE(done.find("\"isError\":true"), std::string::npos) << done;
    EXPECT_EQ(linesOf(calls).size(), 1U);
}

// I3
TEST_F(UrlElicitationTest, AClientThatOpensNoAddressesIsToldInWords)
{
    const std::string told = stateless("old__need-url", arguments());
    EXPECT_NE(told.find("\"isError\":true"), std::string::npos);
    EXPECT_NE(told.find("https://sign.in/x"), std::string::npos);
    const std::string older = harness
                                  .post(key,
                                        callText("old__need-url", arguments()),
                                        openSession(R"({"elicitation":{"url":{}}})", "2025-06-18"))
                                  .json();
    EXPECT_NE(older.find("\"isError\":true"), std::string::npos) << older;
}

TEST_F(UrlElicitationTest, OnlyTheSessionThatWasAskedHearsThatItsUserIsDone)
{
    const std::string capabilities = R"({"elicitation":{"url":{}}})";
    const Fields session = openSession(capabilities);
    const Fields stranger = openSession(capabilities);
    const std::string id = askedFor(session);
    EXPECT_NE(id, "e1");
    RawClient its(harness.port());
    RawClient strangers(harness.port());
    begin(its, session, {}, "GET");
    begin(strangers, stranger, {}, "GET");
    EXPECT_TRUE(its.readUntil("200"));
    EXPECT_TRUE(strangers.readUntil("200"));
    const std::string done = callText(
        "old__notify",
        R"({"method":"notifications/elicitation/complete","params":{"elicitationId":"e1"}})");
    static_cast<void>(harness.post(key, done, stranger));
    EXPECT_TRUE(its.readUntil(R"("elicitationId":")" + id + "\"")) << its.received();
    // What comes after it on the other stream comes without it.
    static_cast<void>(harness.post(key, callText("old__add-tool"), stranger));
    EXPECT_TRUE(strangers.readUntil("list_changed"));
    EXPECT_EQ(strangers.received().find("elicitation"), std::string::npos);
}

// Table D.1 row 4
TEST_F(UrlElicitationTest, ASessionIsAskedUnderAnIdOfItsOwn)
{
    const std::string received = callAnswering(
        openSession(R"({"elicitation":{"url":{}}})"),
        asking("old",
               "elicitation/create",
               R"({"mode":"url","message":"m","url":"https://a/","elicitationId":"e1"})"),
        kAccepted);
    EXPECT_NE(received.find(R"("elicitationId":"gw-)"), std::string::npos) << received;
    EXPECT_EQ(received.find(R"("elicitationId":"e1")"), std::string::npos);
}

} // namespace

TEST(UrlElicitations, TellWhoWasAskedOnceAndByItsOwnId)
{
    engine::UrlElicitations all;
    std::string told;
    const auto tell = [&told](const std::string& message) { told += message; };
    const std::string id = all.begin({ServerId("a"), "p"}, "1", "s", tell);
    EXPECT_EQ(all.begin({ServerId("a"), "p"}, "1", "s", tell), id); // asked again
    all.complete({ServerId("b"), "p"}, "1");
    all.complete({ServerId("a"), "p"}, "2");
    EXPECT_EQ(told, "");
    all.complete({ServerId("a"), "p"}, "1");
    EXPECT_NE(told.find(id), std::string::npos);
    told.clear();
    all.complete({ServerId("a"), "p"}, "1");
    EXPECT_EQ(told, "");
}

TEST(UrlElicitations, TellNobodyWhereAnIdIsTwoClients)
{
    engine::UrlElicitations all;
    int told = 0;
    const auto tell = [&told](const std::string&) { ++told; };
    const std::string first = all.begin({ServerId("a"), "p"}, "1", "s", tell);
    EXPECT_NE(all.begin({ServerId("a"), "p"}, "1", "t", tell), first);
    all.complete({ServerId("a"), "p"}, "1");
    EXPECT_EQ(told, 0);
}

// Another process of the same server has ids of its own.
TEST(UrlElicitations, TellNobodyOfWhatAnotherRunOfTheServerHasDone)
{
    engine::UrlElicitations all;
    std::string told;
    const auto teller = [&told](const std::string& who) {
        return [&told, who](const std::string&) { told += who; };
    };
    static_cast<void>(all.begin({ServerId("a"), "p"}, "1", "s", teller("s")));
    static_cast<void>(all.begin({ServerId("a"), "q"}, "1", "t", teller("t")));
    all.complete({ServerId("a"), "q"}, "1");
    EXPECT_EQ(told, "t");
    all.complete({ServerId("a"), "p"}, "1");
    EXPECT_EQ(told, "ts");
}

TEST(UrlElicitations, ForgetTheOldestBeyondTheirLimit)
{
    engine::UrlElicitations all;
    int told = 0;
    for (std::size_t i = 0; i <= engine::UrlElicitations::kMost; ++i) {
        static_cast<void>(all.begin(
            {ServerId("a"), "p"}, std::to_string(i), "s", [&told](const std::string&) { ++told; }));
    }
    EXPECT_EQ(all.size(), engine::UrlElicitations::kMost);
    all.complete({ServerId("a"), "p"}, "0");
    EXPECT_EQ(told, 0);
    all.complete({ServerId("a"), "p"}, "1");
    EXPECT_EQ(told, 1);
}

} // namespace portcullis::test
