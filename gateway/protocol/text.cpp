#include "gateway/protocol/text.h"

#include "gateway/base/utf8.h"

namespace portcullis::protocol {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";    // U+2026

// Bytes of the character that begins at `at`; 0 when it is malformed.
std::size_t characterLength(std::string_view text, std::size_t at)
{
    const char* const begin = text.data() + at;
    if (static_cast<unsigned char>(*begin) < 0x80) {
        return 1;
    }
    return utf8::sequenceLength(begin, text.data() + text.size());
}

} // namespace

std::string toValidUtf8(std::string_view text)
{
    std::string valid;
    valid.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text, at);
        valid.append(length == 0 ? kReplacement : text.substr(at, length));
        at += length == 0 ? 1 : length;
    }
    return valid;
}

std::string excerpt(std::string_view text, std::size_t maxBytes)
{
    std::string cut;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text, at);
        if (cut.size() + (length == 0 ? kReplacement.size() : length) > maxBytes) {
            return cut.append(kEllipsis);
        }
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x20 || byte == 0x7F) {
            cut.push_back('?');
        } else {
            cut.append(length == 0 ? kReplacement : text.substr(at, length));
        }
        at += length == 0 ? 1 : length;
    }
    return cut;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace portcullis::protocol
