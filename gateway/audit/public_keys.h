#pragma once

#include "gateway/audit/signing_key.h"
#include "gateway/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit {

// A key that signatures are checked with, in the form that verifySignature() takes.
struct PublicKey
{
    KeyKind kind = KeyKind::Ed25519;
    std::string bytes;
    bool operator==(const PublicKey&) const = default;
};

inline constexpr std::size_t kMaxPublicKeys = 8;

// All keys of a PEM text ("BEGIN PUBLIC KEY"), one or several. Any thread. Errors: InvalidArgument:
// no key, too many, another kind than Ed25519 and P-256, or anything else that is no public key: a
// private one, a certificate.
[[nodiscard]] Result<std::vector<PublicKey>> readPublicKeys(std::string_view pem);

} // namespace portcullis::audit
