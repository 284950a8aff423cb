#pragma once

#include <string>
#include <string_view>

// Small helpers for texts of foreign origin. Pure; any thread.
namespace portcullis::protocol {

// The text with U+FFFD for every byte that is no part of well-formed UTF-8.
[[nodiscard]] std::string toValidUtf8(std::string_view text);

// At most `maxBytes` of a foreign text for a message to people, "…" at the end when cut, control
// characters as "?".
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t maxBytes = 100);

// Without spaces and tabs at both ends: the OWS of RFC 9110 §5.6.3.
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace portcullis::protocol
