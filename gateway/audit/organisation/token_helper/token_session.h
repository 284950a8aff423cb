#pragma once

#include "gateway/audit/organisation/pkcs11_uri.h"
#include "gateway/audit/organisation/token_helper/token_module.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit::organisation {

// One token with somebody logged in, and the key that was asked for. Move-only. Thread: one.
class TokenSession
{
public:
    // Errors: see openPkcs11().
    [[nodiscard]] static Result<TokenSession>
    open(TokenModule module, const TokenQuery& query, SecretBytes pin);

    // In DER: that of the key, which may be empty, and then all others.
    [[nodiscard]] Result<std::vector<std::string>> certificates() const;

    // What the mechanism makes of `data`: CKM_RSA_PKCS or CKM_ECDSA.
    [[nodiscard]] Result<std::string> sign(CK_MECHANISM_TYPE mechanism,
                                           std::string_view data) const;

private:
    explicit TokenSession(TokenModule module)
        : m_module(std::move(module))
    {}

    [[nodiscard]] Result<CK_SLOT_ID> findToken(const TokenQuery& query) const;
    [[nodiscard]] Result<> login(CK_SLOT_ID slot, const SecretBytes& pin);
    [[nodiscard]] Result<> findKey(const TokenQuery& query);
    [[nodiscard]] Result<std::vector<CK_OBJECT_HANDLE>>
    find(std::vector<CK_ATTRIBUTE> attributes) const;
    // Empty when there is no such attribute.
    [[nodiscard]] std::string attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;

    TokenModule m_module; // closes the session with everything else
    CK_SESSION_HANDLE m_session = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE m_key = CK_INVALID_HANDLE;
    bool m_asksEachTime = false;
    SecretBytes m_pin; // only if it asks each time
};

} // namespace portcullis::audit::organisation
