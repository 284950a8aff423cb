#include "gateway/budget/rates.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace portcullis::budget {
namespace {

using std::chrono::seconds;

class RatesTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_key.id = KeyId("vk_1");
        m_server.id = ServerId("fx");
    }

    bool take() { return !m_rates.take(m_key, &m_server); }

    int takeAll()
    {
        int taken = 0;
        while (taken < 1000 && take()) {
            ++taken;
        }
        return taken;
    }

    test::ManualClock m_clock;
    Rates m_rates{m_clock};
    api::KeyConfig m_key;
    api::ServerConfig m_server;
};

TEST_F(RatesTest, WithoutARateEveryCallPasses)
{
    EXPECT_EQ(takeAll(), 1000);
}

TEST_F(RatesTest, ABucketBeginsFullAndFillsEvenly)
{
    m_key.rate = api::RateLimit{60, seconds(60), 5};
    EXPECT_EQ(takeAll(), 5);
    m_clock.advance(std::chrono::milliseconds(999));
    EXPECT_FALSE(take());
    m_clock.advance(std::chrono::milliseconds(1));
    EXPECT_TRUE(take());
    m_clock.advance(seconds(3));
    EXPECT_EQ(takeAll(), 3);
    m_clock.advance(std::chrono::hours(1));
    EXPECT_EQ(takeAll(), 5);
}

TEST_F(RatesTest, ARefusalSaysWhoseRateAndHowLongToWait)
{
    m_key.rate = api::RateLimit{1, seconds(10), 1};
    EXPECT_TRUE(take());
    m_clock.advance(seconds(3));
    const auto refused = m_rates.take(m_key, &m_server);
    ASSERT_TRUE(refused);
    EXPECT_FALSE(refused->ofServer);
    EXPECT_EQ(refused->retryAfter, seconds(7));
}

TEST_F(RatesTest, AServersRateCountsTheCallsOfAllKeys)
{
    m_server.rate = api::RateLimit{1, seconds(60), 2};
    api::KeyConfig other = m_key;
    other.id = KeyId("vk_2");
    EXPECT_TRUE(take());
    EXPECT_FALSE(m_rates.take(other, &m_server));
    const auto refused = m_rates.take(m_key, &m_server);
    ASSERT_TRUE(refused);
    EXPECT_TRUE(refused->ofServer);
}

TEST_F(RatesTest, ACallThatOneRateRefusesTakesNothingFromTheOther)
{
    m_key.rate = api::RateLimit{1, seconds(60), 2};
    m_server.rate = api::RateLimit{1, seconds(1), 1};
    EXPECT_TRUE(take());
    EXPECT_FALSE(take());
    m_clock.advance(seconds(1));
    EXPECT_TRUE(take());
    m_clock.advance(seconds(1));
    EXPECT_FALSE(m_rates.take(m_key, &m_server)->ofServer);
}

TEST_F(RatesTest, AnotherLimitDoesNotRefill)
{
    m_key.rate = api::RateLimit{1, seconds(60), 5};
    EXPECT_EQ(takeAll(), 5);
    m_key.rate = api::RateLimit{1, seconds(60), 100};
    api::GatewayConfig config;
    config.keys = {m_key};
    m_rates.configure(config);
    EXPECT_EQ(takeAll(), 0);
}

TEST_F(RatesTest, SettingTheWallClockGainsNothing)
{
    m_key.rate = api::RateLimit{1, seconds(60), 1};
    EXPECT_TRUE(take());
    m_clock.setWall(m_clock.wallNow() + std::chrono::hours(24));
    EXPECT_FALSE(take());
}

} // namespace
} // namespace portcullis::budget
