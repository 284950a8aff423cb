#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Text forms of bytes. Pure; any thread.
namespace portcullis {

[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes); // lower case
[[nodiscard]] Result<std::vector<std::uint8_t>> fromHex(std::string_view text);

// RFC 4648 base64 with padding.
[[nodiscard]] std::string toBase64(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<std::vector<std::uint8_t>> fromBase64(std::string_view text);

// RFC 4648 base64url without padding.
[[nodiscard]] std::string toBase64Url(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<std::vector<std::uint8_t>> fromBase64Url(std::string_view text);

[[nodiscard]] std::span<const std::uint8_t> asBytes(std::string_view text);

[[nodiscard]] bool isValidUtf8(std::string_view text);

} // namespace portcullis
