#include "gateway/engine/activity_meter.h"
#include "tests/gateway/engine/line_client.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <charconv>
#include <string>

// Wrong keys again and again: F-12, G-04.
namespace portcullis::engine {
namespace {

using namespace std::chrono_literals;
using test::kWelcome;
using test::LineClient;

constexpr const char* kList = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
constexpr int kAllowed = 10;

class WrongKeysTest : public test::SocketsFixture
{
protected:
    [[nodiscard]] test::HttpReply postWrong(int number) const
    {
        return harness.post({KeyId(), "pcl_wrong" + std::to_string(number)}, kList);
    }
};

TEST(ActivityMeter, CountsWrongKeysOfEachSourceForAMinute)
{
    test::ManualClock clock; // begins with a whole minute
    ActivityMeter meter(clock);
    for (int i = 0; i < kAllowed; ++i) {
        EXPECT_TRUE(meter.takeWrongKey("127.0.0.1")) << i;
    }
    EXPECT_FALSE(meter.takeWrongKey("127.0.0.1"));
    EXPECT_TRUE(meter.takeWrongKey("::1"));
    EXPECT_EQ(meter.untilNextMinute(), 60s);
    clock.advance(59'500ms);
    EXPECT_EQ(meter.untilNextMinute(), 1s);
    EXPECT_FALSE(meter.takeWrongKey("127.0.0.1"));
    clock.advance(500ms);
    EXPECT_TRUE(meter.takeWrongKey("127.0.0.1"));
}

TEST(ActivityMeter, RemembersNoEndlessNumberOfSources)
{
    const test::ManualClock clock;
    ActivityMeter meter(clock);
    for (int i = 0; i < 256; ++i) {
        EXPECT_TRUE(meter.takeWrongKey("127.0.1." + std::to_string(i)));
    }
    EXPECT_FALSE(meter.takeWrongKey("127.0.2.0"));
    EXPECT_TRUE(meter.takeWrongKey("127.0.1.0"));
}

TEST_F(WrongKeysTest, AreAskedToWait)
{
    run();
    unsigned refused = 0;
    for (int i = 0; i < 3 * kAllowed; ++i) {
        const test::HttpReply reply = postWrong(i);
        ASSERT_TRUE(reply.status == 401U || reply.status == 429U) << reply.status;
        if (reply.status == 429U) {
            ++refused;
            const std::string& wait = reply.headers.at("retry-after");
            int seconds = 0;
            std::from_chars(wait.data(), wait.data() + wait.size(), seconds);
            EXPECT_GE(seconds, 1);
            EXPECT_LE(seconds, 60);
        }
    }
    EXPECT_GE(refused, static_cast<unsigned>(kAllowed)); // the minute may change once meanwhile
    harness.clock.advance(60s);
    EXPECT_EQ(postWrong(0).status, 401U);
}

// Every local program is of the same source.
TEST_F(WrongKeysTest, DoNoHarmToARightOne)
{
    run();
    bool limited = false;
    for (int i = 0; i < 3 * kAllowed; ++i) {
        limited = limited || postWrong(i).status == 429U;
        EXPECT_EQ(harness.post(key, kList).status, 200U);
    }
    EXPECT_TRUE(limited);
}

// A client that asks without a key wants to hear how to present one.
TEST_F(WrongKeysTest, AreNotThoseThatAreMissing)
{
    run();
    for (int i = 0; i < 3 * kAllowed; ++i) {
        EXPECT_EQ(harness.send("POST", "/mcp", {{"Host", "localhost"}}).status, 401U);
    }
}

TEST_F(WrongKeysTest, AreAskedToWaitOnTheBridgeToo)
{
    run();
    bool limited = false;
    for (int i = 0; i < 3 * kAllowed; ++i) {
        LineClient stranger(path(kBridgeSocket));
        const std::string answer = stranger.ask(R"({"portcullis":1,"key":"pcl_wrong"})");
        limited = limited || answer.find("Rate limited") != std::string::npos;
    }
    EXPECT_TRUE(limited);
    LineClient friendly(path(kBridgeSocket));
    EXPECT_EQ(friendly.ask(greeting()), kWelcome);
}

} // namespace
} // namespace portcullis::engine
