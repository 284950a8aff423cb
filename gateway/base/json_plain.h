#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace portcullis {

// The first byte at or after `at` that ends a string or needs a look: a quote, a backslash, a
// control character or a byte beyond ASCII. `end` when there is none.
[[nodiscard]] inline const char* skipPlain(const char* at, const char* end)
{
#if defined(__SSE2__)
    constexpr std::ptrdiff_t kBlock = 16;
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');
    while (end - at >= kBlock) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        // Signed comparison: bytes from 0x80 count as negative and so as smaller than a space.
        const __m128i special = _mm_or_si128(
            _mm_cmplt_epi8(block, space),
            _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special));
        if (mask != 0) {
            return at + std::countr_zero(mask);
        }
        at += kBlock;
    }
#endif
    while (at != end) {
        const auto byte = static_cast<std::uint8_t>(*at);
        if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') {
            break;
        }
        ++at;
    }
    return at;
}

} // namespace portcullis
