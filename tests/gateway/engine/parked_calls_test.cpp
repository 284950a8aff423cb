#include "gateway/engine/parked_calls.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

// Calls that wait for their stateless clients (D-07, B-49, B-51).
namespace portcullis::engine {
namespace {

class ParkedCallsTest : public testing::Test
{
    http::asio::io_context m_io; // outlives the calls
    UrlElicitations m_elicitations;

protected:
    [[nodiscard]] std::shared_ptr<Conversation> conversation()
    {
        return std::make_shared<Conversation>(
            m_io.get_executor(), m_elicitations, Conversation::Target{});
    }

    test::ManualClock clock;
    ParkedCalls parked{clock};
    const KeyId alice{"alice"};
    const KeyId bob{"bob"};
};

TEST_F(ParkedCallsTest, HoldSixteenOfAKey)
{
    std::string last;
    for (std::size_t i = 0; i < api::Limits().parkedPerKey; ++i) {
        const auto handle = parked.park(alice, conversation());
        ASSERT_TRUE(handle);
        EXPECT_NE(*handle, last);
        last = *handle;
    }
    EXPECT_FALSE(parked.park(alice, conversation()));
    EXPECT_TRUE(parked.park(bob, conversation()));
    EXPECT_TRUE(parked.take(alice, last));
    EXPECT_TRUE(parked.park(alice, conversation()));
}

TEST_F(ParkedCallsTest, HoldSoManyInAll)
{
    for (std::size_t i = 0; i < api::Limits().parked; ++i) {
        ASSERT_TRUE(parked.park(KeyId(std::to_string(i)), conversation()));
    }
    EXPECT_FALSE(parked.park(alice, conversation()));
}

// D-08: a handle of this run that is not there any more is another thing than one of another run.
TEST_F(ParkedCallsTest, KnowTheHandlesOfTheirOwnRun)
{
    const auto handle = parked.park(alice, conversation());
    ASSERT_TRUE(handle);
    EXPECT_TRUE(parked.isOwn(*handle));
    EXPECT_TRUE(parked.take(alice, *handle));
    EXPECT_TRUE(parked.isOwn(*handle));
    EXPECT_FALSE(ParkedCalls(clock).isOwn(*handle));
    EXPECT_FALSE(parked.isOwn("c29tZXRoaW5nIGVsc2U"));
}

TEST_F(ParkedCallsTest, KeepToTheLimitsOfTheirTime)
{
    api::Limits limits;
    limits.parkedPerKey = 1;
    limits.parked = 2;
    limits.parkedLife = std::chrono::minutes(1);
    const auto brief = parked.park(alice, conversation(), limits);
    EXPECT_TRUE(brief);
    EXPECT_FALSE(parked.park(alice, conversation(), limits));
    EXPECT_TRUE(parked.park(bob, conversation()));
    EXPECT_FALSE(parked.park(KeyId("carol"), conversation(), limits));
    clock.advance(std::chrono::seconds(61));
    parked.sweep([](const KeyId&) { return true; });
    EXPECT_EQ(parked.size(), 1U);
    EXPECT_EQ(parked.take(alice, *brief), nullptr);
}

TEST_F(ParkedCallsTest, LeadBackOnceAndTheirOwnKeyAlone)
{
    const auto call = conversation();
    const auto handle = parked.park(alice, call);
    ASSERT_TRUE(handle);
    EXPECT_EQ(parked.take(bob, *handle), nullptr);
    EXPECT_EQ(parked.take(alice, *handle + "x"), nullptr);
    EXPECT_EQ(parked.take(alice, *handle), call);
    EXPECT_EQ(parked.take(alice, *handle), nullptr);
}

TEST_F(ParkedCallsTest, EndAfterTenMinutesAndWithTheirKey)
{
    const auto old = parked.park(alice, conversation());
    clock.advance(std::chrono::minutes(6));
    const auto young = parked.park(bob, conversation());
    parked.sweep([](const KeyId&) { return true; });
    EXPECT_EQ(parked.size(), 2U);
    clock.advance(std::chrono::minutes(5));
    parked.sweep([](const KeyId&) { return true; });
    EXPECT_EQ(parked.take(alice, *old), nullptr);
    EXPECT_EQ(parked.size(), 1U);
    parked.sweep([this](const KeyId& key) { return key != bob; });
    EXPECT_EQ(parked.take(bob, *young), nullptr);
}

} // namespace
} // namespace portcullis::engine
