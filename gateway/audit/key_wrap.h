#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace portcullis::audit {

// AES key wrap (RFC 3394) of keys of 32 bytes under keys of 32 bytes, one block of AES after the
// other: OpenSSL's own AES-256-WRAP does not use the processor's instructions for AES, and takes
// five to eight times as long.
//
// Owner: whoever seals. Thread: one at a time. Errors: Internal (OpenSSL failed), Corrupt (another
// key, or changed).
class KeyWrap
{
public:
    static constexpr std::size_t kKeyBytes = 32;
    static constexpr std::size_t kWrappedBytes = kKeyBytes + 8;

    KeyWrap();

    [[nodiscard]] Result<>
    wrap(const SecretBytes& with, std::span<const std::uint8_t> key, std::string& out);
    [[nodiscard]] Result<SecretBytes> unwrap(const SecretBytes& with, std::string_view wrapped);

private:
    // What RFC 3394 §2.2 calls A and R[1] to R[4].
    using Registers = std::array<std::uint8_t, kWrappedBytes>;

    [[nodiscard]] bool wrapAll(const SecretBytes& with, Registers& registers);
    [[nodiscard]] bool unwrapAll(const SecretBytes& with, Registers& registers);

    struct FreeCipher
    {
        void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
    };

    struct FreeContext
    {
        void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
    };

    std::unique_ptr<EVP_CIPHER, FreeCipher> m_block;
    std::unique_ptr<EVP_CIPHER_CTX, FreeContext> m_context;
};

} // namespace portcullis::audit
