#include "gateway/base/crypto.h"

#include "gateway/base/encoding.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

namespace portcullis {

namespace {

// Without working primitives nothing that follows is safe, and no caller could do better than stop.
[[noreturn]] void endProcess(const char* what)
{
    std::fprintf(stderr, "portcullis: OpenSSL cannot provide %s; stopping.\n", what);
    std::abort();
}

} // namespace

Digest sha256(std::span<const std::uint8_t> bytes)
{
    Digest digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) !=
        1) {
        endProcess("SHA-256");
    }
    return digest;
}

Digest sha256(std::string_view text)
{
    return sha256(asBytes(text));
}

Digest hmacSha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> message)
{
    // OpenSSL takes an int length; HMAC itself replaces a key longer than a block by its hash
    // (RFC 2104 §2), so doing that first changes nothing.
    if (key.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        Digest hashed = sha256(key);
        const Digest digest = hmacSha256(hashed, message);
        OPENSSL_cleanse(hashed.data(), hashed.size());
        return digest;
    }
    // OpenSSL takes a null pointer for a missing key or message rather than an empty one.
    constexpr std::uint8_t kNothing = 0;
    const std::uint8_t* const keyData = key.empty() ? &kNothing : key.data();
    const std::uint8_t* const data = message.empty() ? &kNothing : message.data();
    Digest digest{};
    if (HMAC(EVP_sha256(),
             keyData,
             static_cast<int>(key.size()),
             data,
             message.size(),
             digest.data(),
             nullptr) == nullptr) {
        endProcess("HMAC-SHA-256");
    }
    return digest;
}

SecretBytes deriveKey(const SecretBytes& master, std::string_view purpose)
{
    // RFC 5869 §2.2: no salt means a string of zeros as long as the hash. §2.3: one block is all of
    // a 32-byte key, and its input is the purpose followed by the counter 1.
    const Digest salt{};
    Digest extracted = hmacSha256(salt, master.bytes());
    std::vector<std::uint8_t> info(purpose.begin(), purpose.end());
    info.push_back(1);
    Digest expanded = hmacSha256(extracted, info);
    SecretBytes key{std::span<const std::uint8_t>(expanded)};
    OPENSSL_cleanse(extracted.data(), extracted.size());
    OPENSSL_cleanse(expanded.data(), expanded.size());
    return key;
}

void fillRandom(std::span<std::uint8_t> out)
{
    constexpr std::size_t kChunk = 1U << 20U; // RAND_bytes takes an int
    while (!out.empty()) {
        const std::size_t size = std::min(out.size(), kChunk);
        if (RAND_bytes(out.data(), static_cast<int>(size)) != 1) {
            endProcess("random bytes");
        }
        out = out.subspan(size);
    }
}

SecretBytes randomSecret(std::size_t size)
{
    SecretBytes secret(size);
    fillRandom(secret.writable());
    return secret;
}

bool constantTimeEqual(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string uuidV7(std::int64_t unixMillis)
{
    std::array<std::uint8_t, 16> bytes{};
    fillRandom(bytes);
    const auto millis = static_cast<std::uint64_t>(unixMillis);
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    }
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U); // version 7
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U); // variant 10
    std::string text = toHex(bytes);
    for (const std::size_t position : {8U, 13U, 18U, 23U}) {
        text.insert(position, 1, '-');
    }
    return text;
}

} // namespace portcullis
