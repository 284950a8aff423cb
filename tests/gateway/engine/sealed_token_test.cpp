#include "gateway/base/crypto.h"
#include "gateway/engine/sealed_token.h"

#include <gtest/gtest.h>

namespace portcullis::engine {
namespace {

const KeyId kAlice("vk_a");
const KeyId kBob("vk_b");
constexpr WallTime kNow = WallTime(std::chrono::hours(1));

TEST(TokenSealer, OpensWhatItSealed)
{
    const TokenSealer sealer(randomSecret(32));
    const std::string token =
        sealer.seal("list", kAlice, "offset 7", kNow + std::chrono::minutes(1));
    const auto content = sealer.open("list", kAlice, token, kNow);
    ASSERT_TRUE(content);
    EXPECT_EQ(content->payload, "offset 7");
    EXPECT_EQ(content->expires, kNow + std::chrono::minutes(1));
}

TEST(TokenSealer, GivesNothingToAnotherKeyPurposeOrInstallation)
{
    const TokenSealer sealer(randomSecret(32));
    const std::string token = sealer.seal("list", kAlice, "x", kNow + std::chrono::minutes(1));
    EXPECT_FALSE(sealer.open("list", kBob, token, kNow));
    EXPECT_FALSE(sealer.open("state", kAlice, token, kNow));
    EXPECT_FALSE(TokenSealer(randomSecret(32)).open("list", kAlice, token, kNow));
}

TEST(TokenSealer, GivesNothingOnceExpired)
{
    const TokenSealer sealer(randomSecret(32));
    const std::string token = sealer.seal("list", kAlice, "x", kNow);
    EXPECT_FALSE(sealer.open("list", kAlice, token, kNow));
    EXPECT_TRUE(sealer.open("list", kAlice, token, kNow - std::chrono::microseconds(1)));
}

TEST(TokenSealer, GivesNothingForAnyChangedCharacter)
{
    const TokenSealer sealer(randomSecret(32));
    const std::string token =
        sealer.seal("list", kAlice, "payload", kNow + std::chrono::minutes(1));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(sealer.open("list", kAlice, changed, kNow)) << i;
    }
    EXPECT_FALSE(sealer.open("list", kAlice, token.substr(0, token.size() / 2), kNow));
    EXPECT_FALSE(sealer.open("list", kAlice, "", kNow));
}

} // namespace
} // namespace portcullis::engine
