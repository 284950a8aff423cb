#include "gateway/audit/organisation/organisation_key.h"

#include "gateway/audit/organisation/pkcs11_token.h"
#include "gateway/audit/organisation/pkcs12_file.h"

#include <utility>
#include <variant>

namespace portcullis::audit::organisation {

namespace {

struct Open
{
    const KeyOpening& opening;

    Result<SigningIdentity> operator()(const api::Pkcs12File& file) const
    {
        return openPkcs12(file.path, opening.secret);
    }

    Result<SigningIdentity> operator()(const api::TokenKey& key) const
    {
        auto query = parsePkcs11Uri(key.uri);
        if (!query) {
            return fail(std::move(query.error()));
        }
        return openPkcs11({key.module, std::move(*query), key.certificates},
                          opening.secret,
                          TokenProgram{opening.tokenProgram});
    }
};

} // namespace

Result<OrganisationSigner>
openOrganisationKey(const api::OrganisationKey& key, const KeyOpening& opening, WallTime now)
{
    auto identity = std::visit(Open{opening}, key.place);
    if (!identity) {
        return fail(std::move(identity.error()));
    }
    return OrganisationSigner::make(std::move(*identity), now);
}

} // namespace portcullis::audit::organisation
