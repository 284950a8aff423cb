#include "gateway/protocol/call.h"

#include "gateway/protocol/decimal.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace portcullis::protocol {

namespace {

// Members of a client's _meta that speak of this hop only.
constexpr std::array kHopMembers = {std::string_view("progressToken"),
                                    kMetaProtocolVersion,
                                    kMetaClientInfo,
                                    kMetaClientCapabilities,
                                    kMetaServerInfo,
                                    kMetaLogLevel,
                                    kMetaSubscriptionId,
                                    kMetaRelatedTask,
                                    std::string_view("baggage")}; // H-10

std::unexpected<RpcError> invalidParams(std::string_view rule)
{
    return std::unexpected(
        RpcError{code::kInvalidParams, "Invalid params: " + std::string(rule), {}});
}

// The lexeme of a string or an integer, else nothing: ids and progress tokens.
std::string_view tokenOf(JsonValue value)
{
    const bool integer =
        value.isNumber() && value.raw().find_first_of(".eE") == std::string_view::npos;
    return value.isString() || integer ? value.raw() : std::string_view();
}

std::string numberText(double value)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

bool isForwarded(const std::string& name, const TraceContext& trace)
{
    if (name.starts_with(kMetaPrefix)) {
        return false; // H-04
    }
    if (name == "traceparent") {
        return !trace.traceParent.empty();
    }
    if (name == "tracestate") {
        return !trace.traceState.empty();
    }
    return std::ranges::find(kHopMembers, name) == kHopMembers.end();
}

std::string joined(std::string first, std::string_view second)
{
    if (!first.empty() && !second.empty()) {
        first.push_back(',');
    }
    return first.append(second);
}

} // namespace

std::expected<ToolCall, RpcError> readToolCall(const Message& message)
{
    const JsonValue name = message.params["name"];
    ToolCall call;
    call.arguments = message.params["arguments"];
    call.meta = message.meta();
    if (!name.isString()) {
        return invalidParams("name must be a string");
    }
    if (call.arguments.isNull()) {
        call.arguments = {}; // what some clients send for none
    }
    if (call.arguments.exists() && !call.arguments.isObject()) {
        return invalidParams("arguments must be an object");
    }
    if (call.meta.exists() && !call.meta.isObject()) {
        return invalidParams("_meta must be an object");
    }
    call.name = name.string();
    call.progressToken = tokenOf(call.meta["progressToken"]);
    return call;
}

std::string forwardedMeta(JsonValue meta)
{
    std::string members;
    if (!meta.isObject()) {
        return members;
    }
    const TraceContext trace = readTrace(meta);
    for (JsonValue member = meta.first(); member.exists(); member = member.next()) {
        if (isForwarded(member.name(), trace)) {
            members = joined(std::move(members), member.rawName());
            members.append(":").append(member.raw());
        }
    }
    return members;
}

std::string writeToolCallParams(std::string_view name,
                                std::string_view arguments,
                                std::string_view meta,
                                std::string_view progressToken,
                                Revision revision,
                                std::string_view clientCapabilities)
{
    std::string members;
    if (!progressToken.empty()) {
        members.append(R"("progressToken":)").append(progressToken);
    }
    members = joined(std::move(members), meta);

    JsonWriter params;
    params.beginObject().member("name", name);
    if (!arguments.empty()) {
        params.rawMember("arguments", arguments);
    }
    if (eraOf(revision) == Era::Stateless) {
        params.rawMember("_meta", writeStatelessMeta(revision, clientCapabilities, members));
    } else if (!members.empty()) {
        params.key("_meta").beginObject().raw(members).endObject();
    }
    return params.endObject().take();
}

std::optional<Progress> readProgress(const Message& notification)
{
    const JsonValue params = notification.params;
    const JsonValue value = params["progress"];
    Progress progress;
    progress.token = tokenOf(params["progressToken"]);
    if (progress.token.empty() || !value.isNumber()) {
        return std::nullopt;
    }
    progress.value = nearestDouble(value.raw());
    progress.valueText = value.raw();
    if (params["total"].isNumber()) {
        progress.totalText = params["total"].raw();
    }
    if (params["message"].isString()) {
        progress.messageText = params["message"].raw();
    }
    return progress;
}

std::string writeProgress(std::string_view token, const Progress& progress)
{
    JsonWriter params;
    params.beginObject().rawMember("progressToken", token);
    if (progress.valueText.empty()) {
        params.rawMember("progress", numberText(progress.value));
    } else {
        params.rawMember("progress", progress.valueText);
    }
    if (!progress.totalText.empty()) {
        params.rawMember("total", progress.totalText);
    }
    if (!progress.messageText.empty()) {
        params.rawMember("message", progress.messageText);
    }
    return writeNotification("notifications/progress", params.endObject().str());
}

std::string_view readCancelled(const Message& notification)
{
    return tokenOf(notification.params["requestId"]);
}

std::string writeCancelled(std::string_view id, std::string_view reason, Revision /*revision*/)
{
    JsonWriter params;
    params.beginObject().rawMember("requestId", id);
    if (!reason.empty()) {
        params.member("reason", toValidUtf8(reason));
    }
    return writeNotification("notifications/cancelled", params.endObject().str());
}

} // namespace portcullis::protocol
