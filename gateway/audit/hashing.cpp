#include "gateway/audit/hashing.h"

#include "gateway/base/encoding.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace portcullis::audit {

namespace {

constexpr std::size_t kBlockBytes = 64; // of SHA-256, for HMAC (RFC 2104 §2)

// A log without hashes proves nothing, and no caller could do better than stop.
void require(bool worked)
{
    if (!worked) {
        std::fputs("portcullis: OpenSSL cannot provide SHA-256; stopping.\n", stderr);
        std::abort();
    }
}

std::array<std::uint8_t, kBlockBytes> pad(std::span<const std::uint8_t, kSaltBytes> salt,
                                          std::uint8_t with)
{
    std::array<std::uint8_t, kBlockBytes> block{};
    block.fill(with);
    for (std::size_t i = 0; i < salt.size(); ++i) {
        block[i] = static_cast<std::uint8_t>(salt[i] ^ with);
    }
    return block;
}

} // namespace

Hasher::Hasher()
    : m_algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr))
    , m_context(EVP_MD_CTX_new())
{
    require(m_algorithm != nullptr && m_context != nullptr);
}

void Hasher::start()
{
    require(EVP_DigestInit_ex2(m_context.get(), m_algorithm.get(), nullptr) == 1);
}

void Hasher::add(std::span<const std::uint8_t> bytes)
{
    require(EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1);
}

void Hasher::add(std::string_view text)
{
    add(asBytes(text));
}

Digest Hasher::finish()
{
    Digest digest{};
    require(EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr) == 1);
    return digest;
}

Digest Hasher::hash(std::string_view prefix, std::string_view text)
{
    start();
    add(prefix);
    add(text);
    return finish();
}

Digest Hasher::commitment(std::span<const std::uint8_t, kSaltBytes> salt,
                          std::string_view field,
                          std::string_view text)
{
    start();
    auto block = pad(salt, 0x36);
    add(block);
    add(field);
    add("\n");
    add(text);
    const Digest inner = finish();
    start();
    block = pad(salt, 0x5C);
    add(block);
    add(inner);
    OPENSSL_cleanse(block.data(), block.size());
    return finish();
}

void RandomPool::take(std::span<std::uint8_t> out)
{
    const auto pool = m_pool.writable();
    if (kPoolBytes - m_used < out.size()) {
        m_source(pool);
        m_used = 0;
    }
    const auto part = pool.subspan(m_used, out.size());
    std::copy(part.begin(), part.end(), out.begin());
    OPENSSL_cleanse(part.data(), part.size());
    m_used += out.size();
}

void appendHex(std::string& out, std::span<const std::uint8_t> bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::size_t at = out.size();
    out.resize(at + 2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        out[at++] = kDigits[byte >> 4U];
        out[at++] = kDigits[byte & 0x0FU];
    }
}

} // namespace portcullis::audit
