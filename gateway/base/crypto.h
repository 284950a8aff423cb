#pragma once

#include "gateway/base/secret_bytes.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Hashes and randomness, by OpenSSL. Any thread.
namespace portcullis {

using Digest = std::array<std::uint8_t, 32>;

[[nodiscard]] Digest sha256(std::span<const std::uint8_t> bytes);
[[nodiscard]] Digest sha256(std::string_view text);

[[nodiscard]] Digest hmacSha256(std::span<const std::uint8_t> key,
                                std::span<const std::uint8_t> message);

// RFC 5869 with an empty salt: an independent 32-byte key for one purpose out of a master secret.
[[nodiscard]] SecretBytes deriveKey(const SecretBytes& master, std::string_view purpose);

// Bytes from the operating system's generator. Ends the process if there are none: nothing safe can
// be done without them.
void fillRandom(std::span<std::uint8_t> out);
[[nodiscard]] SecretBytes randomSecret(std::size_t size);

// Same content in constant time for equal lengths.
[[nodiscard]] bool constantTimeEqual(std::span<const std::uint8_t> a,
                                     std::span<const std::uint8_t> b);

// UUID version 7 (RFC 9562 §5.7) for a wall time in milliseconds since the epoch.
[[nodiscard]] std::string uuidV7(std::int64_t unixMillis);

} // namespace portcullis
