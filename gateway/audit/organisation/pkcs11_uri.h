#pragma once

#include "gateway/base/result.h"

#include <string>
#include <string_view>

namespace portcullis::audit::organisation {

// Which key on which token is meant. An empty text says nothing about it.
struct TokenQuery
{
    std::string token; // label
    std::string serial;
    std::string manufacturer;
    std::string model;
    std::string object; // label of the key
    std::string id;     // CKA_ID of the key: bytes
    bool operator==(const TokenQuery&) const = default;
};

// A PKCS#11 URI (RFC 7512): "pkcs11:token=Signing;object=org;id=%01". Of its attributes those of
// TokenQuery, and `type` as "private". A PIN is refused: a URI stands in command lines and
// configurations. Pure. Errors: InvalidArgument.
[[nodiscard]] Result<TokenQuery> parsePkcs11Uri(std::string_view uri);

} // namespace portcullis::audit::organisation
