#include "gateway/audit/key_wrap.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace portcullis::audit {
namespace {

SecretBytes rising(std::uint8_t first)
{
    SecretBytes key(KeyWrap::kKeyBytes);
    std::iota(key.writable().begin(), key.writable().end(), first);
    return key;
}

// What OpenSSL's own AES-256-WRAP makes of the same keys.
std::string wrappedByOpenSsl(const SecretBytes& with, const SecretBytes& key)
{
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    std::array<std::uint8_t, KeyWrap::kWrappedBytes + 8> out{};
    int written = 0;
    EXPECT_EQ(EVP_EncryptInit_ex(
                  context.get(), EVP_aes_256_wrap(), nullptr, with.bytes().data(), nullptr),
              1);
    EXPECT_EQ(EVP_EncryptUpdate(
                  context.get(), out.data(), &written, key.bytes().data(), KeyWrap::kKeyBytes),
              1);
    return {out.begin(), out.begin() + written};
}

// RFC 3394 §4.6.
TEST(KeyWrap, MakesWhatTheStandardShows)
{
    SecretBytes key(KeyWrap::kKeyBytes);
    const auto bytes = fromHex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    ASSERT_TRUE(bytes);
    std::ranges::copy(*bytes, key.writable().begin());
    KeyWrap wrap;
    std::string wrapped;
    ASSERT_TRUE(wrap.wrap(rising(0), key.bytes(), wrapped));
    EXPECT_EQ(toHex(asBytes(wrapped)),
              "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
    const auto opened = wrap.unwrap(rising(0), wrapped);
    ASSERT_TRUE(opened);
    EXPECT_EQ(toHex(opened->bytes()), toHex(*bytes));
}

TEST(KeyWrap, AgreesWithOpenSsl)
{
    KeyWrap wrap;
    for (int i = 0; i < 20; ++i) {
        const SecretBytes with = randomSecret(KeyWrap::kKeyBytes);
        const SecretBytes key = randomSecret(KeyWrap::kKeyBytes);
        std::string wrapped;
        ASSERT_TRUE(wrap.wrap(with, key.bytes(), wrapped));
        EXPECT_EQ(toHex(asBytes(wrapped)), toHex(asBytes(wrappedByOpenSsl(with, key))));
    }
}

TEST(KeyWrap, OpensNothingThatWasChangedOrWrappedWithAnotherKey)
{
    KeyWrap wrap;
    std::string wrapped;
    ASSERT_TRUE(wrap.wrap(rising(1), rising(2).bytes(), wrapped));
    EXPECT_EQ(wrap.unwrap(rising(3), wrapped).error().code, ErrorCode::Corrupt);
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
        std::string bad = wrapped;
        bad[i] = static_cast<char>(bad[i] ^ 0x40);
        EXPECT_FALSE(wrap.unwrap(rising(1), bad)) << i;
    }
    EXPECT_FALSE(wrap.unwrap(rising(1), wrapped.substr(1)));
    EXPECT_FALSE(wrap.unwrap(rising(1), wrapped + "x"));
    EXPECT_FALSE(wrap.unwrap(rising(1), ""));
}

TEST(KeyWrap, TakesKeysOfOneSizeOnly)
{
    KeyWrap wrap;
    std::string wrapped = "from before";
    EXPECT_FALSE(wrap.wrap(randomSecret(16), rising(0).bytes(), wrapped));
    EXPECT_FALSE(wrap.wrap(rising(0), randomSecret(24).bytes(), wrapped));
    EXPECT_TRUE(wrapped.empty());
    EXPECT_FALSE(wrap.unwrap(randomSecret(16), std::string(KeyWrap::kWrappedBytes, 'x')));
}

} // namespace
} // namespace portcullis::audit
