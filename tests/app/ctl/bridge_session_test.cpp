#include "app/ctl/bridge_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-11-25"}})";
constexpr const char* kInitializeAnswer =
    R"({"jsonrpc":"2.0","id":"i","result":{"protocolVersion":"2025-11-25"}})";
constexpr const char* kInitialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
constexpr const char* kPing = R"({"jsonrpc":"2.0","id":7,"method":"ping"})";
constexpr const char* kReplay =
    R"({"jsonrpc":"2.0","id":"portcullis-bridge-initialize","method":"initialize","params":{"protocolVersion":"2025-11-25"}})";
constexpr const char* kReplayAnswer =
    R"({"jsonrpc":"2.0","id":"portcullis-bridge-initialize","result":{}})";

// A session whose handshake is done.
class EstablishedSession : public testing::Test
{
protected:
    EstablishedSession()
    {
        m_session.connected();
        m_session.fromClient(kInitialize);
        static_cast<void>(m_session.fromGateway(kInitializeAnswer));
        m_session.fromClient(kInitialized);
        static_cast<void>(m_session.takeToGateway());
        static_cast<void>(m_session.takeToClient());
    }

    BridgeSession m_session;
};

TEST(BridgeSession, CarriesLinesUntouchedOnceConnected)
{
    BridgeSession session;
    session.connected();
    session.fromClient(kPing);
    EXPECT_THAT(session.takeToGateway(), ElementsAre(kPing));
    const std::string answer = R"({"jsonrpc":"2.0","id":7,"result":{"big":1e400}})";
    EXPECT_EQ(session.fromGateway(answer), std::nullopt);
    EXPECT_THAT(session.takeToClient(), ElementsAre(answer));
    EXPECT_TRUE(session.idle());
}

TEST(BridgeSession, KeepsLinesUntilConnected)
{
    BridgeSession session;
    session.fromClient(kInitialize);
    session.fromClient(kPing);
    EXPECT_TRUE(session.waiting());
    EXPECT_THAT(session.takeToGateway(), IsEmpty());
    session.connected();
    EXPECT_THAT(session.takeToGateway(), ElementsAre(kInitialize, kPing));
}

TEST(BridgeSession, AnswersEverythingThatWaitsWhenItGivesUp)
{
    BridgeSession session;
    session.fromClient(kPing);
    session.fromClient(kInitialized);
    session.fromClient(
        R"([{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}])");
    session.giveUp("not \"there\"");
    EXPECT_THAT(
        session.takeToClient(),
        ElementsAre(
            R"({"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"not \"there\""}})",
            R"({"jsonrpc":"2.0","id":"a","error":{"code":-32603,"message":"not \"there\""}})",
            R"({"jsonrpc":"2.0","id":"b","error":{"code":-32603,"message":"not \"there\""}})"));
    EXPECT_TRUE(session.idle());
}

TEST(BridgeSession, KeepsTheLexemeOfAnId)
{
    BridgeSession session;
    session.fromClient(R"({"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"})");
    session.giveUp("x");
    EXPECT_THAT(session.takeToClient(), ElementsAre(HasSubstr("\"id\":12345678901234567890,")));
}

// G-05
TEST(BridgeSession, IsOverAfterThreeLinesInARowThatAreTooLong)
{
    BridgeSession session;
    session.connected();
    session.dropped();
    session.dropped();
    session.fromClient(kPing);
    session.dropped();
    session.dropped();
    EXPECT_FALSE(session.over());
    session.dropped();
    EXPECT_TRUE(session.over());
    const std::vector<std::string> told = session.takeToClient();
    ASSERT_EQ(told.size(), 5U);
    EXPECT_EQ(
        told.front(),
        R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"The message is larger than 16 MiB."}})");
}

TEST(BridgeSession, IsOverWhenTheGatewayHasHadEnough)
{
    BridgeSession session;
    session.connected();
    EXPECT_EQ(session.fromGateway(R"({"portcullis":1,"error":"Rate limited."})"), "Rate limited.");
    EXPECT_FALSE(session.over());
    EXPECT_EQ(session.fromGateway(R"({"portcullis":1,"error":"Too long.","final":true})"),
              "Too long.");
    EXPECT_TRUE(session.over());
}

TEST(BridgeSession, AsksForAnUnansweredInitializeAgain)
{
    BridgeSession session;
    session.connected();
    session.fromClient(kInitialize);
    static_cast<void>(session.takeToGateway());
    session.disconnected();
    EXPECT_THAT(session.takeToClient(), IsEmpty());
    session.connected();
    EXPECT_THAT(session.takeToGateway(), ElementsAre(kInitialize));
}

constexpr const char* kCancel =
    R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}})";

TEST_F(EstablishedSession, OwesNothingForACancelledRequest)
{
    m_session.fromClient(kPing);
    m_session.fromClient(kCancel);
    EXPECT_THAT(m_session.takeToGateway(), ElementsAre(kPing, kCancel));
    EXPECT_TRUE(m_session.idle());
    m_session.disconnected();
    EXPECT_THAT(m_session.takeToClient(), IsEmpty());
}

TEST_F(EstablishedSession, NeverSendsWhatWasCancelledWhileItWaited)
{
    m_session.disconnected();
    m_session.fromClient(kPing);
    m_session.fromClient(kCancel);
    EXPECT_TRUE(m_session.idle());
    m_session.connected();
    static_cast<void>(m_session.fromGateway(kReplayAnswer));
    EXPECT_THAT(m_session.takeToGateway(), ElementsAre(kReplay, kInitialized));
}

TEST(BridgeSession, DoesNotLetAClientCancelItsInitialize)
{
    BridgeSession session;
    session.fromClient(kInitialize);
    session.fromClient(
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"i"}})");
    EXPECT_TRUE(session.waiting());
}

TEST_F(EstablishedSession, FailsWhatWasRunningWhenTheGatewayGoes)
{
    m_session.fromClient(kPing);
    m_session.disconnected();
    EXPECT_THAT(m_session.takeToClient(),
                ElementsAre(R"({"jsonrpc":"2.0","id":7,"error":{"code":-32603,)"
                            R"("message":"gateway restarted; the call may have had effects"}})"));
}

TEST_F(EstablishedSession, BeginsTheSessionAgainBeforeAnythingElse)
{
    m_session.disconnected();
    m_session.fromClient(kPing);
    m_session.connected();
    EXPECT_THAT(m_session.takeToGateway(), ElementsAre(kReplay));
    EXPECT_EQ(m_session.fromGateway(kReplayAnswer), std::nullopt);
    EXPECT_THAT(m_session.takeToGateway(), ElementsAre(kInitialized, kPing));
    EXPECT_THAT(m_session.takeToClient(),
                ElementsAre(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"));
}

TEST_F(EstablishedSession, BeginsAgainAsOftenAsNeeded)
{
    for (int i = 0; i < 3; ++i) {
        m_session.disconnected();
        m_session.connected();
        EXPECT_THAT(m_session.takeToGateway(), ElementsAre(kReplay));
        static_cast<void>(m_session.fromGateway(kReplayAnswer));
        EXPECT_THAT(m_session.takeToGateway(), ElementsAre(kInitialized));
    }
}

TEST_F(EstablishedSession, RefusesAGatewayThatDoesNotBeginAgain)
{
    m_session.disconnected();
    m_session.connected();
    const auto why = m_session.fromGateway(
        R"({"jsonrpc":"2.0","id":"portcullis-bridge-initialize","error":{"code":-32603,"message":"full"}})");
    ASSERT_TRUE(why);
    EXPECT_THAT(*why, HasSubstr("full"));
    EXPECT_THAT(m_session.takeToClient(), IsEmpty());
}

TEST_F(EstablishedSession, KeepsTheBridgesOwnLinesFromTheClient)
{
    EXPECT_EQ(m_session.fromGateway(R"({"portcullis":1,"error":"The virtual key is not valid."})"),
              "The virtual key is not valid.");
    EXPECT_TRUE(m_session.fromGateway("not JSON"));
    EXPECT_THAT(m_session.takeToClient(), IsEmpty());
}

} // namespace
} // namespace portcullis::ctl
