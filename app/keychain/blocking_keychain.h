#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <string>

// The keychain for a program without a Qt event loop: each call waits for the answer, and so for a
// person whom the keychain asks. Thread: main, one call at a time. Errors: as KeychainStore.
namespace portcullis::keychain {

[[nodiscard]] Result<SecretBytes> loadAndWait(const std::string& name);
[[nodiscard]] Result<> storeAndWait(const std::string& name, SecretBytes secret);

} // namespace portcullis::keychain
