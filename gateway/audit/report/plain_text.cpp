#include "gateway/audit/report/plain_text.h"

#include "gateway/audit/canonical.h"

#include <algorithm>
#include <array>
#include <limits>

namespace portcullis::audit::report {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// U+061C, U+200E and U+200F, U+202A to U+202E, U+2066 to U+2069 (UAX #9).
constexpr auto kDirections = std::to_array<std::string_view>({"\xD8\x9C",
                                                              "\xE2\x80\x8E",
                                                              "\xE2\x80\x8F",
                                                              "\xE2\x80\xAA",
                                                              "\xE2\x80\xAB",
                                                              "\xE2\x80\xAC",
                                                              "\xE2\x80\xAD",
                                                              "\xE2\x80\xAE",
                                                              "\xE2\x81\xA6",
                                                              "\xE2\x81\xA7",
                                                              "\xE2\x81\xA8",
                                                              "\xE2\x81\xA9"});

// How many bytes at the beginning of a text are not to be shown.
std::size_t hiddenAt(std::string_view text)
{
    const auto byte = static_cast<unsigned char>(text.front());
    if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F) {
        return 1;
    }
    if (byte == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0) {
        return 2; // U+0080 to U+009F
    }
    const auto found = std::ranges::find_if(
        kDirections, [text](std::string_view control) { return text.starts_with(control); });
    return found == kDirections.end() ? 0 : found->size();
}

} // namespace

std::string plainText(std::string_view text)
{
    const std::string clean = cleanText(text, std::numeric_limits<std::size_t>::max());
    std::string out;
    out.reserve(clean.size());
    for (std::string_view rest = clean; !rest.empty();) {
        const std::size_t hidden = hiddenAt(rest);
        out += hidden > 0 ? kReplacement : rest.substr(0, 1);
        rest.remove_prefix(std::max<std::size_t>(hidden, 1));
    }
    return out;
}

} // namespace portcullis::audit::report
