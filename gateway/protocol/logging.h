#pragma once

#include "gateway/protocol/message.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

// Log messages of servers, and how much of them a client wants.
namespace portcullis::protocol {

// In rising order of severity (RFC 5424, from the other end).
enum class LogLevel : std::uint8_t
{
    Debug,
    Info,
    Notice,
    Warning,
    Error,
    Critical,
    Alert,
    Emergency
};

[[nodiscard]] std::string_view logLevelName(LogLevel level);
[[nodiscard]] std::optional<LogLevel> parseLogLevel(std::string_view name);

// logging/setLevel as a client sends it. Errors: -32602.
[[nodiscard]] std::expected<LogLevel, RpcError> readSetLevel(const Message& message);

// What a stateless request's _meta asks for; nothing when it wants no messages (B-65). Errors:
// -32602.
[[nodiscard]] std::expected<std::optional<LogLevel>, RpcError> readLogLevel(const Message& message);

// How severe a notifications/message is; nothing when it is malformed.
[[nodiscard]] std::optional<LogLevel> levelOf(const Message& notification);

// A server's notifications/message for a client, its logger under the server's name (D-47). The
// whole notification.
[[nodiscard]] std::string writeLogMessage(const Message& notification, std::string_view server);

} // namespace portcullis::protocol
