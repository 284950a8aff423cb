#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/secret_bytes.h"

#include <openssl/evp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::audit {

inline constexpr std::size_t kSaltBytes = 32;
inline constexpr std::size_t kNonceBytes = 16;

// SHA-256 and HMAC-SHA-256 with one fetched algorithm and one reused context: a record needs
// several digests of a few hundred bytes, where looking the algorithm up costs more than hashing.
//
// Owner: whoever hashes. Thread: one at a time. Ends the process if OpenSSL has no SHA-256.
class Hasher
{
public:
    Hasher();

    // SHA256(prefix ‖ text).
    [[nodiscard]] Digest hash(std::string_view prefix, std::string_view text);

    // HMAC-SHA-256(salt, field ‖ "\n" ‖ text), RFC 2104: the commitment to one value (FORMAT.md).
    [[nodiscard]] Digest commitment(std::span<const std::uint8_t, kSaltBytes> salt,
                                    std::string_view field,
                                    std::string_view text);

    // SHA-256 of a text that comes in pieces, between start() and finish().
    void start();
    void add(std::string_view text);
    [[nodiscard]] Digest finish();

private:
    void add(std::span<const std::uint8_t> bytes);

    struct FreeAlgorithm
    {
        void operator()(EVP_MD* algorithm) const noexcept { EVP_MD_free(algorithm); }
    };

    struct FreeContext
    {
        void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD, FreeAlgorithm> m_algorithm;
    std::unique_ptr<EVP_MD_CTX, FreeContext> m_context;
};

// Random bytes handed out of one bulk fetch: a system call per salt would cost more than the salt.
//
// Owner: the record encoder. Thread: one at a time. Bytes are wiped when they have been handed out.
class RandomPool
{
public:
    using Source = std::function<void(std::span<std::uint8_t>)>;

    explicit RandomPool(Source source = fillRandom)
        : m_source(std::move(source))
    {}

    void take(std::span<std::uint8_t> out); // at most kPoolBytes

private:
    static constexpr std::size_t kPoolBytes = 4096;

    Source m_source;
    SecretBytes m_pool{kPoolBytes};
    std::size_t m_used = kPoolBytes;
};

// Appends lower-case hex.
void appendHex(std::string& out, std::span<const std::uint8_t> bytes);

} // namespace portcullis::audit
