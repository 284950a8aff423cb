#include "gateway/http/sse.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using portcullis::http::SseEvent;
using portcullis::http::SseParser;

constexpr std::size_t kEventBytes = 200; // small, so that the limit is met often

struct Outcome
{
    std::vector<SseEvent> events;
    bool overflown = false;

    bool operator==(const Outcome&) const = default;
};

Outcome parse(std::string_view bytes, std::size_t piece, std::size_t limit)
{
    Outcome outcome;
    SseParser parser(limit);
    for (std::size_t at = 0; at < bytes.size() && !outcome.overflown; at += piece) {
        outcome.overflown = !parser.feed(bytes.substr(at, piece));
        while (auto event = parser.next()) {
            outcome.events.push_back(std::move(*event));
        }
    }
    return outcome;
}

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

} // namespace

// Any split of the bytes gives the same events, and an event that is written is read back as it
// was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t piece = data[0] % 16U + 1U;
    const Outcome whole = parse(bytes, bytes.size() + 1, kEventBytes);
    require(whole == parse(bytes, piece, kEventBytes));
    for (const SseEvent& event : whole.events) {
        require(event.data.size() <= kEventBytes);
        const std::string written = portcullis::http::formatSse(event);
        const Outcome again = parse(written, piece, written.size());
        require(!again.overflown && again.events.size() == 1 && again.events[0] == event);
    }
    return 0;
}
