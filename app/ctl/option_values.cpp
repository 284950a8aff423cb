#include "app/ctl/option_values.h"

#include <charconv>
#include <chrono>

namespace portcullis::ctl {

namespace {

struct ContentName
{
    api::ContentMode mode;
    const char* name;
};

constexpr ContentName kContentNames[] = {
    {api::ContentMode::Full, "full"},
    {api::ContentMode::ProveOnly, "prove-only"},
    {api::ContentMode::None, "none"},
};

template <typename Number>
bool readNumber(std::string_view text, Number& out)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

} // namespace

Result<api::ContentMode> parseContent(std::string_view text)
{
    for (const ContentName& entry : kContentNames) {
        if (text == entry.name) {
            return entry.mode;
        }
    }
    return fail(ErrorCode::InvalidArgument, "must be full, prove-only or none");
}

const char* contentName(api::ContentMode mode)
{
    for (const ContentName& entry : kContentNames) {
        if (mode == entry.mode) {
            return entry.name;
        }
    }
    return "unknown";
}

Result<WallTime> parseExpiry(std::string_view text, WallTime now)
{
    WallTime time;
    if (parseTime(text, time)) {
        return time;
    }
    std::uint32_t count = 0;
    const char unit = text.empty() ? '\0' : text.back();
    if ((unit == 'd' || unit == 'h') && readNumber(text.substr(0, text.size() - 1), count) &&
        count > 0 && count <= 1'000'000) {
        return now + std::chrono::hours(count) * (unit == 'd' ? 24 : 1);
    }
    return fail(ErrorCode::InvalidArgument,
                "must be a time such as 2027-01-31T18:00:00Z, or one from now such as 30d or 12h");
}

Result<std::chrono::seconds> parseOverlap(std::string_view text)
{
    std::uint32_t count = 0;
    const char unit = text.empty() ? '\0' : text.back();
    std::chrono::seconds overlap{-1};
    if (text == "0") {
        overlap = std::chrono::seconds::zero();
    } else if (readNumber(text.substr(0, text.size() - (text.empty() ? 0 : 1)), count)) {
        overlap = unit == 'd'   ? std::chrono::hours(24) * std::int64_t{count}
                  : unit == 'h' ? std::chrono::hours(1) * std::int64_t{count}
                  : unit == 'm' ? std::chrono::minutes(1) * std::int64_t{count}
                                : overlap;
    }
    if (overlap < std::chrono::seconds::zero() || overlap > api::kMaxOverlap) {
        return fail(ErrorCode::InvalidArgument, "must be 0 or a time up to 90d, such as 7d or 12h");
    }
    return overlap;
}

Result<ListenAddress> parseListen(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    ListenAddress address;
    if (colon != std::string_view::npos && colon > 0 &&
        readNumber(text.substr(colon + 1), address.port)) {
        std::string_view host = text.substr(0, colon);
        const bool bracketed = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
        if (bracketed) {
            host = host.substr(1, host.size() - 2);
        }
        const bool ipv6 = host.find(':') != std::string_view::npos;
        if (bracketed == ipv6 && host.find_first_of("[]") == std::string_view::npos) {
            address.host = host == "localhost" ? "127.0.0.1" : host;
            return address;
        }
    }
    return fail(ErrorCode::InvalidArgument,
                "must be an address of this machine and a port, such as 127.0.0.1:8717 (port 0: "
                "any free one)");
}

std::string checkRule(const std::string& text)
{
    const auto rule = api::parseRule(text);
    return rule ? std::string() : rule.error().message;
}

std::string checkExpiry(const std::string& text)
{
    const auto time = parseExpiry(text, WallTime{});
    return time ? std::string() : time.error().message;
}

std::string checkOverlap(const std::string& text)
{
    const auto overlap = parseOverlap(text);
    return overlap ? std::string() : overlap.error().message;
}

std::string checkNameValue(const std::string& text)
{
    const std::size_t split = text.find('=');
    return split != std::string::npos && split > 0 ? std::string() : "must be NAME=VALUE";
}

std::string checkListen(const std::string& text)
{
    const auto address = parseListen(text);
    return address ? std::string() : address.error().message;
}

} // namespace portcullis::ctl
