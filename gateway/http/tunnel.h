#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/proxy.h"

#include <boost/asio/ip/tcp.hpp>

namespace portcullis::http {

// Has a proxy, to which the socket is connected, open a tunnel to an origin (RFC 9110 §9.3.6). The
// caller keeps the time and closes the socket after a failure; `broken` is set when the socket is
// what failed. Errors: Unavailable (the proxy refuses), ProtocolError (it does not speak HTTP).
[[nodiscard]] Task<Result<>> openTunnel(asio::ip::tcp::socket& socket,
                                        const Proxy& proxy,
                                        const Url& origin,
                                        boost::system::error_code& broken);

} // namespace portcullis::http
