#pragma once

#include "gateway/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis {

// A text as a QR code: a square of modules, dark or light. Whoever draws it leaves kQuietZone light
// modules around it, or readers may not find it. Pure values.
class QrCode
{
public:
    static constexpr std::size_t kQuietZone = 4;

    // For UTF-8 of at most 2,953 bytes. With the least error correction: what is printed or shown
    // is read at once, and a coarser picture reads better than a finer one that repairs more.
    // Errors: InvalidArgument (empty, too long), ResourceExhausted.
    [[nodiscard]] static Result<QrCode> make(std::string_view text);

    [[nodiscard]] std::size_t side() const { return m_side; }

    // Light outside of the square.
    [[nodiscard]] bool isDark(std::ptrdiff_t x, std::ptrdiff_t y) const;

    // For a terminal: two modules a character, upon each other, as half blocks. Light modules are
    // the ones drawn, for dark backgrounds; readers take the opposite as well.
    [[nodiscard]] std::string inHalfBlocks() const;

private:
    std::size_t m_side = 0;
    std::vector<bool> m_dark; // row by row
};

} // namespace portcullis
