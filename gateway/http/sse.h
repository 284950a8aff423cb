#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

// Server-sent events (HTML Living Standard §9.2), both directions. Pure.
namespace portcullis::http {

struct SseEvent
{
    std::string event; // empty means "message"
    std::string data;
    std::optional<std::string> id;
    std::optional<std::uint32_t> retryMillis;

    bool operator==(const SseEvent&) const = default;
};

// The event's bytes, data split into lines, blank line at the end. Line breaks inside `event` and
// `id` are left out. An event of nothing but `retryMillis` gets no data line, so that no client
// reports a message.
[[nodiscard]] std::string formatSse(const SseEvent& event);
inline constexpr std::string_view kSseComment = ":\n\n";

// Takes bytes in any pieces and gives events. Tolerates BOM, CR, LF and CRLF.
// Errors: ResourceExhausted when one event is larger than the limit; the parser is then unusable,
// but the events before remain.
class SseParser
{
public:
    explicit SseParser(std::size_t maxEventBytes = 16 * 1024 * 1024);

    [[nodiscard]] Result<> feed(std::string_view bytes);
    // The next whole event with data, an id or a retry time, or nothing until more is fed. Comments
    // are dropped, and so is an event that the stream's end cuts off.
    [[nodiscard]] std::optional<SseEvent> next();

private:
    [[nodiscard]] bool fits(std::size_t lineBytes) const;
    void line(std::string_view text);
    void field(std::string_view name, std::string_view value);
    void dispatch();

    std::size_t m_maxEventBytes;
    std::string m_partial; // the beginning of a line whose end has not come
    SseEvent m_current;
    bool m_hasData = false;
    bool m_firstLine = true;
    bool m_afterCarriageReturn = false; // a line feed now belongs to the line end before
    bool m_overflown = false;
    std::deque<SseEvent> m_ready;
};

} // namespace portcullis::http
