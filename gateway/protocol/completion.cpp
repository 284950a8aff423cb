#include "gateway/protocol/completion.h"

#include "gateway/base/json.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/meta_keys.h"

namespace portcullis::protocol {

namespace {

constexpr std::size_t kMaxValues = 100;

std::unexpected<RpcError> invalidParams(std::string_view rule)
{
    return std::unexpected(
        RpcError{code::kInvalidParams, "Invalid params: " + std::string(rule), {}});
}

} // namespace

std::expected<CompletionRequest, RpcError> readCompletion(const Message& message)
{
    const JsonValue ref = message.params["ref"];
    const JsonValue argument = message.params["argument"];
    CompletionRequest request;
    request.ofPrompt = ref["type"].stringEquals("ref/prompt");
    if (!request.ofPrompt && !ref["type"].stringEquals("ref/resource")) {
        return invalidParams("ref.type must be ref/prompt or ref/resource");
    }
    const JsonValue name = ref[request.ofPrompt ? "name" : "uri"];
    if (!name.isString()) {
        return invalidParams("ref must name a prompt or have a URI");
    }
    if (!argument["name"].isString() || !argument["value"].isString()) {
        return invalidParams("argument must have the strings name and value");
    }
    request.name = name.string();
    request.argument = argument;
    request.context = message.params["context"];
    return request;
}

std::string
writeCompletionMembers(const CompletionRequest& request, std::string_view name, Revision server)
{
    JsonWriter members;
    members.key("ref").beginObject();
    members.member("type", request.ofPrompt ? "ref/prompt" : "ref/resource");
    members.member(request.ofPrompt ? "name" : "uri", name).endObject();
    members.rawMember("argument", request.argument.raw());
    if (request.context.isObject() && server >= Revision::V2025_06_18) {
        members.rawMember("context", request.context.raw());
    }
    return members.take();
}

std::string writeCompletionResult(JsonValue result, Revision to)
{
    const JsonValue completion = result["completion"];
    const bool stateless = eraOf(to) == Era::Stateless;
    JsonWriter out;
    out.beginObject();
    if (stateless) {
        out.member("resultType", "complete");
    }
    out.key("completion").beginObject().key("values").beginArray();
    const JsonValue values = completion["values"];
    std::size_t count = 0;
    for (JsonValue value = values.isArray() ? values.first() : JsonValue(); value.exists();
         value = value.next()) {
        if (value.isString() && count++ < kMaxValues) {
            out.raw(value.raw());
        }
    }
    out.endArray();
    if (const auto total = completion["total"].integer()) {
        out.member("total", *total);
    }
    if (completion["hasMore"].isBool() || count > kMaxValues) {
        out.member("hasMore", completion["hasMore"].boolean() || count > kMaxValues);
    }
    out.endObject();
    if (stateless) {
        out.key("_meta").beginObject();
        out.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation())).endObject();
    }
    return out.endObject().take();
}

} // namespace portcullis::protocol
