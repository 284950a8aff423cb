#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Server-sent events (HTML Living Standard §9.2), both directions. Pure.
namespace portcullis::http {

struct SseEvent
{
    std::string event; // empty means "message"
    std::string data;
    std::optional<std::string> id;
    std::optional<std::uint32_t> retryMillis;
};

// The event's bytes, data split into lines, blank line at the end.
[[nodiscard]] std::string formatSse(const SseEvent& event);
inline constexpr std::string_view kSseComment = ":\n\n";

// Takes bytes in any pieces and gives events. Tolerates BOM, CR, LF and CRLF.
// Errors: ResourceExhausted when one event is larger than the limit; the parser is then unusable.
class SseParser
{
public:
    explicit SseParser(std::size_t maxEventBytes = 16 * 1024 * 1024);

    [[nodiscard]] Result<> feed(std::string_view bytes);
    // The next whole event with data or an id, or nothing until more is fed. Comments are dropped.
    [[nodiscard]] std::optional<SseEvent> next();

private:
    void line(std::string_view text);

    std::size_t m_maxEventBytes;
    std::string m_buffer;
    std::size_t m_scanned = 0;
    SseEvent m_current;
    bool m_hasData = false;
    bool m_started = false;
    std::vector<SseEvent> m_ready;
    std::size_t m_taken = 0;
};

} // namespace portcullis::http
