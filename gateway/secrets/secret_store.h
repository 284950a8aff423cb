#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <functional>
#include <string>

namespace portcullis::secrets {

// A place of the operating system that keeps secrets: the desktop's keychain, plugged in by the
// application. Asynchronous, because a keychain may ask a person first.
// Thread: the application's; completions run there. Errors: NotFound (there is no such entry, or
// the keychain is locked and will not say: the two cannot be told apart everywhere), Locked,
// PermissionDenied, Unavailable (no keychain on this machine).
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    virtual void load(const std::string& name, std::function<void(Result<SecretBytes>)> done) = 0;
    virtual void
    store(const std::string& name, SecretBytes secret, std::function<void(Result<>)> done) = 0;
    virtual void remove(const std::string& name, std::function<void(Result<>)> done) = 0;
};

} // namespace portcullis::secrets
