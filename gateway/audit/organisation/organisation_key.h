#pragma once

#include "gateway/api/evidence.h"
#include "gateway/audit/organisation/organisation_signer.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>

namespace portcullis::audit::organisation {

// What it takes to open an organisation's key. Borrowed.
struct KeyOpening
{
    const SecretBytes& secret; // the file's passphrase or the token's PIN
    std::filesystem::path tokenProgram;
};

// Opens it, and checks that its certificate may sign now. Blocks. Any thread. Errors:
// InvalidArgument (a token's URI), those of openPkcs12(), openPkcs11() and
// OrganisationSigner::make().
[[nodiscard]] Result<OrganisationSigner>
openOrganisationKey(const api::OrganisationKey& key, const KeyOpening& opening, WallTime now);

} // namespace portcullis::audit::organisation
