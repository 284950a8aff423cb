#include "gateway/http/proxy.h"

#include "gateway/base/ascii.h"
#include "gateway/base/encoding.h"
#include "gateway/http/message.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <charconv>

namespace portcullis::http {

namespace {

namespace ip = boost::asio::ip;

using MaybeAddress = std::optional<ip::address>;

std::unexpected<Error> refuse()
{
    return fail(ErrorCode::InvalidArgument,
                "The address of the proxy is not valid. Write it like http://proxy.example:3128.");
}

// "%41" is "A" (RFC 3986 §2.1); anything else stands for itself.
std::string decodePercent(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const char* const begin = text.data() + i + 1;
            if (std::from_chars(begin, begin + 2, byte, 16).ptr == begin + 2) {
                plain += static_cast<char>(byte);
                i += 2;
                continue;
            }
        }
        plain += text[i];
    }
    return plain;
}

// RFC 7617.
std::string basicAuthorization(std::string_view userInfo)
{
    const std::size_t colon = userInfo.find(':');
    const std::string_view password =
        colon == std::string_view::npos ? "" : userInfo.substr(colon + 1);
    const std::string pair =
        decodePercent(userInfo.substr(0, colon)) + ":" + decodePercent(password);
    return "Basic " + toBase64(asBytes(pair));
}

MaybeAddress addressOf(std::string_view text)
{
    boost::system::error_code error;
    const auto address = ip::make_address(std::string(text), error);
    return error ? std::nullopt : MaybeAddress(address);
}

// Takes ":8443" off the end of an entry; false when the port is another than the URL's.
bool takePort(std::string_view& entry, std::uint16_t wanted)
{
    const std::size_t bracket = entry.rfind(']');
    const std::size_t colon = entry.rfind(':');
    const bool bare = entry.find(':') == colon; // else an IPv6 address without brackets
    const bool hasPort = colon != std::string_view::npos &&
                         (bracket == std::string_view::npos ? bare : colon > bracket);
    if (hasPort) {
        const std::string_view digits = entry.substr(colon + 1);
        std::uint16_t port = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (error != std::errc() || end != digits.data() + digits.size() || port != wanted) {
            return false;
        }
        entry = entry.substr(0, colon);
    }
    if (entry.starts_with('[') && entry.ends_with(']')) {
        entry = entry.substr(1, entry.size() - 2);
    }
    return true;
}

bool isWithin(const ip::address& address, std::string_view network)
{
    boost::system::error_code error;
    if (address.is_v4()) {
        const auto wanted = ip::make_network_v4(std::string(network), error);
        return !error && ip::network_v4(address.to_v4(), wanted.prefix_length()).canonical() ==
                             wanted.canonical();
    }
    const auto wanted = ip::make_network_v6(std::string(network), error);
    return !error && ip::network_v6(address.to_v6(), wanted.prefix_length()).canonical() ==
                         wanted.canonical();
}

bool isNameWithin(std::string_view host, std::string_view domain)
{
    if (domain.starts_with('*')) {
        domain.remove_prefix(1);
    }
    if (domain.starts_with('.')) {
        domain.remove_prefix(1);
    }
    if (domain.ends_with('.')) {
        domain.remove_suffix(1);
    }
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    const std::string name = asciiLower(domain);
    return !name.empty() && (host == name || host.ends_with("." + name));
}

bool matches(const Url& url, const MaybeAddress& address, std::string_view entry)
{
    if (entry == "*") {
        return true;
    }
    if (entry.find('/') != std::string_view::npos) {
        return address && isWithin(*address, entry);
    }
    if (!takePort(entry, url.port)) {
        return false;
    }
    return address ? addressOf(entry) == address : isNameWithin(url.host, entry);
}

} // namespace

Result<Proxy> parseProxy(std::string_view text)
{
    if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) {
        if (!equalsIgnoringCase(text.substr(0, scheme), "http")) {
            return fail(ErrorCode::InvalidArgument,
                        "Only proxies that are spoken to over http:// can be used.");
        }
        text.remove_prefix(scheme + 3);
    }
    std::string_view authority = text.substr(0, text.find_first_of("/?#"));
    Proxy proxy;
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        proxy.authorization = basicAuthorization(authority.substr(0, at));
        authority.remove_prefix(at + 1);
    }
    auto address = parseUrl("http://" + std::string(authority));
    if (!address) {
        return refuse();
    }
    proxy.address = std::move(*address);
    return proxy;
}

bool isExcepted(const Url& url, std::string_view exceptions)
{
    constexpr std::string_view kSeparators = ", \t";
    const MaybeAddress address = addressOf(url.host);
    while (!exceptions.empty()) {
        const std::size_t end = std::min(exceptions.find_first_of(kSeparators), exceptions.size());
        if (end > 0 && matches(url, address, exceptions.substr(0, end))) {
            return true;
        }
        exceptions.remove_prefix(std::min(end + 1, exceptions.size()));
    }
    return false;
}

Result<std::optional<Proxy>> systemProxyFor(const Url& url, const SystemProxies& system)
{
    const std::string& wanted = url.tls ? system.https : system.http;
    if (wanted.empty() || url.isLoopback() || isExcepted(url, system.exceptions)) {
        return std::optional<Proxy>();
    }
    auto proxy = parseProxy(wanted);
    if (!proxy) {
        return fail(ErrorCode::InvalidArgument,
                    "The system names a proxy that cannot be used (" +
                        std::string(url.tls ? "https_proxy" : "http_proxy") +
                        " in the gateway's environment). " + proxy.error().message +
                        " Or set this server's proxy to none.");
    }
    return std::optional<Proxy>(std::move(*proxy));
}

Error proxyRefusal(const Proxy& proxy, const Url& origin, unsigned status)
{
    if (status == 407) {
        const bool gave = !proxy.authorization.empty();
        return {ErrorCode::Unavailable,
                "The proxy " + proxy.name() +
                    (gave ? " does not accept the user name and password it was given (407). "
                            "Correct them in https_proxy or http_proxy in the gateway's "
                            "environment."
                          : " wants a user name and a password (407). Such a proxy must be the "
                            "system's: set this server's proxy to system, and write "
                            "http://user:password@host:port into https_proxy or http_proxy in the "
                            "gateway's environment."),
                {}};
    }
    return {ErrorCode::Unavailable,
            "The proxy " + proxy.name() + " does not connect to " + origin.origin() +
                ": it answered with status " + std::to_string(status) + ".",
            {}};
}

} // namespace portcullis::http
