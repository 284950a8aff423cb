#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace portcullis::audit {

// AES-256-GCM (NIST SP 800-38D) with one fetched algorithm and one reused context. A key and an iv
// belong together once: the caller sees to that.
//
// Owner: whoever seals. Thread: one at a time. Errors: Corrupt (another key, other bytes, or bound
// to something else), ResourceExhausted (more than 2 GiB), Internal (OpenSSL failed).
class AesGcm
{
public:
    static constexpr std::size_t kKeyBytes = 32;
    static constexpr std::size_t kIvBytes = 12;
    static constexpr std::size_t kTagBytes = 16; // at the end of what is sealed

    AesGcm();

    // `bound` is not in the result, but must be the same when it is opened.
    [[nodiscard]] Result<> seal(std::span<const std::uint8_t> key,
                                std::span<const std::uint8_t, kIvBytes> iv,
                                std::string_view bound,
                                std::string_view plain,
                                std::string& out);
    [[nodiscard]] Result<SecretBytes> open(std::span<const std::uint8_t> key,
                                           std::span<const std::uint8_t, kIvBytes> iv,
                                           std::string_view bound,
                                           std::string_view sealed);

private:
    struct FreeCipher
    {
        void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
    };

    struct FreeContext
    {
        void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
    };

    std::unique_ptr<EVP_CIPHER, FreeCipher> m_cipher;
    std::unique_ptr<EVP_CIPHER_CTX, FreeContext> m_context;
};

} // namespace portcullis::audit
