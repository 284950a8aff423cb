#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/secrets/key_slots.h"

#include <cstddef>
#include <cstdint>
#include <span>

// A key out of a passphrase. Pure; any thread; slow on purpose. Inner header of this room.
namespace portcullis::secrets {

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr const char* kPassphraseHash = "argon2id13"; // RFC 9106, version 0x13

// At most 16 passes over 2 GiB: a planted file must not be able to take the whole machine.
[[nodiscard]] bool isBounded(const PassphraseCost& cost);

// Errors: InvalidArgument (empty or too long a passphrase, cost out of bounds), ResourceExhausted
// (not enough memory).
[[nodiscard]] Result<SecretBytes> stretch(const SecretBytes& passphrase,
                                          const PassphraseCost& cost,
                                          std::span<const std::uint8_t> salt);

} // namespace portcullis::secrets
