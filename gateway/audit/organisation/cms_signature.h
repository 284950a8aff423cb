#pragma once

#include "gateway/audit/organisation/signing_identity.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portcullis::audit::organisation {

enum class Content : std::uint8_t
{
    Detached, // beside the signature
    Enclosed  // in it
};

// A CMS signature (RFC 5652) of `content` in DER: one signer, SHA-256, the chain inside; signed
// besides are the time and the certificate's hash (RFC 5035). It has been checked: what a key that
// does not belong to the certificate has made is an error (InvalidArgument). Further errors: the
// key's; Internal.
[[nodiscard]] Result<std::string>
signCms(std::string_view content, Content where, const SigningIdentity& identity, WallTime now);

} // namespace portcullis::audit::organisation
