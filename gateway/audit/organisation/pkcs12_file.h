#pragma once

#include "gateway/audit/organisation/signing_identity.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>

namespace portcullis::audit::organisation {

// The key and the certificates of a PKCS#12 file (RFC 7292) of at most 1 MiB, opened with its
// passphrase (UTF-8). Any thread; takes as long as the file's key derivation says.
//
// Errors: Unauthenticated (wrong passphrase), NotFound, PermissionDenied, IoError, InvalidArgument
// (no such file, no key or no certificate for it in it), Unsupported (an encryption that OpenSSL
// no longer reads).
[[nodiscard]] Result<SigningIdentity> openPkcs12(const std::filesystem::path& path,
                                                 const SecretBytes& passphrase);

} // namespace portcullis::audit::organisation
