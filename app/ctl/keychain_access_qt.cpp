#include "app/ctl/keychain_access.h"
#include "app/keychain/blocking_keychain.h"

#include <utility>

namespace portcullis::ctl {

Result<SecretBytes> loadFromKeychain(const std::string& name)
{
    return keychain::loadAndWait(name);
}

Result<> storeInKeychain(const std::string& name, SecretBytes secret)
{
    return keychain::storeAndWait(name, std::move(secret));
}

} // namespace portcullis::ctl
