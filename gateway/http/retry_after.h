#pragma once

#include "gateway/http/message.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace portcullis::http {

// A date as HTTP servers write it, "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate, RFC 9110 §5.6.7).
// The two obsolete forms are not read.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parseDate(std::string_view text);

// How long a server wants to be left alone (Retry-After, RFC 9110 §10.2.3): 0 to 3600 seconds, 0
// when it does not say. A date counts from the answer's own Date, so that the two clocks need not
// agree. Errors: none; what cannot be read is as good as absent.
[[nodiscard]] std::chrono::seconds retryAfter(const Headers& headers);

} // namespace portcullis::http
