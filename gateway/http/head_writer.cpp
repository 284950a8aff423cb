#include "gateway/http/head_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::size_t kUsualHead = 384;

constexpr std::array<std::string_view, 4> kOwnAnswerFields{
    "Content-Length", "Transfer-Encoding", "Connection", "Date"};
constexpr std::array<std::string_view, 4> kOwnRequestFields{
    "Content-Length", "Transfer-Encoding", "Connection", "Host"};

void appendField(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

void appendNumber(std::string& out, std::uint64_t value)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void appendLength(std::string& out, std::uint64_t length)
{
    out += "Content-Length: ";
    appendNumber(out, length);
    out += "\r\n";
}

template <std::size_t N>
void appendFields(std::string& out,
                  const Headers& headers,
                  const std::array<std::string_view, N>& own)
{
    for (const auto& [name, value] : headers.all()) {
        const bool isOwn = std::any_of(own.begin(), own.end(), [&name](std::string_view field) {
            return equalsIgnoringCase(field, name);
        });
        if (!isOwn && isFieldName(name) && isFieldValue(value)) {
            appendField(out, name, value);
        }
    }
}

// IMF-fixdate (RFC 9110 §5.6.7), independent of the locale. Formatting costs more than the rest of
// a head, so one second's text serves all its answers.
void appendDate(std::string& out)
{
    constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    thread_local std::time_t cachedSecond = -1;
    thread_local std::array<char, 40> cachedText{};

    const std::time_t now = std::time(nullptr);
    if (now != cachedSecond) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        const std::string_view day = kDays.substr(static_cast<std::size_t>(utc.tm_wday) * 3, 3);
        const std::string_view month = kMonths.substr(static_cast<std::size_t>(utc.tm_mon) * 3, 3);
        std::snprintf(cachedText.data(),
                      cachedText.size(),
                      "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
                      day.data(),
                      utc.tm_mday,
                      month.data(),
                      utc.tm_year + 1900,
                      utc.tm_hour,
                      utc.tm_min,
                      utc.tm_sec);
        cachedSecond = now;
    }
    appendField(out, "Date", cachedText.data());
}

} // namespace

std::string answerHead(unsigned status, const Headers& headers, const AnswerFraming& framing)
{
    std::string out;
    out.reserve(kUsualHead);
    out += "HTTP/1.1 ";
    appendNumber(out, status);
    out += ' ';
    out += reasonPhrase(status);
    out += "\r\n";
    appendDate(out);
    appendFields(out, headers, kOwnAnswerFields);
    if (framing.length) {
        appendLength(out, *framing.length);
    }
    if (framing.chunked) {
        appendField(out, "Transfer-Encoding", "chunked");
    }
    if (framing.close) {
        appendField(out, "Connection", "close");
    } else if (framing.http10) {
        appendField(out, "Connection", "keep-alive");
    }
    out += "\r\n";
    return out;
}

std::string requestHead(std::string_view method,
                        std::string_view target,
                        std::string_view host,
                        const Headers& headers,
                        std::optional<std::uint64_t> length)
{
    std::string out;
    out.reserve(kUsualHead);
    out += method;
    out += ' ';
    out += target;
    out += " HTTP/1.1\r\n";
    appendField(out, "Host", host);
    appendFields(out, headers, kOwnRequestFields);
    if (length) {
        appendLength(out, *length);
    }
    out += "\r\n";
    return out;
}

std::string_view reasonPhrase(unsigned status)
{
    static constexpr std::array<std::pair<unsigned, std::string_view>, 30> kPhrases{{
        {100, "Continue"},
        {102, "Processing"},
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    }};
    const auto found = std::find_if(kPhrases.begin(), kPhrases.end(), [status](const auto& phrase) {
        return phrase.first == status;
    });
    return found == kPhrases.end() ? "Status" : found->second;
}

std::string chunkHead(std::size_t size)
{
    std::array<char, 18> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + 16, size, 16).ptr;
    std::string out(digits.data(), end);
    out += "\r\n";
    return out;
}

} // namespace portcullis::http
