#pragma once

#include <cstddef>
#include <cstdint>

// UTF-8 as RFC 3629 §4 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
namespace portcullis::utf8 {

// The length in bytes, 2 to 4, of the well-formed sequence that begins at `at` with a byte of 0x80
// or above; 0 when there is none before `end`. Never reads at or past `end`.
[[nodiscard]] inline std::size_t sequenceLength(const char* at, const char* end)
{
    const auto byte = [at](std::size_t i) { return static_cast<std::uint8_t>(at[i]); };
    const auto tail = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const auto left = static_cast<std::size_t>(end - at);
    const std::uint8_t lead = byte(0);
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    if (lead < 0xE0) {
        return left >= 2 && tail(1) ? 2 : 0;
    }
    if (lead < 0xF0) {
        if (left < 3 || !tail(1) || !tail(2)) {
            return 0;
        }
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (left < 4 || !tail(1) || !tail(2) || !tail(3)) {
        return 0;
    }
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool tooLarge = lead == 0xF4 && byte(1) >= 0x90;
    return overlong || tooLarge ? 0 : 4;
}

} // namespace portcullis::utf8
