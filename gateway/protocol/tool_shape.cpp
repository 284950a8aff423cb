#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/schema_walk.h"
#include "gateway/protocol/tools.h"

// How a definition looks to a client of a given revision.
namespace portcullis::protocol {

namespace {

constexpr std::string_view kAnyObject = R"({"type":"object"})";

bool keepsOutputSchema(JsonValue schema, Revision revision)
{
    if (!schema.isObject() || revision <= Revision::V2025_03_26) {
        return false; // A-91
    }
    return eraOf(revision) == Era::Stateless || schema["type"].stringEquals("object"); // A-92
}

// Strict clients refuse the whole list for one member of the wrong type, so such members go (E-48).
bool keepsMember(std::string_view name, JsonValue value, Revision revision)
{
    if (name == "execution") {
        return false; // A-87
    }
    if (name == "description") {
        return value.isString();
    }
    if (name == "annotations") {
        return value.isObject();
    }
    if (name == "icons") {
        return value.isArray();
    }
    return name != "outputSchema" || keepsOutputSchema(value, revision);
}

std::string shapedInput(JsonValue schema, bool keepAnnotations)
{
    if (!schema.isObject()) {
        return std::string(kAnyObject); // C-29
    }
    const SchemaReport report = walkSchema(schema);
    // All go when one is bad, so that a client need not drop the tool (B-16).
    std::string shaped = keepAnnotations && report.headerFault.empty()
                             ? std::string(schema.raw())
                             : withoutAnnotations(schema, report.annotations);
    if (!schema["type"].exists()) {
        const bool empty = shaped.find('"') == std::string::npos;
        shaped.replace(0, 1, empty ? R"({"type":"object")" : R"({"type":"object",)");
    }
    return shaped;
}

void writeMeta(JsonWriter& out,
               JsonValue meta,
               const std::string& originalName,
               const UriNames& uris)
{
    out.key("_meta").beginObject();
    if (meta.isObject()) {
        for (JsonValue member = meta.first(); member.exists(); member = member.next()) {
            if (!member.name().starts_with(kMetaPrefix)) {
                writeMetaMember(out, member, uris);
            }
        }
    }
    out.member(kMetaTool, originalName).endObject();
}

} // namespace

std::string writeTool(const Tool& tool,
                      std::string_view publicName,
                      Revision revision,
                      const ToolText& text,
                      const UriNames& uris)
{
    const auto document = JsonDocument::parse(tool.definition);
    const JsonValue definition = document ? document->root() : JsonValue();
    const std::string& name = text.name.empty() ? tool.name : text.name;
    JsonWriter out;
    out.beginObject().member("name", publicName);
    out.member("title", tool.title.empty() ? name : tool.title); // E-07
    if (text.description && !text.description->empty()) {
        out.member("description", *text.description);
    }
    for (JsonValue member = definition.first(); member.exists(); member = member.next()) {
        const std::string key = member.name();
        if (key == "name" || key == "title" || key == "inputSchema" || key == "_meta" ||
            (key == "description" && text.description)) {
            continue;
        }
        if (keepsMember(key, member, revision)) {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    out.rawMember("inputSchema",
                  shapedInput(definition["inputSchema"], eraOf(revision) == Era::Stateless));
    writeMeta(out, definition["_meta"], tool.name, uris);
    return singleLine(out.endObject().str());
}

} // namespace portcullis::protocol
