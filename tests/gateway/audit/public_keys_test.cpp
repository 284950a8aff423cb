#include "gateway/audit/public_keys.h"

#include <gtest/gtest.h>

#include <string>

namespace portcullis::audit {
namespace {

SigningKey keyOf(KeyKind kind)
{
    return SigningKey::generate(kind).value();
}

TEST(PublicKeys, AreReadFromWhatOpensslWrites)
{
    const SigningKey ed25519 = keyOf(KeyKind::Ed25519);
    const SigningKey p256 = keyOf(KeyKind::EcdsaP256);
    const auto keys = readPublicKeys("Ours, since 2026:\n" + ed25519.publicPem().value() +
                                     p256.publicPem().value());
    ASSERT_TRUE(keys) << keys.error().message;
    ASSERT_EQ(keys->size(), 2U);
    EXPECT_EQ(keys->at(0), (PublicKey{KeyKind::Ed25519, ed25519.publicBytes().value()}));
    EXPECT_EQ(keys->at(1), (PublicKey{KeyKind::EcdsaP256, p256.publicBytes().value()}));
    for (const auto& [key, one] : {std::pair{&ed25519, &keys->at(0)}, {&p256, &keys->at(1)}}) {
        const std::string signature = key->sign("text").value();
        EXPECT_TRUE(verifySignature(one->kind, one->bytes, "text", signature));
        EXPECT_FALSE(verifySignature(one->kind, one->bytes, "Text", signature));
    }
}

TEST(PublicKeys, AreNothingElse)
{
    EXPECT_FALSE(readPublicKeys(""));
    EXPECT_FALSE(readPublicKeys("no key"));
    EXPECT_FALSE(readPublicKeys(std::string(100'000, 'x')));
    const std::string pem = keyOf(KeyKind::Ed25519).publicPem().value();
    std::string many;
    for (std::size_t i = 0; i < kMaxPublicKeys; ++i) {
        many += pem;
    }
    EXPECT_TRUE(readPublicKeys(many));
    EXPECT_FALSE(readPublicKeys(many + pem));
    std::string renamed = pem;
    for (std::size_t at = renamed.find("PUBLIC"); at != std::string::npos;
         at = renamed.find("PUBLIC", at + 1)) {
        renamed.replace(at, 6, "SECRET");
    }
    EXPECT_FALSE(readPublicKeys(pem + renamed)) << "something else beside it";
    EXPECT_FALSE(readPublicKeys("-----BEGIN PUBLIC KEY-----\n"
                                "MCowBQYDK2VuAyEAhSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=\n"
                                "-----END PUBLIC KEY-----\n"))
        << "X25519 signs nothing";
}

} // namespace
} // namespace portcullis::audit
