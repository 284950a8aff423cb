#include "gateway/http/url.h"

#include "gateway/base/ascii.h"
#include "gateway/http/message.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>

namespace portcullis::http {

namespace {

constexpr std::size_t kLongestHost = 253; // RFC 1035 §2.3.4
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

std::unexpected<Error> refuse(std::string message)
{
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHostChar(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
}

bool isV6(std::string_view host)
{
    return host.find(':') != std::string_view::npos;
}

// Whether the last label is a number, so that the system would read the host as an IPv4 address.
bool endsInNumber(std::string_view host)
{
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return std::all_of(last.begin(), last.end(), isDigit) || last.starts_with("0x");
}

Result<std::string> readHost(std::string_view text)
{
    std::string host = asciiLower(text);
    boost::system::error_code error;
    if (host.starts_with('[')) {
        const auto address =
            boost::asio::ip::make_address_v6(host.substr(1, host.size() - 2), error);
        if (error || !host.ends_with(']') || host.find('%') != std::string::npos) {
            return refuse("The URL's IPv6 address is not valid. Write it like http://[::1]:8080/.");
        }
        return address.to_string();
    }
    if (host.empty() || host.size() > kLongestHost || host.starts_with('.') ||
        !std::all_of(host.begin(), host.end(), isHostChar)) {
        return refuse("The URL's host is not valid. Write international names in their xn-- form.");
    }
    boost::asio::ip::make_address_v4(host, error);
    if (error && endsInNumber(host)) {
        return refuse("The URL's IPv4 address is not valid. Write it like 127.0.0.1.");
    }
    return host;
}

Result<std::uint16_t> readPort(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
        return refuse("The URL's port must be a number from 1 to 65535.");
    }
    return port;
}

bool consumeScheme(std::string_view& text, std::string_view scheme)
{
    if (!equalsIgnoringCase(text.substr(0, scheme.size()), scheme)) {
        return false;
    }
    text.remove_prefix(scheme.size());
    return true;
}

// RFC 3986 section 5.2.4, for a path that begins with a slash.
std::string withoutDotSegments(std::string_view path)
{
    std::string out;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        const std::string_view segment = path.substr(1, end - 1);
        path.remove_prefix(end);
        if (segment == "..") {
            out.resize(out.empty() ? 0 : out.rfind('/'));
        } else if (segment != ".") {
            out += '/';
            out += segment;
            continue;
        }
        if (path.empty()) {
            out += '/';
        }
    }
    return out;
}

} // namespace

std::string Url::origin() const
{
    return (tls ? "https://" : "http://") + authority();
}

std::string Url::authority() const
{
    const std::string name = isV6(host) ? "[" + host + "]" : host;
    return name + ":" + std::to_string(port);
}

std::string Url::hostHeader() const
{
    const bool usual = port == (tls ? kHttpsPort : kHttpPort);
    return !usual ? authority() : isV6(host) ? "[" + host + "]" : host;
}

bool Url::isLoopback() const
{
    if (host == "localhost" || host == "localhost.") {
        return true;
    }
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    if (error) {
        return false;
    }
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        const auto mapped = make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
        return mapped.is_loopback() || mapped.is_unspecified();
    }
    // A connection to the unspecified address ends at this machine.
    return address.is_loopback() || address.is_unspecified();
}

Result<Url> parseUrl(std::string_view text)
{
    Url url;
    if (consumeScheme(text, "https://")) {
        url.tls = true;
    } else if (!consumeScheme(text, "http://")) {
        return refuse("The URL must begin with https:// or http://.");
    }
    const std::size_t end = text.find_first_of("/?#");
    std::string_view authority = text.substr(0, end);
    const std::string_view target = end == std::string_view::npos ? "" : text.substr(end);
    if (authority.find('@') != std::string_view::npos) {
        return refuse("The URL must not hold a user name or password. Store it as a credential.");
    }
    url.port = url.tls ? kHttpsPort : kHttpPort;
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        auto port = readPort(authority.substr(colon + 1));
        if (!port) {
            return fail(port.error());
        }
        url.port = *port;
        authority = authority.substr(0, colon);
    }
    auto host = readHost(authority);
    if (!host) {
        return fail(host.error());
    }
    url.host = std::move(*host);
    if (target.find('#') != std::string_view::npos) {
        return refuse("The URL must not have a fragment (#).");
    }
    if (!std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7F; })) {
        return refuse("The URL holds a character that must be written as %XX.");
    }
    url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
    return url;
}

Result<Url> resolveUrl(const Url& base, std::string_view reference)
{
    const std::size_t mark = reference.find_first_of(":/?#");
    if (mark != std::string_view::npos && reference[mark] == ':') {
        return parseUrl(reference);
    }
    if (reference.starts_with("//")) {
        return parseUrl((base.tls ? "https:" : "http:") + std::string(reference));
    }
    const std::size_t query = std::min(reference.find_first_of("?#"), reference.size());
    const std::string_view ofBase = std::string_view(base.target).substr(0, base.target.find('?'));
    if (query == 0) {
        const std::string_view kept = reference.empty() ? base.target : ofBase;
        return parseUrl(base.origin() + std::string(kept) + std::string(reference));
    }
    std::string path(reference.substr(0, query));
    if (!path.starts_with('/')) {
        path.insert(0, ofBase.substr(0, ofBase.rfind('/') + 1));
    }
    return parseUrl(base.origin() + withoutDotSegments(path) +
                    std::string(reference.substr(query)));
}

} // namespace portcullis::http
