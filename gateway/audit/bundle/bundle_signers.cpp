#include "gateway/audit/bundle/bundle_signers.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/log_key_statement.h"
#include "gateway/audit/bundle/where.h"

namespace portcullis::audit::bundle {

Result<> BundleSigners::check() const
{
    if (organisation != nullptr && !isWorkstation(workstation)) {
        return fail(ErrorCode::InvalidArgument,
                    "The name of this computer, for the organisation's statement, must be 1 to 255 "
                    "printable ASCII characters without spaces.");
    }
    return {};
}

std::string BundleSigners::vkeys() const
{
    return log.ed25519().vkey() + "\n" + log.p256().vkey() + "\n";
}

Result<std::string> BundleSigners::signStatement(WallTime now) const
{
    const LogKeyStatement statement{shown(organisation->subject(), kMostSubject),
                                    workstation,
                                    log.ed25519().vkey(),
                                    log.p256().vkey()};
    return organisation->sign(statement.text(), organisation::Content::Enclosed, now);
}

} // namespace portcullis::audit::bundle
