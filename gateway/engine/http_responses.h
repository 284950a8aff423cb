#pragma once

#include "gateway/http/message.h"
#include "gateway/protocol/message.h"

#include <string>

// Answers of the endpoint that several of its files give.
namespace portcullis::engine {

inline constexpr const char* kSessionHeader = "Mcp-Session-Id";

[[nodiscard]] inline http::Response sessionError(unsigned status, int code, std::string message)
{
    return http::jsonResponse(status, protocol::writeError({}, {code, std::move(message), {}}));
}

[[nodiscard]] inline http::Response sessionNotFound()
{
    return sessionError(404, protocol::code::kSessionNotFound, "Session not found");
}

// G-04
[[nodiscard]] inline http::Response tooMany(const char* what, const char* retryAfter)
{
    http::Response response = http::textResponse(429, what);
    response.headers.set("Retry-After", retryAfter);
    return response;
}

[[nodiscard]] inline http::Response methodNotAllowed(const char* why, const char* allow)
{
    http::Response response = http::textResponse(405, why);
    response.headers.set("Allow", allow);
    return response;
}

} // namespace portcullis::engine
