#include "gateway/protocol/call.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/tasks.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>

// Results of calls: what a server meant, and how a client of a given revision sees it.
namespace portcullis::protocol {

namespace {

constexpr std::size_t kMaxOrigin = 4UL * 1024;

constexpr std::array<std::string_view, 5> kStatelessMembers = {
    "resultType", "ttlMs", "cacheScope", "requestState", "inputRequests"};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The next character of a JSON text that counts, white space between tokens left out; 0 at the end.
class TokenBytes
{
public:
    explicit TokenBytes(std::string_view json)
        : m_rest(json)
    {}

    char next()
    {
        while (!m_inString && !m_rest.empty() && isSpace(m_rest.front())) {
            m_rest.remove_prefix(1);
        }
        if (m_rest.empty()) {
            return '\0';
        }
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (c == '"' && !m_escaped) {
            m_inString = !m_inString;
        }
        m_escaped = m_inString && c == '\\' && !m_escaped;
        return c;
    }

private:
    std::string_view m_rest;
    bool m_inString = false;
    bool m_escaped = false;
};

bool sameJson(std::string_view a, std::string_view b)
{
    TokenBytes left(a);
    TokenBytes right(b);
    for (;;) {
        const char c = left.next();
        if (c != right.next()) {
            return false;
        }
        if (c == '\0') {
            return true;
        }
    }
}

bool isBlock(JsonValue block)
{
    return block.isObject() && block["type"].isString();
}

bool isContent(JsonValue content)
{
    if (!content.isArray()) {
        return false;
    }
    for (JsonValue block = content.first(); block.exists(); block = block.next()) {
        if (!isBlock(block)) {
            return false;
        }
    }
    return true;
}

bool isMessages(JsonValue messages)
{
    if (!messages.isArray()) {
        return false;
    }
    for (JsonValue message = messages.first(); message.exists(); message = message.next()) {
        if (!message["role"].isString() || !isBlock(message["content"])) {
            return false;
        }
    }
    return true;
}

bool isContents(JsonValue contents)
{
    if (!contents.isArray()) {
        return false;
    }
    for (JsonValue content = contents.first(); content.exists(); content = content.next()) {
        if (!content["uri"].isString()) {
            return false;
        }
    }
    return true;
}

// The member that a result is about, which is written first.
std::string_view mainMember(CallKind kind)
{
    switch (kind) {
    case CallKind::Prompt:
        return "messages";
    case CallKind::Resource:
        return "contents";
    case CallKind::Tool:
        break;
    }
    return "content";
}

bool keepsStructured(JsonValue structured, Revision to)
{
    return eraOf(to) == Era::Stateless || (to > Revision::V2025_03_26 && structured.isObject());
}

// The text to add so that no structured data is lost on this client, or nothing. Where
// the client gets the member itself, any text of the server's will do beside it.
std::string_view missingRendering(JsonValue structured, JsonValue content, Revision to)
{
    if (!structured.exists()) {
        return {};
    }
    const bool kept = keepsStructured(structured, to);
    for (JsonValue block = content.first(); block.exists(); block = block.next()) {
        const bool isText = block["type"].stringEquals("text");
        if (isText && (kept || sameJson(block["text"].string(), structured.raw()))) {
            return {};
        }
    }
    return structured.raw();
}

std::string audioNote(JsonValue block)
{
    const std::string type = block["mimeType"].string();
    return "[audio" + (type.empty() ? std::string() : " " + excerpt(type)) +
           " left out: the protocol version of this client has no audio]";
}

std::string linkText(JsonValue block, const UriNames& uris)
{
    const std::string title = block["title"].string();
    const std::string name = title.empty() ? block["name"].string() : title;
    const std::string uri = toValidUtf8(uris.toClient(block["uri"].string()));
    return name.empty() ? uri : name + ": " + uri;
}

// One block as the client's revision can take it.
void writeBlock(JsonWriter& out, JsonValue block, Revision to, const UriNames& uris)
{
    const JsonValue type = block["type"];
    std::string text;
    if (to == Revision::V2024_11_05 && type.stringEquals("audio")) {
        text = audioNote(block);
    } else if (to <= Revision::V2025_03_26 && type.stringEquals("resource_link")) {
        text = linkText(block, uris);
    } else {
        writeContentBlock(out, block, uris);
        return;
    }
    out.beginObject().member("type", "text").member("text", text);
    if (const JsonValue annotations = block["annotations"]; annotations.isObject()) {
        out.rawMember("annotations", annotations.raw());
    }
    out.endObject();
}

void writeContent(JsonWriter& out,
                  JsonValue content,
                  Revision to,
                  std::initializer_list<std::string_view> added,
                  const UriNames& uris)
{
    const bool adds =
        std::ranges::any_of(added, [](std::string_view text) { return !text.empty(); });
    out.key("content");
    if (content.exists() && !adds && to > Revision::V2025_03_26 && !uris.rewrites()) {
        out.raw(content.raw());
        return;
    }
    out.beginArray();
    for (JsonValue block = content.first(); block.exists(); block = block.next()) {
        writeBlock(out, block, to, uris);
    }
    for (const std::string_view text : added) {
        if (!text.empty()) {
            out.beginObject().member("type", "text").member("text", text).endObject();
        }
    }
    out.endArray();
}

void writeMessages(JsonWriter& out, JsonValue messages, Revision to, const UriNames& uris)
{
    out.key("messages").beginArray();
    for (JsonValue message = messages.first(); message.exists(); message = message.next()) {
        if (!message.isObject()) {
            out.raw(message.raw());
            continue;
        }
        out.beginObject();
        for (JsonValue member = message.first(); member.exists(); member = member.next()) {
            out.rawKey(member.rawName());
            if (member.name() == "content") {
                writeBlock(out, member, to, uris);
            } else {
                out.raw(member.raw());
            }
        }
        out.endObject();
    }
    out.endArray();
}

void writeContents(JsonWriter& out, JsonValue contents, const UriNames& uris)
{
    out.key("contents").beginArray();
    for (JsonValue content = contents.first(); content.exists(); content = content.next()) {
        writeWithUri(out, content, "uri", uris);
    }
    out.endArray();
}

// What a resource's server says, and never "public": who may read it depends on the key (B-40).
void writeCaching(JsonWriter& out, JsonValue result)
{
    const auto ttl = result["ttlMs"].integer();
    out.member("ttlMs", std::clamp<std::int64_t>(ttl.value_or(0), 0, kMaxTtlMillis));
    out.member("cacheScope", "private");
}

// Who answers is the gateway; who it was that it asked stands beside it, unless it is an essay.
void writeOrigin(JsonWriter& meta, JsonValue received)
{
    const JsonValue origin = received[kMetaServerInfo];
    if (origin.isObject() && origin.raw().size() <= kMaxOrigin) {
        meta.rawMember(kMetaServer, origin.raw());
    }
}

// B-45.
ResultKind classifyInputRequired(JsonValue result)
{
    const JsonValue requests = result["inputRequests"];
    const JsonValue state = result["requestState"];
    const bool wellFormed = (!requests.exists() || requests.isObject()) &&
                            (!state.exists() || state.isString()) &&
                            (requests.exists() || state.exists());
    return wellFormed ? ResultKind::InputRequired : ResultKind::Malformed;
}

} // namespace

void writeResultMeta(
    JsonWriter& out, JsonValue received, Revision to, std::string_view added, const UriNames& uris)
{
    JsonWriter meta;
    meta.beginObject();
    if (eraOf(to) == Era::Stateless) {
        meta.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation())); // B-36
        writeOrigin(meta, received);
    }
    if (received.isObject()) {
        for (JsonValue member = received.first(); member.exists(); member = member.next()) {
            const std::string name = member.name();
            if (std::ranges::find(kHopKeys, name) == kHopKeys.end() &&
                !name.starts_with(kMetaPrefix)) {
                writeMetaMember(meta, member, uris);
            }
        }
    }
    if (!added.empty()) {
        meta.raw(added);
    }
    if (meta.endObject().str() != "{}") {
        out.rawMember("_meta", meta.str());
    }
}

ResultKind classifyResult(CallKind kind, JsonValue result, Era upstream)
{
    const JsonValue type = result["resultType"];
    if (upstream == Era::Stateless && type.exists()) {
        if (type.stringEquals("input_required")) {
            return classifyInputRequired(result);
        }
        if (type.stringEquals("task") && kind == CallKind::Tool) {
            return readCreatedTask(result, upstream) ? ResultKind::Task : ResultKind::Malformed;
        }
        if (!type.stringEquals("complete")) {
            return ResultKind::Malformed; // C-41
        }
    }
    if (upstream == Era::Session && kind == CallKind::Tool && !result["content"].exists() &&
        readCreatedTask(result, upstream)) {
        return ResultKind::Task;
    }
    if (kind == CallKind::Prompt) {
        return isMessages(result["messages"]) ? ResultKind::Complete : ResultKind::Malformed;
    }
    if (kind == CallKind::Resource) {
        return isContents(result["contents"]) ? ResultKind::Complete : ResultKind::Malformed;
    }
    const JsonValue isError = result["isError"];
    if (!isContent(result["content"]) || (isError.exists() && !isError.isBool())) {
        return ResultKind::Malformed;
    }
    return isError.boolean() ? ResultKind::ToolError : ResultKind::Complete;
}

std::string writeCallResult(CallKind kind,
                            JsonValue result,
                            Revision to,
                            const UriNames& uris,
                            std::string_view meta,
                            std::string_view note)
{
    JsonWriter out;
    out.beginObject();
    if (eraOf(to) == Era::Stateless) {
        out.member("resultType", "complete"); // B-35
    }
    const std::string_view main = mainMember(kind);
    if (kind == CallKind::Tool) {
        const JsonValue content = result["content"];
        const JsonValue structured = result["structuredContent"];
        const std::string_view rendering = missingRendering(structured, content, to);
        writeContent(out, content, to, {rendering, note}, uris);
    } else if (kind == CallKind::Prompt) {
        writeMessages(out, result[main], to, uris);
    } else {
        writeContents(out, result[main], uris);
    }
    for (JsonValue member = result.isObject() ? result.first() : JsonValue(); member.exists();
         member = member.next()) {
        const std::string name = member.name();
        if (name == main || name == "_meta" ||
            std::ranges::find(kStatelessMembers, name) != kStatelessMembers.end() ||
            (name == "structuredContent" && !keepsStructured(member, to))) {
            continue;
        }
        out.rawKey(member.rawName()).raw(member.raw());
    }
    if (kind == CallKind::Resource && eraOf(to) == Era::Stateless) {
        writeCaching(out, result);
    }
    writeResultMeta(out, result["_meta"], to, meta, uris);
    return out.endObject().take();
}

std::string writeToolError(std::string_view text, Revision to, std::string_view meta)
{
    JsonWriter out;
    out.beginObject();
    if (eraOf(to) == Era::Stateless) {
        out.member("resultType", "complete");
    }
    out.key("content").beginArray().beginObject();
    out.member("type", "text").member("text", toValidUtf8(text)).endObject().endArray();
    out.member("isError", true);
    writeResultMeta(out, {}, to, meta);
    return out.endObject().take();
}

} // namespace portcullis::protocol
