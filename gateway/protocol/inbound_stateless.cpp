#include "gateway/protocol/inbound_stateless.h"

#include "gateway/protocol/call.h"
#include "gateway/protocol/logging.h"
#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/tasks.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array<std::string_view, 13> kMethods = {"server/discover",
                                                       "tools/list",
                                                       "tools/call",
                                                       "prompts/list",
                                                       "prompts/get",
                                                       "resources/list",
                                                       "resources/templates/list",
                                                       "resources/read",
                                                       "completion/complete",
                                                       "tasks/get",
                                                       "tasks/update",
                                                       "tasks/cancel",
                                                       "subscriptions/listen"};

RpcError mismatch(std::string text)
{
    return {code::kHeaderMismatch, "Header mismatch: " + std::move(text), {}};
}

RpcError invalidMeta(std::string_view key, std::string_view rule)
{
    return {code::kInvalidParams,
            "Invalid params: _meta member " + std::string(key) + " " + std::string(rule),
            {}};
}

std::optional<RpcError> checkVersionHeader(JsonValue claim, const McpHeaders& headers)
{
    // A claim that is no string is refused for that, later (B-20).
    if (claim.isString() && !claim.stringEquals(trimmed(*headers.protocolVersion))) {
        return mismatch("MCP-Protocol-Version does not match _meta member " +
                        std::string(kMetaProtocolVersion));
    }
    return std::nullopt;
}

std::optional<RpcError> checkMethodHeader(const Message& message, const McpHeaders& headers)
{
    if (trimmed(*headers.method) != message.method) {
        return mismatch("Mcp-Method does not match the method of the body");
    }
    return std::nullopt;
}

std::optional<RpcError> checkNameHeader(const Message& message, const McpHeaders& headers)
{
    const auto kind = callKindOf(message.method);
    const bool ofTask = taskMethodOf(message.method).has_value();
    if (!kind && !ofTask) {
        return std::nullopt;
    }
    const std::string member = ofTask ? "taskId" : kind == CallKind::Resource ? "uri" : "name";
    if (!headers.name) {
        return mismatch("Mcp-Name is required for " + message.method);
    }
    const auto name = decodeHeaderValue(*headers.name);
    if (!name) {
        return mismatch("Mcp-Name is not well encoded: use visible ASCII, or =?base64?…?= around "
                        "the base64 of UTF-8");
    }
    const JsonValue inBody = message.params[member];
    if (inBody.isString() && !inBody.stringEquals(*name)) {
        return mismatch("Mcp-Name does not match params." + member);
    }
    return std::nullopt;
}

// B-10 to B-14 for a request.
std::optional<RpcError>
checkHeaders(const Message& message, JsonValue claim, const McpHeaders& headers)
{
    if (headers.duplicated) {
        return mismatch("one of the MCP header fields was sent more than once");
    }
    if (!headers.protocolVersion) {
        return mismatch("MCP-Protocol-Version is required");
    }
    if (auto fault = checkVersionHeader(claim, headers)) {
        return fault;
    }
    if (!headers.method) {
        return mismatch("Mcp-Method is required");
    }
    if (auto fault = checkMethodHeader(message, headers)) {
        return fault;
    }
    return checkNameHeader(message, headers);
}

// The headers of a notification need not be there, and must be right where they are (B-25, X2).
std::optional<RpcError>
checkNotificationHeaders(const Message& message, JsonValue claim, const McpHeaders& headers)
{
    if (headers.duplicated) {
        return mismatch("one of the MCP header fields was sent more than once");
    }
    if (headers.protocolVersion) {
        if (auto fault = checkVersionHeader(claim, headers)) {
            return fault;
        }
    }
    return headers.method ? checkMethodHeader(message, headers) : std::nullopt;
}

RpcError unsupportedVersion(std::string_view requested)
{
    JsonWriter data;
    data.beginObject().key("supported").beginArray();
    for (const Revision revision : supportedRevisions()) {
        data.string(revisionName(revision));
    }
    data.endArray().member("requested", requested).endObject();
    return {code::kUnsupportedVersion, "Unsupported protocol version", data.take()};
}

std::expected<Revision, RpcError> readVersion(JsonValue claim)
{
    if (!claim.isString()) {
        return std::unexpected(invalidMeta(kMetaProtocolVersion, "must be a string"));
    }
    const std::string name = claim.string();
    const auto revision = parseRevision(name);
    if (!revision || eraOf(*revision) != Era::Stateless) {
        return std::unexpected(unsupportedVersion(name));
    }
    return *revision;
}

std::optional<RpcError> readClient(JsonValue info, ClientInfo& client)
{
    if (!info.exists()) {
        return std::nullopt;
    }
    const JsonValue name = info["name"];
    const JsonValue version = info["version"];
    if (!info.isObject() || (name.exists() && !name.isString()) ||
        (version.exists() && !version.isString())) {
        return invalidMeta(kMetaClientInfo, "must be an object with the strings name and version");
    }
    client = {name.string(), version.string()};
    return std::nullopt;
}

// Version and required members (B-19, B-20); a notification may leave out its capabilities.
std::optional<RpcError> readEnvelope(StatelessMessage& inbound)
{
    const JsonValue meta = inbound.message.meta();
    // A notification without claim belongs here by its header, which named a known version.
    if (const JsonValue claim = meta[kMetaProtocolVersion];
        claim.exists() || inbound.message.kind == MessageKind::Request) {
        auto revision = readVersion(claim);
        if (!revision) {
            return std::move(revision.error());
        }
        inbound.revision = *revision;
    }
    inbound.capabilities = meta[kMetaClientCapabilities];
    const bool optional =
        inbound.message.kind == MessageKind::Notification && !inbound.capabilities.exists();
    if (!inbound.capabilities.isObject() && !optional) {
        return invalidMeta(kMetaClientCapabilities, "is required and must be an object");
    }
    auto logLevel = readLogLevel(inbound.message);
    if (!logLevel) {
        return std::move(logLevel.error());
    }
    inbound.logLevel = *logLevel;
    return readClient(meta[kMetaClientInfo], inbound.client);
}

} // namespace

Refusal refuse(unsigned httpStatus, std::string_view id, RpcError error)
{
    return {httpStatus, std::string(id), std::move(error)};
}

Inbound checkStateless(Message message, const McpHeaders* headers)
{
    const bool isRequest = message.kind == MessageKind::Request;
    if (isRequest && std::ranges::find(kMethods, message.method) == kMethods.end()) {
        return refuse(404,
                      message.id,
                      {code::kMethodNotFound, "Method not found: " + excerpt(message.method), {}});
    }
    const JsonValue claim = message.meta()[kMetaProtocolVersion];
    if (headers != nullptr) {
        auto fault = isRequest ? checkHeaders(message, claim, *headers)
                               : checkNotificationHeaders(message, claim, *headers);
        if (fault) {
            return refuse(400, message.id, std::move(*fault));
        }
    }
    StatelessMessage inbound;
    inbound.message = std::move(message);
    if (auto fault = readEnvelope(inbound)) {
        return refuse(400, inbound.message.id, std::move(*fault));
    }
    return inbound;
}

RpcError missingMeta(const Message& message)
{
    std::string missing;
    for (const std::string_view key : {kMetaProtocolVersion, kMetaClientCapabilities}) {
        if (!message.meta()[key].exists()) {
            missing.append(missing.empty() ? "" : ", ").append(key);
        }
    }
    return {code::kInvalidParams, "Invalid params: missing in params._meta: " + missing, {}};
}

} // namespace portcullis::protocol
