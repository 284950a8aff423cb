#pragma once

#include "gateway/base/qr_code.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_folder.h"

#include <string>

namespace portcullis::test {

// What another maker's reader finds in a picture; "" when it finds no code.
inline std::string readQrPicture(const std::filesystem::path& picture)
{
    const Ran ran =
        run("zbarimg --quiet --raw --oneshot -Sbinary " + quoted(picture) + " 2>/dev/null");
    return ran.output;
}

// The same for a code, as a picture with its quiet zone.
inline std::string readQrCode(const QrCode& code)
{
    constexpr std::ptrdiff_t kPixels = 4; // a module
    const auto quiet = static_cast<std::ptrdiff_t>(QrCode::kQuietZone);
    const std::ptrdiff_t side = static_cast<std::ptrdiff_t>(code.side()) + 2 * quiet;
    std::string picture =
        "P5 " + std::to_string(side * kPixels) + " " + std::to_string(side * kPixels) + " 255\n";
    for (std::ptrdiff_t y = 0; y < side * kPixels; ++y) {
        for (std::ptrdiff_t x = 0; x < side * kPixels; ++x) {
            picture += code.isDark(x / kPixels - quiet, y / kPixels - quiet) ? '\0' : '\xFF';
        }
    }
    const TempFolder folder;
    return readQrPicture(folder.write("code.pgm", picture));
}

} // namespace portcullis::test
