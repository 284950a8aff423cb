#pragma once

#include "gateway/audit/organisation/certificate.h"
#include "gateway/base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit::organisation {

// The private key of a certificate, wherever it is kept. Owner: OrganisationSigner. Thread: one at
// a time; may block for seconds (a token, a person who has to touch it).
class PrivateKey
{
public:
    virtual ~PrivateKey() = default;

    // Over SHA-256 of `message`, as CMS has it: RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2), or an
    // ECDSA-Sig-Value in DER (RFC 5753 section 7.2). Errors: those of the key's place, as
    // sentences.
    [[nodiscard]] virtual Result<std::string> sign(std::string_view message) = 0;
};

// Who signs: what a file or a token has given.
struct SigningIdentity
{
    std::vector<Certificate> chain; // the signer's first, each one's issuer after it; never empty
    std::unique_ptr<PrivateKey> key;
};

} // namespace portcullis::audit::organisation
