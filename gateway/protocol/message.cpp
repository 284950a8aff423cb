#include "gateway/protocol/message.h"

#include "gateway/protocol/text.h"

#include <limits>

namespace portcullis::protocol {

namespace {

constexpr std::string_view kVersionMember = R"({"jsonrpc":"2.0")";

std::unexpected<RpcError> invalid(std::string_view rule)
{
    return std::unexpected(
        RpcError{code::kInvalidRequest, "Invalid request: " + std::string(rule), {}});
}

bool isUsableId(JsonValue id)
{
    return id.isString() ||
           (id.isNumber() && id.raw().find_first_of(".eE") == std::string_view::npos);
}

bool hasLineBreak(std::string_view text)
{
    return text.find('\n') != std::string_view::npos || text.find('\r') != std::string_view::npos;
}

void appendSingleLine(std::string& out, std::string_view json)
{
    if (!hasLineBreak(json)) {
        out.append(json);
        return;
    }
    for (const char c : json) {
        if (c != '\n' && c != '\r') {
            out.push_back(c);
        }
    }
}

void appendId(std::string& out, std::string_view id)
{
    out.append(R"(,"id":)").append(id);
}

void appendMember(std::string& out, std::string_view name, std::string_view json)
{
    out.append(",\"").append(name).append("\":");
    appendSingleLine(out, json);
}

std::string withMethod(std::string message, std::string_view method, std::string_view params)
{
    appendMember(message, "method", jsonQuote(toValidUtf8(method)));
    if (!params.empty()) {
        appendMember(message, "params", params);
    }
    message.push_back('}');
    return message;
}

std::expected<Message, RpcError> readRequest(Message message, JsonValue id)
{
    const JsonValue method = message.object["method"];
    if (!method.isString()) {
        return invalid("method must be a string");
    }
    message.method = method.string();
    message.params = message.object["params"];
    if (message.params.exists() && !message.params.isObject()) {
        return invalid("params must be an object");
    }
    if (!id.exists()) {
        message.kind = MessageKind::Notification;
        return message;
    }
    if (!isUsableId(id)) {
        return invalid("id must be a string or an integer");
    }
    message.kind = MessageKind::Request;
    message.id = id.raw();
    return message;
}

std::expected<Message, RpcError> readAnswer(Message message, JsonValue id)
{
    const bool isError = message.error.exists();
    if (isError && !message.error.isObject()) {
        return invalid("error must be an object");
    }
    message.kind = isError ? MessageKind::Error : MessageKind::Response;
    if (isError && (!id.exists() || id.isNull())) {
        return message;
    }
    if (!isUsableId(id)) {
        return invalid("id must be a string or an integer");
    }
    message.id = id.raw();
    return message;
}

// People and models read it; a server that says more than this says it to nobody.
std::string shortened(std::string message)
{
    constexpr std::size_t kMost = 4096;
    if (message.size() <= kMost) {
        return message;
    }
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0U) == 0x80U) {
        --end; // no half of a character
    }
    message.resize(end);
    return message.append("\u2026");
}

} // namespace

std::expected<Message, RpcError> readMessage(JsonValue object)
{
    if (!object.isObject()) {
        return invalid("a message must be a JSON object");
    }
    if (!object["jsonrpc"].stringEquals("2.0")) {
        return invalid("jsonrpc must be \"2.0\"");
    }
    Message message;
    message.object = object;
    message.result = object["result"];
    message.error = object["error"];
    const bool isCall = object["method"].exists();
    if ((isCall ? 1 : 0) + (message.result.exists() ? 1 : 0) + (message.error.exists() ? 1 : 0) !=
        1) {
        return invalid("a message must have exactly one of method, result and error");
    }
    const JsonValue id = object["id"];
    return isCall ? readRequest(std::move(message), id) : readAnswer(std::move(message), id);
}

std::string_view readId(JsonValue object)
{
    const JsonValue id = object["id"];
    return isUsableId(id) ? id.raw() : std::string_view();
}

RpcError readError(JsonValue error)
{
    RpcError read;
    const auto code = error["code"].integer();
    if (code && *code >= std::numeric_limits<int>::min() &&
        *code <= std::numeric_limits<int>::max()) {
        read.code = static_cast<int>(*code);
    }
    read.message = shortened(error["message"].string());
    read.data = std::string(error["data"].raw());
    return read;
}

std::string writeRequest(std::string_view id, std::string_view method, std::string_view params)
{
    std::string message;
    message.reserve(64 + id.size() + method.size() + params.size());
    message.append(kVersionMember);
    appendId(message, id);
    return withMethod(std::move(message), method, params);
}

std::string writeNotification(std::string_view method, std::string_view params)
{
    return withMethod(std::string(kVersionMember), method, params);
}

std::string writeResult(std::string_view id, std::string_view result)
{
    std::string message;
    message.reserve(64 + id.size() + result.size());
    message.append(kVersionMember);
    appendId(message, id);
    appendMember(message, "result", result);
    message.push_back('}');
    return message;
}

std::string writeError(std::string_view id, const RpcError& error)
{
    JsonWriter body;
    body.beginObject().member("code", std::int64_t{error.code});
    body.member("message", toValidUtf8(error.message));
    if (!error.data.empty()) {
        body.rawMember("data", error.data);
    }
    body.endObject();
    std::string message(kVersionMember);
    if (!id.empty()) {
        appendId(message, id);
    }
    appendMember(message, "error", body.str());
    message.push_back('}');
    return message;
}

std::string singleLine(std::string_view json)
{
    std::string line;
    line.reserve(json.size());
    appendSingleLine(line, json);
    return line;
}

} // namespace portcullis::protocol
