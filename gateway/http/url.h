#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portcullis::http {

struct Url
{
    bool tls = false;
    std::string host; // lower case, without brackets
    std::uint16_t port = 0;
    std::string target; // path and query, at least "/"

    [[nodiscard]] std::string origin() const;     // "https://host:port", brackets round IPv6
    [[nodiscard]] std::string authority() const;  // "host:port" of that
    [[nodiscard]] std::string hostHeader() const; // without the scheme's own port
    // Does it lead to this machine whatever its network: localhost, 127.0.0.0/8, 0.0.0.0, ::1, ::?
    [[nodiscard]] bool isLoopback() const;
};

// Errors: InvalidArgument. User names, fragments and schemes other than http and https are refused,
// and so are other ways to write an IPv4 address (127.1, 0x7f000001), since the system would take
// them.
[[nodiscard]] Result<Url> parseUrl(std::string_view text);

// What a reference means on a page at `base` (RFC 3986 section 5.2): an absolute URL, or one that
// leaves out its beginning. The result may be at another origin. Errors: as parseUrl().
[[nodiscard]] Result<Url> resolveUrl(const Url& base, std::string_view reference);

} // namespace portcullis::http
