#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace portcullis::engine {

// What an open token says.
struct TokenContent
{
    std::string payload;
    WallTime expires{};
};

// Texts that the gateway hands to clients and takes back only unchanged, from the same key, for the
// same purpose, in time: list cursors, request states of multi round-trip requests and task ids
// (B-47, B-48, E-45, D-72). XChaCha20-Poly1305; purpose and key are bound as
// associated data.
//
// Owner: engine. Thread: any. Errors: open() gives nothing, and no reason why (B-47).
class TokenSealer
{
public:
    explicit TokenSealer(SecretBytes key);

    [[nodiscard]] std::string seal(std::string_view purpose,
                                   const KeyId& principal,
                                   std::string_view payload,
                                   WallTime expires) const;
    [[nodiscard]] std::optional<TokenContent> open(std::string_view purpose,
                                                   const KeyId& principal,
                                                   std::string_view token,
                                                   WallTime now) const;

private:
    SecretBytes m_key;
};

} // namespace portcullis::engine
