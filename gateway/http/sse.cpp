#include "gateway/http/sse.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kForbiddenInId{"\r\n\0", 3}; // readers ignore an id with NUL

void appendField(std::string& out,
                 std::string_view name,
                 std::string_view value,
                 std::string_view forbidden)
{
    out += name;
    out += ": ";
    std::copy_if(value.begin(), value.end(), std::back_inserter(out), [forbidden](char c) {
        return forbidden.find(c) == std::string_view::npos;
    });
    out += '\n';
}

void appendData(std::string& out, std::string_view data)
{
    for (;;) {
        const std::size_t end = data.find_first_of("\r\n");
        out += "data: ";
        out += data.substr(0, end);
        out += '\n';
        if (end == std::string_view::npos) {
            return;
        }
        data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
    }
}

// Digits only, as the standard asks; what does not fit is ignored like any other bad value.
std::optional<std::uint32_t> parseMillis(std::string_view text)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

} // namespace

std::string formatSse(const SseEvent& event)
{
    std::string out;
    out.reserve(event.data.size() + 64);
    if (event.id) {
        appendField(out, "id", *event.id, kForbiddenInId);
    }
    if (event.retryMillis) {
        appendField(out, "retry", std::to_string(*event.retryMillis), kLineEnds);
    }
    if (!event.event.empty()) {
        appendField(out, "event", event.event, kLineEnds);
    }
    const bool onlyRetry =
        event.retryMillis && !event.id && event.event.empty() && event.data.empty();
    if (!onlyRetry) {
        appendData(out, event.data);
    }
    out += '\n';
    return out;
}

SseParser::SseParser(std::size_t maxEventBytes)
    : m_maxEventBytes(maxEventBytes)
{}

Result<> SseParser::feed(std::string_view bytes)
{
    while (!m_overflown && !bytes.empty()) {
        if (std::exchange(m_afterCarriageReturn, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const std::size_t end = bytes.find_first_of("\r\n");
        const std::string_view text = bytes.substr(0, end);
        if (!fits(m_partial.size() + text.size())) {
            m_overflown = true;
            break;
        }
        if (end == std::string_view::npos) {
            m_partial += text;
            return {};
        }
        if (m_partial.empty()) {
            line(text);
        } else {
            m_partial += text;
            line(m_partial);
            m_partial.clear();
        }
        m_afterCarriageReturn = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
    }
    if (m_overflown) {
        return fail(ErrorCode::ResourceExhausted,
                    "An event of the server is larger than " + std::to_string(m_maxEventBytes) +
                        " bytes.");
    }
    return {};
}

std::optional<SseEvent> SseParser::next()
{
    if (m_ready.empty()) {
        return std::nullopt;
    }
    SseEvent event = std::move(m_ready.front());
    m_ready.pop_front();
    return event;
}

bool SseParser::fits(std::size_t lineBytes) const
{
    const std::size_t collected =
        m_current.data.size() + m_current.event.size() + (m_current.id ? m_current.id->size() : 0);
    return lineBytes <= m_maxEventBytes && collected <= m_maxEventBytes - lineBytes;
}

void SseParser::line(std::string_view text)
{
    if (std::exchange(m_firstLine, false) && text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    if (text.empty()) {
        dispatch();
        return;
    }
    const std::size_t colon = text.find(':');
    std::string_view value = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    if (value.starts_with(' ')) {
        value.remove_prefix(1);
    }
    field(text.substr(0, colon), value);
}

void SseParser::field(std::string_view name, std::string_view value)
{
    if (name == "data") {
        if (std::exchange(m_hasData, true)) {
            m_current.data += '\n';
        }
        m_current.data += value;
    } else if (name == "event") {
        m_current.event = value;
    } else if (name == "id" && value.find('\0') == std::string_view::npos) {
        m_current.id = std::string(value);
    } else if (name == "retry") {
        if (const auto millis = parseMillis(value)) {
            m_current.retryMillis = millis;
        }
    }
}

void SseParser::dispatch()
{
    if (m_hasData || m_current.id || m_current.retryMillis) {
        m_ready.push_back(std::move(m_current));
    }
    m_current = {};
    m_hasData = false;
}

} // namespace portcullis::http
