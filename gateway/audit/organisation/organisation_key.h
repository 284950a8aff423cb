#pragma once

#include "gateway/audit/organisation/organisation_signer.h"
#include "gateway/audit/organisation/pkcs11_token.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <variant>

namespace portcullis::audit::organisation {

struct Pkcs12File
{
    std::filesystem::path path;
};

// Where an organisation keeps the key that signs bundles.
using OrganisationKey = std::variant<Pkcs12File, Pkcs11Token>;

// Opens it with `secret`, the file's passphrase or the token's PIN, and checks that its certificate
// may sign now. Blocks. Any thread. Errors: those of openPkcs12(), openPkcs11() and
// OrganisationSigner::make().
[[nodiscard]] Result<OrganisationSigner> openOrganisationKey(const OrganisationKey& key,
                                                             const SecretBytes& secret,
                                                             const TokenProgram& program,
                                                             WallTime now);

} // namespace portcullis::audit::organisation
