#include "gateway/base/encoding.h"

#include "gateway/base/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace portcullis {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t kNoDigit = 0xFF;
using DigitTable = std::array<std::uint8_t, 256>;

constexpr DigitTable digitTable(std::string_view alphabet)
{
    DigitTable table{};
    table.fill(kNoDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}

constexpr DigitTable hexTable()
{
    DigitTable table = digitTable(kHexDigits);
    for (std::uint8_t i = 0; i < 6; ++i) {
        table[static_cast<std::size_t>('A') + i] = static_cast<std::uint8_t>(10 + i);
    }
    return table;
}

constexpr DigitTable kHexValues = hexTable();
constexpr DigitTable kBase64Values = digitTable(kBase64);
constexpr DigitTable kBase64UrlValues = digitTable(kBase64Url);

std::string encode64(std::span<const std::uint8_t> bytes, std::string_view alphabet)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8U) | byte;
        count += 8;
        while (count >= 6) {
            count -= 6;
            text.push_back(alphabet[(bits >> count) & 0x3FU]);
        }
    }
    if (count > 0) {
        text.push_back(alphabet[(bits << (6 - count)) & 0x3FU]);
    }
    return text;
}

// `text` without its padding. Leftover bits must be zero, so that bytes have exactly one text form
// (RFC 4648 §3.5).
Result<std::vector<std::uint8_t>> decode64(std::string_view text, const DigitTable& values)
{
    if (text.size() % 4 == 1) {
        return fail(ErrorCode::InvalidArgument, "The base64 text is cut off; check its length.");
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::uint8_t digit = values[static_cast<std::uint8_t>(text[i])];
        if (digit == kNoDigit) {
            return fail(ErrorCode::InvalidArgument,
                        "The character at position " + std::to_string(i) +
                            " does not belong in base64 text.");
        }
        bits = (bits << 6U) | digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    if ((bits & ((1U << count) - 1U)) != 0) {
        return fail(ErrorCode::InvalidArgument,
                    "The last character of the base64 text is not one an encoder writes.");
    }
    return bytes;
}

} // namespace

std::string toHex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text.push_back(kHexDigits[byte >> 4U]);
        text.push_back(kHexDigits[byte & 0x0FU]);
    }
    return text;
}

Result<std::vector<std::uint8_t>> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0) {
        return fail(ErrorCode::InvalidArgument,
                    "Hexadecimal text needs two digits for each byte; one is missing or too many.");
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const std::uint8_t high = kHexValues[static_cast<std::uint8_t>(text[i])];
        const std::uint8_t low = kHexValues[static_cast<std::uint8_t>(text[i + 1])];
        if (high == kNoDigit || low == kNoDigit) {
            return fail(ErrorCode::InvalidArgument,
                        "The text at position " + std::to_string(i) +
                            " is not two hexadecimal digits (0-9, a-f).");
        }
        bytes.push_back(static_cast<std::uint8_t>((high << 4U) | low));
    }
    return bytes;
}

std::string toBase64(std::span<const std::uint8_t> bytes)
{
    std::string text = encode64(bytes, kBase64);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

Result<std::vector<std::uint8_t>> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0) {
        return fail(
            ErrorCode::InvalidArgument,
            "Base64 text has a length that is a multiple of four; check it for a missing end.");
    }
    for (int i = 0; i < 2 && text.ends_with('='); ++i) {
        text.remove_suffix(1);
    }
    return decode64(text, kBase64Values);
}

std::string toBase64Url(std::span<const std::uint8_t> bytes)
{
    return encode64(bytes, kBase64Url);
}

Result<std::vector<std::uint8_t>> fromBase64Url(std::string_view text)
{
    return decode64(text, kBase64UrlValues);
}

std::span<const std::uint8_t> asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

namespace {

// The first byte at or after `at` that is not ASCII, or `end`.
const char* skipAscii(const char* at, const char* end)
{
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    constexpr std::ptrdiff_t kWord = sizeof(std::uint64_t);
    std::uint64_t word = 0;
    while (end - at >= kWord) {
        std::memcpy(&word, at, sizeof(word));
        if ((word & kHighBits) != 0) {
            break;
        }
        at += kWord;
    }
    return std::find_if(at, end, [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

} // namespace

bool isValidUtf8(std::string_view text)
{
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        if (static_cast<std::uint8_t>(*at) < 0x80) {
            at = skipAscii(at, end);
            continue;
        }
        const std::size_t length = utf8::sequenceLength(at, end);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

} // namespace portcullis
