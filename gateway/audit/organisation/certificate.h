#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct x509_st; // OpenSSL's X509

namespace portcullis::audit::organisation {

enum class CertificateKeyType : std::uint8_t
{
    Rsa,        // 2,048 bits or more
    Ecdsa,      // P-256 or P-384
    Unsupported // all others. OpenSSL 3.0 cannot check Ed25519 in CMS
};

enum class SigningUse : std::uint8_t
{
    Allowed,
    Forbidden // there is a key usage, and neither digitalSignature nor nonRepudiation is in it
};

// One X.509 certificate (RFC 5280). Immutable; copies share it. Thread: any.
class Certificate
{
public:
    // The whole of `der` is one certificate. Errors: Corrupt.
    [[nodiscard]] static Result<Certificate> parse(std::string_view der);
    // Shares what the caller goes on owning; not null.
    explicit Certificate(x509_st* certificate);

    [[nodiscard]] std::string subject() const; // RFC 2253
    [[nodiscard]] std::string pem() const;     // as openssl writes it
    [[nodiscard]] std::string der() const;
    [[nodiscard]] Digest fingerprint() const; // SHA-256 of the DER

    [[nodiscard]] CertificateKeyType keyType() const;
    [[nodiscard]] SigningUse signingUse() const; // RFC 5280 section 4.2.1.3
    // Whether `other` names this one as its issuer and may.
    [[nodiscard]] bool isIssuerOf(const Certificate& other) const;

    // That it may sign at this time, with a key that is supported: a sentence says why not.
    // Errors: InvalidArgument.
    [[nodiscard]] Result<> checkForSigning(WallTime now) const;

    // For OpenSSL. Borrowed; nothing may change it.
    [[nodiscard]] x509_st* handle() const { return m_certificate.get(); }

private:
    std::shared_ptr<x509_st> m_certificate;
};

// The certificate and those above it, as far as `others` has them, each one's issuer after it.
[[nodiscard]] std::vector<Certificate> chainOf(Certificate certificate,
                                               const std::vector<Certificate>& others);

} // namespace portcullis::audit::organisation
