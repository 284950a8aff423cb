#include "gateway/http/sse.h"
#include "gateway/upstream/sse_channel.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using portcullis::upstream::endpointTarget;

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void check(const portcullis::http::Url& stream, std::string_view data)
{
    const auto resolved = portcullis::http::resolveUrl(stream, data);
    const auto target = endpointTarget(stream, data);
    if (!target) {
        require(!target.error().message.empty());
        return;
    }
    require(resolved && resolved->origin() == stream.origin());
    // It can stand in a request's head as it is, and leads to the same place when read again.
    require(target->starts_with('/'));
    for (const char c : *target) {
        require(c > ' ' && c < 0x7F && c != '#');
    }
    const auto again = portcullis::http::parseUrl(stream.origin() + *target);
    require(again && again->origin() == stream.origin() && again->target == *target);
}

} // namespace

// Bytes of a server's stream up to where messages go: a target that is taken belongs to the
// stream's own origin.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto kPlain = portcullis::http::parseUrl("http://127.0.0.1:8080/a/b/sse?v=1");
    static const auto kTls = portcullis::http::parseUrl("https://tools.example/sse");
    portcullis::http::SseParser parser(4096);
    static_cast<void>(parser.feed(std::string_view(reinterpret_cast<const char*>(data), size)));
    while (const auto event = parser.next()) {
        if (event->event == "endpoint") {
            check(*kPlain, event->data);
            check(*kTls, event->data);
        }
    }
    return 0;
}
