#pragma once

#include "gateway/http/proxy.h"

namespace portcullis::installation {

// What the system says about proxies, as the environment of this program has it. Asked once, at the
// start, before there are threads. Not asked is HTTP_PROXY in upper case: where programs run on
// behalf of a web server, that is a field of the request (the same rule as curl's).
[[nodiscard]] http::SystemProxies systemProxies();

} // namespace portcullis::installation
