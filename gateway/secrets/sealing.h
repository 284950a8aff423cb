#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Authenticated encryption by libsodium: XChaCha20-Poly1305, whose 24-byte nonces may be drawn at
// random for any number of messages. Pure; any thread. Inner header of this room.
namespace portcullis::secrets {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kTagBytes = 16;

struct Sealed
{
    std::vector<std::uint8_t> nonce;
    std::vector<std::uint8_t> ciphertext; // with its tag
};

// `context` is bound into the seal: it opens only with the same one. The key has kKeyBytes.
[[nodiscard]] Result<Sealed>
seal(const SecretBytes& key, std::string_view context, const SecretBytes& plain);

// Nothing when key, context or content is not the one that was sealed: which of them cannot be
// told.
[[nodiscard]] std::optional<SecretBytes> unseal(const SecretBytes& key,
                                                std::string_view context,
                                                std::span<const std::uint8_t> nonce,
                                                std::span<const std::uint8_t> ciphertext);

} // namespace portcullis::secrets
