#pragma once

#include "gateway/http/message.h"
#include "gateway/protocol/inbound.h"
#include "gateway/protocol/message.h"

#include <string>
#include <string_view>

// Answers of the endpoint that several of its files give.
namespace portcullis::engine {

inline constexpr const char* kSessionHeader = "Mcp-Session-Id";

// `id`: the lexeme of the one message that is refused; empty where there is none, or several.
[[nodiscard]] inline http::Response
sessionError(unsigned status, int code, std::string message, std::string_view id = {})
{
    return http::jsonResponse(status, protocol::writeError(id, {code, std::move(message), {}}));
}

[[nodiscard]] inline http::Response sessionNotFound(std::string_view id = {})
{
    return sessionError(404, protocol::code::kSessionNotFound, "Session not found", id);
}

// Of a path that does not exist, or not for this key (G-10).
[[nodiscard]] inline http::Response notFound()
{
    return http::textResponse(404, "Not found. The endpoint is /mcp.\n");
}

[[nodiscard]] inline http::Response refusal(const protocol::Refusal& refused)
{
    return http::jsonResponse(refused.httpStatus, protocol::writeError(refused.id, refused.error));
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
