#pragma once

#include "gateway/audit/log_keys.h"
#include "gateway/audit/organisation/organisation_signer.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <string>
#include <utility>

namespace portcullis::audit::bundle {

// Who signs a bundle. Borrowed for as long as it is written.
struct BundleSigners
{
    // NOLINTNEXTLINE(google-explicit-constructor): the log alone is the rule
    BundleSigners(const LogSigner& logSigner)
        : log(logSigner)
    {}

    // `workstationName`: this computer, as the organisation calls it; see isWorkstation().
    BundleSigners(const LogSigner& logSigner,
                  organisation::OrganisationSigner& organisationSigner,
                  std::string workstationName)
        : log(logSigner)
        , organisation(&organisationSigner)
        , workstation(std::move(workstationName))
    {}

    // Errors: InvalidArgument (the workstation).
    [[nodiscard]] Result<> check() const;
    // The log's verifier keys, a line each.
    [[nodiscard]] std::string vkeys() const;
    // keys/log-key.cms. Errors: those of the organisation's key, which there must be.
    [[nodiscard]] Result<std::string> signStatement(WallTime now) const;

    const LogSigner& log;
    organisation::OrganisationSigner* organisation = nullptr; // null: the log alone signs
    std::string workstation;
};

} // namespace portcullis::audit::bundle
