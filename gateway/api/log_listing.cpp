#include "gateway/api/log_listing.h"

#include <charconv>
#include <string>

namespace portcullis::api {

std::optional<std::int64_t> callPrefix(std::string_view call)
{
    if (call.size() < 19 || call[8] != '-' || call[13] != '-' || call[18] != '-') {
        return std::nullopt;
    }
    std::string digits(call.substr(0, 8));
    digits.append(call.substr(9, 4)).append(call.substr(14, 4));
    std::uint64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value, 16);
    if (error != std::errc() || rest != end) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

} // namespace portcullis::api
