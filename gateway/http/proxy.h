#pragma once

#include "gateway/base/result.h"
#include "gateway/http/url.h"

#include <optional>
#include <string>
#include <string_view>

// Ways to servers through a proxy (C-82). Pure.
namespace portcullis::http {

// An HTTP proxy, itself spoken to without TLS.
struct Proxy
{
    Url address;
    std::string authorization; // value of Proxy-Authorization, a secret; empty for none

    [[nodiscard]] std::string name() const { return address.origin(); } // for messages
};

// What the system says about proxies, read once at the start of the program. The values may hold
// passwords.
struct SystemProxies
{
    std::string https;      // for https servers; empty for none
    std::string http;       // for servers without TLS
    std::string exceptions; // hosts that are reached without one
};

// Reads "http://host:port", where user:password@ may precede the host and the scheme may be
// missing. Errors: InvalidArgument, without any part of the text.
[[nodiscard]] Result<Proxy> parseProxy(std::string_view text);

// Is a host among exceptions such as "localhost, .example.org, 10.0.0.0/8, [fd00::1]:8443"? A name
// stands for itself and all names below it, with or without a dot before it; a port narrows an
// entry to that port; "*" is every host. What is no entry is skipped.
[[nodiscard]] bool isExcepted(const Url& url, std::string_view exceptions);

// The proxy that the system wants for a server; none for loopback and exceptions. Errors:
// InvalidArgument when it names something that is no HTTP proxy.
[[nodiscard]] Result<std::optional<Proxy>> systemProxyFor(const Url& url,
                                                          const SystemProxies& system);

// Why a proxy that answered with this status lets nothing through to the origin.
[[nodiscard]] Error proxyRefusal(const Proxy& proxy, const Url& origin, unsigned status);

} // namespace portcullis::http
