#include "gateway/protocol/call.h"

#include "gateway/protocol/decimal.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace portcullis::protocol {

namespace {

constexpr std::array<std::string_view, 3> kMethods = {
    "tools/call", "prompts/get", "resources/read"};

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
    if (name.starts_with(kMetaPrefix) || name == "baggage") {
        return false; // H-04, H-10
    }
    if (name == "traceparent") {
        return !trace.traceParent.empty();
    }
    if (name == "tracestate") {
        return !trace.traceState.empty();
    }
    return std::ranges::find(kHopKeys, name) == kHopKeys.end();
}

// Some clients send null for none.
JsonValue objectOf(JsonValue value)
{
    return value.isNull() ? JsonValue() : value;
}

// What a client hands back of an earlier round (B-50).
std::expected<ClientCall, RpcError> readRound(JsonValue params, ClientCall call)
{
    call.inputResponses = params["inputResponses"];
    const JsonValue state = params["requestState"];
    if (call.inputResponses.exists() && !call.inputResponses.isObject()) {
        return invalidParams("inputResponses must be an object");
    }
    if (state.exists() && !state.isString()) {
        return invalidParams("requestState must be a string");
    }
    if (state.exists()) {
        call.requestState = state.string();
    }
    return call;
}

std::string joined(std::string first, std::string_view second)
{
    if (!first.empty() && !second.empty()) {
        first.push_back(',');
    }
    return first.append(second);
}

} // namespace

std::string_view methodOf(CallKind kind)
{
    return kMethods.at(std::to_underlying(kind));
}

std::optional<CallKind> callKindOf(std::string_view method)
{
    for (const CallKind kind : {CallKind::Tool, CallKind::Prompt, CallKind::Resource}) {
        if (method == methodOf(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

std::expected<ClientCall, RpcError> readClientCall(const Message& message)
{
    const auto kind = callKindOf(message.method);
    if (!kind) {
        return std::unexpected(RpcError{code::kMethodNotFound, "Method not found", {}});
    }
    ClientCall call;
    call.kind = *kind;
    const char* const member = *kind == CallKind::Resource ? "uri" : "name";
    const JsonValue name = message.params[member];
    call.meta = message.meta();
    if (!name.isString()) {
        return invalidParams(std::string(member) + " must be a string");
    }
    if (*kind != CallKind::Resource) {
        call.arguments = objectOf(message.params["arguments"]);
    }
    if (call.arguments.exists() && !call.arguments.isObject()) {
        return invalidParams("arguments must be an object");
    }
    if (call.meta.exists() && !call.meta.isObject()) {
        return invalidParams("_meta must be an object");
    }
    call.name = name.string();
    call.progressToken = tokenOf(call.meta["progressToken"]);
    return readRound(message.params, std::move(call));
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

std::string writeCallMembers(const ServerCall& call)
{
    JsonWriter members;
    members.member(call.kind == CallKind::Resource ? "uri" : "name", call.name);
    if (!call.arguments.empty()) {
        members.rawMember("arguments", call.arguments);
    }
    if (!call.inputResponses.empty()) {
        members.rawMember("inputResponses", call.inputResponses);
    }
    if (!call.requestState.empty()) {
        members.rawMember("requestState", call.requestState);
    }
    return members.take();
}

std::string writeParams(std::string_view members, const RequestMeta& meta, Revision revision)
{
    const bool stateless = eraOf(revision) == Era::Stateless;
    JsonWriter own;
    if (!meta.progressToken.empty()) {
        own.rawMember("progressToken", meta.progressToken);
    }
    if (stateless && !meta.logLevel.empty()) {
        own.member(kMetaLogLevel, meta.logLevel);
    }
    const std::string all = joined(own.take(), meta.forwarded);
    JsonWriter params;
    params.beginObject();
    if (!members.empty()) {
        params.raw(members);
    }
    if (stateless) {
        params.rawMember("_meta", writeStatelessMeta(revision, meta.clientCapabilities, all));
    } else if (!all.empty()) {
        params.key("_meta").beginObject().raw(all).endObject();
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
