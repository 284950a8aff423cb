#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace portcullis {
namespace {

std::vector<std::uint8_t> repeated(std::uint8_t byte, std::size_t count)
{
    return std::vector<std::uint8_t>(count, byte);
}

TEST(Sha256, MatchesTheVectorsOfFips180)
{
    EXPECT_EQ(toHex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(toHex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(std::span<const std::uint8_t>()), sha256(""));
}

TEST(HmacSha256, MatchesTheVectorsOfRfc4231)
{
    EXPECT_EQ(toHex(hmacSha256(repeated(0x0B, 20), asBytes("Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(toHex(hmacSha256(asBytes("Jefe"), asBytes("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(toHex(hmacSha256(repeated(0xAA, 131),
                               asBytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, TakesEmptyKeyAndMessage)
{
    EXPECT_EQ(toHex(hmacSha256({}, {})),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(DeriveKey, MatchesRfc5869WithoutSalt)
{
    // Test case 3 of RFC 5869: empty salt and info; the first 32 of its 42 bytes.
    const SecretBytes master{std::span<const std::uint8_t>(repeated(0x0B, 22))};
    EXPECT_EQ(toHex(deriveKey(master, "").bytes()),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST(DeriveKey, GivesAnotherKeyForAnotherPurposeOrMaster)
{
    const SecretBytes master(std::string_view("master secret"));
    const SecretBytes other(std::string_view("other secret"));
    EXPECT_TRUE(deriveKey(master, "a").equals(deriveKey(master, "a")));
    EXPECT_FALSE(deriveKey(master, "a").equals(deriveKey(master, "b")));
    EXPECT_FALSE(deriveKey(master, "a").equals(deriveKey(other, "a")));
}

TEST(Random, FillsAllOfWhatItIsGiven)
{
    // Each byte stays zero in all of 8 rounds with a probability of 2^-64.
    std::vector<bool> touched(67, false);
    for (int round = 0; round < 8; ++round) {
        const SecretBytes secret = randomSecret(touched.size());
        ASSERT_EQ(secret.size(), touched.size());
        for (std::size_t i = 0; i < touched.size(); ++i) {
            touched[i] = touched[i] || secret.bytes()[i] != 0;
        }
    }
    EXPECT_EQ(std::count(touched.begin(), touched.end(), false), 0);
}

TEST(Random, TakesNothingAndMoreThanOneChunk)
{
    fillRandom({});
    std::vector<std::uint8_t> large((1U << 20U) + 64);
    fillRandom(large);
    const std::vector<std::uint8_t> tail(large.end() - 64, large.end());
    EXPECT_NE(tail, repeated(0, 64));
}

TEST(ConstantTimeEqual, ComparesLengthAndContent)
{
    EXPECT_TRUE(constantTimeEqual({}, {}));
    EXPECT_TRUE(constantTimeEqual(asBytes("same"), asBytes("same")));
    EXPECT_FALSE(constantTimeEqual(asBytes("same"), asBytes("sama")));
    EXPECT_FALSE(constantTimeEqual(asBytes("same"), asBytes("same ")));
    EXPECT_FALSE(constantTimeEqual(asBytes("same"), {}));
}

TEST(UuidV7, HasTheLayoutOfRfc9562)
{
    // The time of the example in RFC 9562 appendix A.6.
    const std::string uuid = uuidV7(0x017F22E279B0);
    ASSERT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid.substr(0, 15), "017f22e2-79b0-7");
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
        EXPECT_EQ(uuid[dash], '-');
    }
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
}

TEST(UuidV7, SortsByTimeAndNeverRepeats)
{
    EXPECT_LT(uuidV7(1'000), uuidV7(1'001));
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(seen.insert(uuidV7(1'000)).second);
    }
}

TEST(SecretBytes, MovesAndLeavesNothingBehind)
{
    SecretBytes first(std::string_view("hush"));
    SecretBytes second(std::move(first));
    EXPECT_TRUE(first.empty()); // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(second.revealText(), "hush");
    SecretBytes third = second.duplicate();
    third = std::move(second);
    EXPECT_EQ(third.revealText(), "hush");
    EXPECT_TRUE(third.equals(SecretBytes(std::string_view("hush"))));
    EXPECT_FALSE(third.equals(SecretBytes(std::string_view("hus"))));
    EXPECT_FALSE(third.equals(SecretBytes(std::string_view("husk"))));
}

TEST(ErrorCode, HasANameForEachCode)
{
    std::set<std::string> names;
    constexpr int kCodes = static_cast<int>(ErrorCode::Internal) + 1;
    for (int code = 0; code < kCodes; ++code) {
        names.insert(errorCodeName(static_cast<ErrorCode>(code)));
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(kCodes));
}

} // namespace
} // namespace portcullis
