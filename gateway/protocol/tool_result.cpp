#include "gateway/protocol/call.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>

// Results of tools/call: what a server meant, and how a client of a given revision sees it.
namespace portcullis::protocol {

namespace {

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

std::string linkText(JsonValue block)
{
    const std::string title = block["title"].string();
    const std::string name = title.empty() ? block["name"].string() : title;
    const std::string uri = block["uri"].string();
    return name.empty() ? uri : name + ": " + uri;
}

// One block as the client's revision can take it.
void writeBlock(JsonWriter& out, JsonValue block, Revision to)
{
    const JsonValue type = block["type"];
    std::string text;
    if (to == Revision::V2024_11_05 && type.stringEquals("audio")) {
        text = audioNote(block);
    } else if (to <= Revision::V2025_03_26 && type.stringEquals("resource_link")) {
        text = linkText(block);
    } else {
        out.raw(block.raw());
        return;
    }
    out.beginObject().member("type", "text").member("text", text);
    if (const JsonValue annotations = block["annotations"]; annotations.isObject()) {
        out.rawMember("annotations", annotations.raw());
    }
    out.endObject();
}

void writeContent(JsonWriter& out, JsonValue content, Revision to, std::string_view rendering)
{
    out.key("content");
    if (content.exists() && rendering.empty() && to > Revision::V2025_03_26) {
        out.raw(content.raw());
        return;
    }
    out.beginArray();
    for (JsonValue block = content.first(); block.exists(); block = block.next()) {
        writeBlock(out, block, to);
    }
    if (!rendering.empty()) {
        out.beginObject().member("type", "text").member("text", rendering).endObject();
    }
    out.endArray();
}

void writeMeta(JsonWriter& out, JsonValue received, Revision to, std::string_view added)
{
    JsonWriter meta;
    meta.beginObject();
    if (eraOf(to) == Era::Stateless) {
        meta.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation())); // B-36
    }
    if (received.isObject()) {
        for (JsonValue member = received.first(); member.exists(); member = member.next()) {
            const std::string name = member.name();
            if (name != kMetaServerInfo && !name.starts_with(kMetaPrefix)) {
                meta.rawKey(member.rawName()).raw(member.raw());
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

ResultKind classifyToolResult(JsonValue result, Era upstream)
{
    const JsonValue type = result["resultType"];
    if (upstream == Era::Stateless && type.exists()) {
        if (type.stringEquals("input_required")) {
            return classifyInputRequired(result);
        }
        if (!type.stringEquals("complete")) {
            return ResultKind::Malformed; // C-41
        }
    }
    const JsonValue isError = result["isError"];
    if (!isContent(result["content"]) || (isError.exists() && !isError.isBool())) {
        return ResultKind::Malformed;
    }
    return isError.boolean() ? ResultKind::ToolError : ResultKind::Complete;
}

std::string writeToolResult(JsonValue result, Revision to, std::string_view meta)
{
    const JsonValue content = result["content"];
    JsonWriter out;
    out.beginObject();
    if (eraOf(to) == Era::Stateless) {
        out.member("resultType", "complete"); // B-35
    }
    writeContent(out, content, to, missingRendering(result["structuredContent"], content, to));
    for (JsonValue member = result.first(); member.exists(); member = member.next()) {
        const std::string name = member.name();
        if (name == "content" || name == "_meta" ||
            std::ranges::find(kStatelessMembers, name) != kStatelessMembers.end() ||
            (name == "structuredContent" && !keepsStructured(member, to))) {
            continue;
        }
        out.rawKey(member.rawName()).raw(member.raw());
    }
    writeMeta(out, result["_meta"], to, meta);
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
    writeMeta(out, {}, to, meta);
    return out.endObject().take();
}

} // namespace portcullis::protocol
