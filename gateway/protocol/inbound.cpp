#include "gateway/protocol/inbound.h"

#include "gateway/protocol/inbound_stateless.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

namespace portcullis::protocol {

namespace {

RpcError invalidRequest(std::string text)
{
    return {code::kInvalidRequest, "Invalid request: " + std::move(text), {}};
}

bool hasClaim(JsonValue message)
{
    return message["params"]["_meta"][kMetaProtocolVersion].exists();
}

// Methods that only the stateless era has, so that a message without claim shows what was meant.
bool isStatelessMethod(std::string_view method)
{
    return method == "server/discover" || method == "subscriptions/listen";
}

std::optional<Revision> headerRevision(const McpHeaders* headers)
{
    if (headers == nullptr || !headers->protocolVersion) {
        return std::nullopt;
    }
    return parseRevision(trimmed(*headers->protocolVersion));
}

bool headerIsStateless(const McpHeaders* headers)
{
    const auto revision = headerRevision(headers);
    return revision && eraOf(*revision) == Era::Stateless;
}

// What is wrong with the header fields of a message of the session era.
std::optional<RpcError> checkSessionHeaders(const McpHeaders* headers, bool isInitialize)
{
    if (headers == nullptr) {
        return std::nullopt;
    }
    if (headers->duplicated) {
        return invalidRequest("one of the MCP header fields was sent more than once");
    }
    // initialize negotiates in its body; the header counts from the next message on.
    if (headers->protocolVersion && !headerRevision(headers) && !isInitialize) {
        return invalidRequest("MCP-Protocol-Version names the unknown version " +
                              excerpt(trimmed(*headers->protocolVersion), 32));
    }
    return std::nullopt;
}

Inbound toSession(Message message, const McpHeaders* headers)
{
    if (auto fault = checkSessionHeaders(headers, message.method == "initialize")) {
        return refuse(400, message.id, std::move(*fault));
    }
    SessionMessages inbound;
    inbound.headerRevision = headerRevision(headers);
    inbound.messages.push_back(std::move(message));
    return inbound;
}

Inbound classifyBatch(JsonValue batch, const McpHeaders* headers)
{
    if (batch.size() == 0) {
        return refuse(400, {}, invalidRequest("a batch must not be empty"));
    }
    if (headerIsStateless(headers)) {
        return refuse(400, {}, invalidRequest("this protocol version has no batches"));
    }
    if (auto fault = checkSessionHeaders(headers, false)) {
        return refuse(400, {}, std::move(*fault));
    }
    SessionMessages inbound;
    inbound.batch = true;
    inbound.headerRevision = headerRevision(headers);
    for (JsonValue element = batch.first(); element.exists(); element = element.next()) {
        auto message = readMessage(element);
        if (!message) {
            return refuse(400, {}, std::move(message.error()));
        }
        if (hasClaim(element) || message->method == "server/discover") {
            return refuse(400, {}, invalidRequest("this protocol version has no batches"));
        }
        if (message->method == "initialize") {
            return refuse(400, {}, invalidRequest("initialize must not be part of a batch"));
        }
        inbound.messages.push_back(std::move(*message));
    }
    return inbound;
}

// The ladder of B-02, of which B-03 is what remains without headers.
Inbound classify(JsonValue root, const McpHeaders* headers)
{
    if (root.isArray()) {
        return classifyBatch(root, headers);
    }
    auto message = readMessage(root);
    if (!message) {
        return refuse(400, readId(root), std::move(message.error()));
    }
    const bool isRequest = message->kind == MessageKind::Request;
    const bool isCall = isRequest || message->kind == MessageKind::Notification;
    if (isCall && hasClaim(root)) {
        return checkStateless(std::move(*message), headers);
    }
    if (headerIsStateless(headers)) {
        if (!isCall) {
            return refuse(
                400, message->id, invalidRequest("this protocol version takes no responses"));
        }
        if (message->method == "initialize") {
            return refuse(400,
                          message->id,
                          {code::kHeaderMismatch,
                           "Header mismatch: initialize does not exist in the version that "
                           "MCP-Protocol-Version names",
                           {}});
        }
        return isRequest ? Inbound(refuse(400, message->id, missingMeta(*message)))
                         : checkStateless(std::move(*message), headers);
    }
    if (isRequest && isStatelessMethod(message->method)) {
        return refuse(400, message->id, missingMeta(*message));
    }
    return toSession(std::move(*message), headers);
}

} // namespace

Inbound classifyPost(const JsonDocument& body, const McpHeaders& headers)
{
    return classify(body.root(), &headers);
}

Inbound classifyLine(const JsonDocument& line)
{
    return classify(line.root(), nullptr);
}

Refusal notJson(const Error& error)
{
    return refuse(400, {}, {code::kParseError, "Parse error: " + error.message, {}});
}

} // namespace portcullis::protocol
