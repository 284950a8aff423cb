#include "app/ctl/option_values.h"
#include "app/ctl/unlock.h"

#include <gtest/gtest.h>

#include <chrono>

namespace portcullis::ctl {
namespace {

using namespace std::chrono_literals;

TEST(OptionValues, ReadAnExpiryAsTimeOrFromNow)
{
    const WallTime now = fromMicros(1'000'000);
    EXPECT_EQ(parseExpiry("30d", now), now + 720h);
    EXPECT_EQ(parseExpiry("12h", now), now + 12h);
    EXPECT_EQ(parseExpiry("1970-01-01T00:00:02Z", now), fromMicros(2'000'000));
    for (const char* bad : {"", "d", "0d", "-1d", "30", "30m", "99999999d", "tomorrow"}) {
        EXPECT_FALSE(parseExpiry(bad, now)) << bad;
    }
}

TEST(OptionValues, ReadHowLongAnOldSecretGoesOn)
{
    EXPECT_EQ(parseOverlap("0"), std::chrono::seconds(0));
    EXPECT_EQ(parseOverlap("30m"), std::chrono::minutes(30));
    EXPECT_EQ(parseOverlap("12h"), std::chrono::hours(12));
    EXPECT_EQ(parseOverlap("90d"), api::kMaxOverlap);
    for (const char* bad :
         {"", "d", "-1d", "30", "91d", "2161h", "4294967295d", "tomorrow", "1s"}) {
        EXPECT_FALSE(parseOverlap(bad)) << bad;
    }
}

TEST(OptionValues, ReadAnAddressToListenOn)
{
    EXPECT_EQ(parseListen("127.0.0.1:0")->host, "127.0.0.1");
    EXPECT_EQ(parseListen("127.0.0.1:8717")->port, 8717);
    EXPECT_EQ(parseListen("localhost:0")->host, "127.0.0.1");
    EXPECT_EQ(parseListen("[::1]:80")->host, "::1");
    for (const char* bad :
         {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "::1:80", "[]:1"}) {
        EXPECT_FALSE(parseListen(bad)) << bad;
    }
}

TEST(OptionValues, ReadTheWayToTheKey)
{
    EXPECT_EQ(parseUnlockWay("")->kind, UnlockKind::Default);
    EXPECT_EQ(parseUnlockWay("keychain")->kind, UnlockKind::Keychain);
    EXPECT_EQ(parseUnlockWay("passphrase-file:/a:b")->path, "/a:b");
    EXPECT_EQ(parseUnlockWay("passphrase-fd:3")->descriptor, 3);
    for (const char* bad :
         {"x", "passphrase-file:", "passphrase-fd:", "passphrase-fd:-1", "passphrase-fd:1x"}) {
        EXPECT_FALSE(parseUnlockWay(bad)) << bad;
    }
}

} // namespace
} // namespace portcullis::ctl
