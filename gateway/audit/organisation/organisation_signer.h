#pragma once

#include "gateway/audit/organisation/cms_signature.h"
#include "gateway/audit/organisation/signing_identity.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <string>
#include <string_view>

namespace portcullis::audit::organisation {

// Signs for an organisation with its X.509 certificate.
//
// Owner: who asked for an export; it lives no longer than that, and the key's PIN or passphrase
// with it. Thread: one at a time; may block. Errors: sentences for a person.
class OrganisationSigner
{
public:
    // Errors: InvalidArgument (the certificate may not sign now, or not at all).
    [[nodiscard]] static Result<OrganisationSigner> make(SigningIdentity identity, WallTime now);

    // The certificate's, in RFC 2253.
    [[nodiscard]] const std::string& subject() const { return m_subject; }

    // SHA-256 of the certificate.
    [[nodiscard]] Digest fingerprint() const { return m_identity.chain.front().fingerprint(); }

    // The certificate in PEM and those above it that are known.
    [[nodiscard]] std::string chainPem() const;

    // CMS in DER, see signCms().
    [[nodiscard]] Result<std::string> sign(std::string_view content, Content where, WallTime now);

private:
    explicit OrganisationSigner(SigningIdentity identity);

    SigningIdentity m_identity;
    std::string m_subject;
};

} // namespace portcullis::audit::organisation
