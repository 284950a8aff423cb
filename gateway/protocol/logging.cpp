#include "gateway/protocol/logging.h"

#include "gateway/base/json.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::protocol {

namespace {

constexpr std::array<std::string_view, 8> kNames = {
    "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};

RpcError unknownLevel()
{
    return {code::kInvalidParams,
            "Invalid params: the level must be one of debug, info, notice, warning, error, "
            "critical, alert, emergency",
            {}};
}

} // namespace

std::string_view logLevelName(LogLevel level)
{
    return kNames.at(std::to_underlying(level));
}

std::optional<LogLevel> parseLogLevel(std::string_view name)
{
    const auto found = std::ranges::find(kNames, name);
    return found == kNames.end() ? std::nullopt
                                 : std::optional(static_cast<LogLevel>(found - kNames.begin()));
}

std::expected<LogLevel, RpcError> readSetLevel(const Message& message)
{
    const auto level = parseLogLevel(message.params["level"].string());
    return level ? std::expected<LogLevel, RpcError>(*level) : std::unexpected(unknownLevel());
}

std::expected<std::optional<LogLevel>, RpcError> readLogLevel(const Message& message)
{
    const JsonValue wanted = message.meta()[kMetaLogLevel];
    if (!wanted.exists()) {
        return std::nullopt;
    }
    const auto level = parseLogLevel(wanted.string());
    if (!level) {
        return std::unexpected(unknownLevel());
    }
    return level;
}

std::optional<LogLevel> levelOf(const Message& notification)
{
    return parseLogLevel(notification.params["level"].string());
}

std::string writeLogMessage(const Message& notification, std::string_view server)
{
    const std::string logger = notification.params["logger"].string();
    JsonWriter params;
    params.beginObject();
    for (JsonValue member = notification.params.first(); member.exists(); member = member.next()) {
        if (member.name() != "logger" && member.name() != "_meta") {
            params.rawKey(member.rawName()).raw(member.raw());
        }
    }
    params.member("logger",
                  std::string(server) + (logger.empty() ? "" : "/" + toValidUtf8(logger)));
    return writeNotification("notifications/message", params.endObject().str());
}

} // namespace portcullis::protocol
