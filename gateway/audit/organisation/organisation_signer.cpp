#include "gateway/audit/organisation/organisation_signer.h"

#include <utility>

namespace portcullis::audit::organisation {

OrganisationSigner::OrganisationSigner(SigningIdentity identity)
    : m_identity(std::move(identity))
    , m_subject(m_identity.chain.front().subject())
{}

Result<OrganisationSigner> OrganisationSigner::make(SigningIdentity identity, WallTime now)
{
    if (auto good = identity.chain.front().checkForSigning(now); !good) {
        return fail(std::move(good.error()));
    }
    return OrganisationSigner(std::move(identity));
}

std::string OrganisationSigner::chainPem() const
{
    std::string pem;
    for (const Certificate& certificate : m_identity.chain) {
        pem += certificate.pem();
    }
    return pem;
}

Result<std::string> OrganisationSigner::sign(std::string_view content, Content where, WallTime now)
{
    return signCms(content, where, m_identity, now);
}

} // namespace portcullis::audit::organisation
