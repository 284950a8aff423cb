#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <string>

// The desktop's keychain for a program without an event loop. A build without the desktop
// application has none: every function then fails with Unsupported.
namespace portcullis::ctl {

// Waits for the keychain, which may ask a person first.
[[nodiscard]] Result<SecretBytes> loadFromKeychain(const std::string& name);
[[nodiscard]] Result<> storeInKeychain(const std::string& name, SecretBytes secret);

} // namespace portcullis::ctl
