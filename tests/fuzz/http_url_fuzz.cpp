#include "gateway/http/client.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

} // namespace

// A URL that is taken can stand in a request's head as it is, and means the same when it is read
// again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto url =
        portcullis::http::parseUrl(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!url) {
        require(!url.error().message.empty());
        return 0;
    }
    require(url->port != 0 && !url->host.empty() && url->target.starts_with('/'));
    require(isPlain(url->host) && isPlain(url->target) && isPlain(url->hostHeader()));
    require(url->host.find_first_of("/?#@\\%") == std::string::npos);
    const auto again = portcullis::http::parseUrl(url->origin() + url->target);
    require(again.has_value());
    require(again->origin() == url->origin() && again->target == url->target);
    require(again->isLoopback() == url->isLoopback());
    return 0;
}
