#pragma once

#include "gateway/audit/organisation/pkcs11_uri.h"
#include "gateway/audit/organisation/signing_identity.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <chrono>
#include <filesystem>

namespace portcullis::audit::organisation {

// A key that does not leave its token, and how to reach it.
struct Pkcs11Token
{
    std::filesystem::path module; // the maker's library, an absolute path
    TokenQuery key;
    // Certificates in PEM, the key's first: for tokens that hold none, or none of those above it.
    // May be empty.
    std::filesystem::path certificates;
};

struct TokenProgram
{
    std::filesystem::path path;                 // portcullis-token
    std::chrono::milliseconds patience{60'000}; // for an answer: somebody may have to touch a token
};

// Logs in and finds the key and its certificates. The token stays logged in until the identity
// goes; the PIN is kept, in the other program, only for keys that ask for it each time
// (CKA_ALWAYS_AUTHENTICATE). An empty PIN leaves asking to the token's own keypad. Blocks. Any
// thread.
//
// Errors: InvalidArgument (no absolute path, not a module, several tokens or keys fit), NotFound
// (no such token, key, certificate or file), Unauthenticated (wrong PIN), Locked (too many wrong
// PINs), Unavailable (the token is gone, the module crashed), DeadlineExceeded (it hangs),
// Unsupported, Internal.
[[nodiscard]] Result<SigningIdentity>
openPkcs11(const Pkcs11Token& token, const SecretBytes& pin, const TokenProgram& program);

} // namespace portcullis::audit::organisation
