#pragma once

#include "gateway/base/json.h"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

// JSON-RPC 2.0 messages as values.
namespace portcullis::protocol {

// JSON-RPC and MCP error codes.
namespace code {
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kSessionNotFound = -32001;        // session era only (X7)
inline constexpr int kResourceNotFound = -32002;       // session era only
inline constexpr int kHeaderMismatch = -32020;         // stateless era
inline constexpr int kMissingCapability = -32021;      // stateless era
inline constexpr int kUnsupportedVersion = -32022;     // stateless era
inline constexpr int kUrlElicitationRequired = -32042; // 2025-11-25 only
} // namespace code

struct RpcError
{
    int code = code::kInternalError;
    std::string message;
    std::string data; // JSON, or empty for none
};

enum class MessageKind : std::uint8_t
{
    Request,
    Notification,
    Response,
    Error
};

// One message inside a JsonDocument, which must outlive it.
struct Message
{
    MessageKind kind = MessageKind::Notification;
    JsonValue object;
    std::string_view id; // the lexeme, 7 or "a"; empty for notifications and errors without id
    std::string method;
    JsonValue params; // missing or an object
    JsonValue result; // of a response
    JsonValue error;  // of an error: an object with code and message

    [[nodiscard]] JsonValue meta() const { return params["_meta"]; }
};

// Checks the envelope (A-48, G-12): jsonrpc "2.0", id a string or an integer, params an object,
// exactly one of method, result and error. The error says which rule was broken. An error with the
// id null, as JSON-RPC has it where the id could not be read, is an error without id.
[[nodiscard]] std::expected<Message, RpcError> readMessage(JsonValue object);
// The id lexeme of anything that has a usable one, for answers to broken requests; else empty.
[[nodiscard]] std::string_view readId(JsonValue object);
// The error member of an answer. Tolerates a missing message; a missing or strange code is an
// internal error.
[[nodiscard]] RpcError readError(JsonValue error);

// Whole messages, each on one line, so that line framing and SSE data hold. `params`,
// `result` and `data` are JSON and pass as they are but for line breaks between tokens.
[[nodiscard]] std::string
writeRequest(std::string_view id, std::string_view method, std::string_view params);
[[nodiscard]] std::string writeNotification(std::string_view method, std::string_view params = {});
[[nodiscard]] std::string writeResult(std::string_view id, std::string_view result);
// Without an id when it could not be read.
[[nodiscard]] std::string writeError(std::string_view id, const RpcError& error);

// Valid JSON without line breaks. A string in JSON cannot hold a raw one, so they are white space
// only.
[[nodiscard]] std::string singleLine(std::string_view json);

} // namespace portcullis::protocol
