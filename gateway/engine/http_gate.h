#pragma once

#include "gateway/api/status.h"
#include "gateway/base/ids.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/http/message.h"
#include "gateway/protocol/inbound.h"

#include <optional>
#include <string>
#include <string_view>

// What the head of a request alone decides. Pure.
namespace portcullis::engine {

inline constexpr std::string_view kMcpRoot = "/mcp";
inline constexpr std::string_view kSseRoot = "/sse"; // of HTTP+SSE (C-73)

// The root alone or <root>/<server>; nothing for any other path.
[[nodiscard]] std::optional<Profile> profileOf(const std::string& path,
                                               std::string_view root = kMcpRoot);

// DNS rebinding: Host must be one loopback name, Origin absent or a loopback one.
[[nodiscard]] std::optional<api::Reason> checkOrigin(const http::RequestHead& head);

// The virtual key as Authorization: Bearer or X-API-Key; empty when there is none, and when the two
// fields, or two of one, contradict each other.
[[nodiscard]] std::string presentedKey(const http::Headers& headers);

// A key in the address would stand in histories and logs (F-02).
[[nodiscard]] bool hasKeyInQuery(const std::string& query);

// Method, Content-Type and Accept (A-11, G-07 to G-09): the refusal, if any. `lenient`: a POST that
// accepts JSON alone will do.
[[nodiscard]] std::optional<http::Response> checkForm(const http::RequestHead& head, bool lenient);

// The same for HTTP+SSE: a GET opens the stream, a POST brings a message and is not answered with
// one.
[[nodiscard]] std::optional<http::Response> checkSseForm(const http::RequestHead& head);

// The session whose message a POST of HTTP+SSE brings: its query is "sessionId=" and an id of ours,
// and nothing else.
[[nodiscard]] std::optional<SessionId> messageSession(std::string_view query);

// Does this request leave no choice but an answer without a stream?
[[nodiscard]] bool acceptsNoStream(const http::RequestHead& head);

// Could this be an id of ours at all: 1 to 256 visible ASCII characters (G-27)?
[[nodiscard]] bool isSessionId(std::string_view id);

[[nodiscard]] protocol::McpHeaders mcpHeadersOf(const http::Headers& headers);

// The peer's address without its port: what refusals are counted by.
[[nodiscard]] std::string sourceOf(const http::Peer& peer);

} // namespace portcullis::engine
