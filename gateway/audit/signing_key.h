#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portcullis::audit {

enum class KeyKind : std::uint8_t
{
    Ed25519,  // RFC 8032
    EcdsaP256 // over SHA-256, for programs and authorities that do not know Ed25519
};

// One private key of the log. Move-only. Thread: one at a time. Errors: InvalidArgument (bytes that
// are no such key), Internal (OpenSSL failed).
class SigningKey
{
public:
    [[nodiscard]] static Result<SigningKey> generate(KeyKind kind);
    // As privateBytes() gave it.
    [[nodiscard]] static Result<SigningKey> load(const SecretBytes& privateBytes);

    SigningKey(const SigningKey&) = delete;
    SigningKey& operator=(const SigningKey&) = delete;
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;
    ~SigningKey();

    [[nodiscard]] KeyKind kind() const;
    [[nodiscard]] Result<SecretBytes> privateBytes() const; // PKCS#8 in DER
    // 32 bytes of Ed25519 (RFC 8032), or the SubjectPublicKeyInfo of P-256 in DER.
    [[nodiscard]] Result<std::string> publicBytes() const;
    // SubjectPublicKeyInfo in PEM, for openssl.
    [[nodiscard]] Result<std::string> publicPem() const;

    // Ed25519: 64 bytes. P-256: an ECDSA-Sig-Value in DER (RFC 3279 section 2.2.3).
    [[nodiscard]] Result<std::string> sign(std::string_view message) const;

private:
    struct Handle;
    explicit SigningKey(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> m_handle;
};

// Whether `signature` is one over `message` by the key with these public bytes. False for bytes
// that are no key. Any thread.
[[nodiscard]] bool verifySignature(KeyKind kind,
                                   std::string_view publicBytes,
                                   std::string_view message,
                                   std::string_view signature);

} // namespace portcullis::audit
