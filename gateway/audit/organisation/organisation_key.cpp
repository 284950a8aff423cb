#include "gateway/audit/organisation/organisation_key.h"

#include "gateway/audit/organisation/pkcs12_file.h"

#include <utility>

namespace portcullis::audit::organisation {

Result<OrganisationSigner> openOrganisationKey(const OrganisationKey& key,
                                               const SecretBytes& secret,
                                               const TokenProgram& program,
                                               WallTime now)
{
    const auto* const file = std::get_if<Pkcs12File>(&key);
    auto identity = file != nullptr ? openPkcs12(file->path, secret)
                                    : openPkcs11(std::get<Pkcs11Token>(key), secret, program);
    if (!identity) {
        return fail(std::move(identity.error()));
    }
    return OrganisationSigner::make(std::move(*identity), now);
}

} // namespace portcullis::audit::organisation
