#include "app/ctl/keychain_access.h"

namespace portcullis::ctl {

namespace {

std::unexpected<Error> noKeychain()
{
    return fail(ErrorCode::Unsupported,
                "This portcullisctl was built without the keychain: use --unlock "
                "passphrase-file:PATH or --unlock passphrase-fd:N.");
}

} // namespace

Result<SecretBytes> loadFromKeychain(const std::string&)
{
    return noKeychain();
}

Result<> storeInKeychain(const std::string&, SecretBytes)
{
    return noKeychain();
}

} // namespace portcullis::ctl
