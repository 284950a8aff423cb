#include "gateway/http/retry_after.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Whatever a server writes into Retry-After and Date (the two lines of the input), it is left alone
// for at most an hour.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    portcullis::http::Headers headers;
    headers.add("Retry-After", std::string(text.substr(0, line)));
    if (line != std::string_view::npos) {
        headers.add("Date", std::string(text.substr(line + 1)));
    }
    const auto wait = portcullis::http::retryAfter(headers);
    if (wait < std::chrono::seconds(0) || wait > std::chrono::hours(1)) {
        std::abort();
    }
    return 0;
}
