#include "gateway/base/crypto.h"

#include "gateway/base/encoding.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace portcullis {

namespace {

// Without working primitives nothing that follows is safe, and no caller could do better than stop.
[[noreturn]] void endProcess(const char* what)
{
    std::fprintf(stderr, "portcullis: OpenSSL cannot provide %s; stopping.\n", what);
    std::abort();
}

constexpr std::size_t kBlockBytes = 64; // of SHA-256

// A hash in the making. Fetching the algorithm and making a context cost several times what hashing
// a key does, so each thread keeps one of these.
class Sha256
{
public:
    Sha256()
        : m_algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr))
        , m_context(EVP_MD_CTX_new())
    {
        require(m_algorithm != nullptr && m_context != nullptr);
    }

    // The hash of the two parts, one after the other.
    Digest hash(std::span<const std::uint8_t> first, std::span<const std::uint8_t> second)
    {
        Digest digest{};
        require(EVP_DigestInit_ex2(m_context.get(), m_algorithm.get(), nullptr) == 1);
        require(EVP_DigestUpdate(m_context.get(), first.data(), first.size()) == 1);
        require(EVP_DigestUpdate(m_context.get(), second.data(), second.size()) == 1);
        require(EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr) == 1);
        return digest;
    }

private:
    static void require(bool worked)
    {
        if (!worked) {
            endProcess("SHA-256");
        }
    }

    struct Free
    {
        void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }

        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD, Free> m_algorithm;
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

Sha256& hasherOfThisThread()
{
    thread_local Sha256 hasher;
    return hasher;
}

} // namespace

Digest sha256(std::span<const std::uint8_t> bytes)
{
    return hasherOfThisThread().hash(bytes, {});
}

Digest sha256(std::string_view text)
{
    return sha256(asBytes(text));
}

// RFC 2104 §2. By hand, because OpenSSL's own HMAC fetches its algorithm anew each time.
Digest hmacSha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> message)
{
    Sha256& hasher = hasherOfThisThread();
    std::array<std::uint8_t, kBlockBytes> inner{};
    if (key.size() > inner.size()) {
        const Digest hashed = hasher.hash(key, {});
        std::ranges::copy(hashed, inner.begin());
    } else {
        std::ranges::copy(key, inner.begin());
    }
    std::array<std::uint8_t, kBlockBytes> outer = inner;
    std::ranges::for_each(inner, [](std::uint8_t& byte) { byte ^= 0x36U; });
    std::ranges::for_each(outer, [](std::uint8_t& byte) { byte ^= 0x5CU; });
    const Digest digest = hasher.hash(outer, hasher.hash(inner, message));
    OPENSSL_cleanse(inner.data(), inner.size());
    OPENSSL_cleanse(outer.data(), outer.size());
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
