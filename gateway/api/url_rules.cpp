#include "gateway/api/config_rules.h"

#include <algorithm>
#include <charconv>

namespace portcullis::api {

namespace {

constexpr std::size_t kMaxUrlBytes = 2048;

[[nodiscard]] bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

[[nodiscard]] bool isUrlCharacter(char c)
{
    constexpr std::string_view kNever = "\"<>\\^`{|}";
    return c > 0x20 && c < 0x7F && kNever.find(c) == std::string_view::npos;
}

struct Authority
{
    std::string_view host; // without brackets
    std::string_view port; // with its colon; empty when there is none
    bool bracketed = false;
};

// Host and port of what stands between "//" and the path (RFC 3986 section 3.2).
[[nodiscard]] std::optional<Authority> splitAuthority(std::string_view text)
{
    Authority authority;
    authority.bracketed = text.starts_with('[');
    if (authority.bracketed) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        authority.host = text.substr(1, end - 1);
        authority.port = text.substr(end + 1);
    } else {
        const std::size_t end = std::min(text.find(':'), text.size());
        authority.host = text.substr(0, end);
        authority.port = text.substr(end);
    }
    return authority;
}

[[nodiscard]] bool isGoodHost(const Authority& authority)
{
    const std::string_view marks = authority.bracketed ? ":." : ".-_";
    return !authority.host.empty() && std::ranges::all_of(authority.host, [&](char c) {
        return isLetterOrDigit(c) || marks.find(c) != std::string_view::npos;
    });
}

[[nodiscard]] bool isGoodPort(std::string_view port)
{
    if (port.empty()) {
        return true;
    }
    if (port.front() != ':') {
        return false;
    }
    unsigned number = 0;
    const char* end = port.data() + port.size();
    const auto [stop, error] = std::from_chars(port.data() + 1, end, number);
    return error == std::errc() && stop == end && number >= 1 && number <= 65535;
}

} // namespace

std::optional<std::string> urlProblem(std::string_view url, bool allowPlainHttp)
{
    const bool secure = url.starts_with("https://");
    if (!secure && !url.starts_with("http://")) {
        return "must begin with https:// or http://";
    }
    if (url.size() > kMaxUrlBytes || !std::ranges::all_of(url, isUrlCharacter)) {
        return "must be at most 2048 characters of a URL, others percent-encoded";
    }
    if (url.find('#') != std::string_view::npos) {
        return "must not have a fragment (#…)";
    }
    std::string_view text = url.substr(secure ? 8 : 7);
    text = text.substr(0, text.find_first_of("/?"));
    if (text.find('@') != std::string_view::npos) {
        return "must not hold a user name or password: send a header with a secret instead";
    }
    const std::optional<Authority> authority = splitAuthority(text);
    if (!authority || !isGoodHost(*authority)) {
        return "must name a host";
    }
    if (!isGoodPort(authority->port)) {
        return "must have a port between 1 and 65535, or none";
    }
    if (!secure && !allowPlainHttp && !isLoopbackHost(authority->host)) {
        return "must be https:// beyond this machine, unless allowPlainHttp is set"; // C-81
    }
    return std::nullopt;
}

std::optional<std::string> proxyProblem(std::string_view url)
{
    constexpr std::string_view kScheme = "http://";
    const bool schemeIsGood = url.size() <= kMaxUrlBytes && url.starts_with(kScheme);
    const std::string_view text = schemeIsGood ? url.substr(kScheme.size()) : std::string_view();
    const std::optional<Authority> authority = splitAuthority(text);
    if (!authority || !isGoodHost(*authority) || authority->port.empty() ||
        !isGoodPort(authority->port)) {
        return "must be \"system\", \"none\" or the address of a proxy, such as "
               "http://proxy.example:3128";
    }
    return std::nullopt;
}

} // namespace portcullis::api
