#include "gateway/protocol/elicitation_form.h"

namespace portcullis::protocol {

namespace {

// [{"const":"r","title":"Red"}] as "enum":["r"],"enumNames":["Red"]; false for anything else.
bool writeTitledChoices(JsonWriter& out, JsonValue choices)
{
    JsonWriter values;
    JsonWriter names;
    values.beginArray();
    names.beginArray();
    for (JsonValue choice = choices.first(); choice.exists(); choice = choice.next()) {
        if (!choice["const"].isString() || !choice["title"].isString()) {
            return false;
        }
        values.raw(choice["const"].raw());
        names.raw(choice["title"].raw());
    }
    out.rawMember("enum", values.endArray().str()).rawMember("enumNames", names.endArray().str());
    return choices.isArray() && choices.size() > 0;
}

bool writeOldField(JsonWriter& out, JsonValue field)
{
    const JsonValue type = field["type"];
    const bool hasDefault = field["default"].exists() && !type.stringEquals("boolean");
    if (!field.isObject() || !type.isString() || type.stringEquals("array") || hasDefault) {
        return false;
    }
    bool expressed = true;
    out.beginObject();
    for (JsonValue member = field.first(); member.exists(); member = member.next()) {
        if (member.name() == "oneOf") {
            expressed = writeTitledChoices(out, member) && expressed;
        } else {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    out.endObject();
    return expressed;
}

} // namespace

std::optional<std::string> formFor(Revision to, JsonValue requestedSchema)
{
    if (to > Revision::V2025_06_18 || !requestedSchema["properties"].isObject()) {
        return std::string(requestedSchema.raw());
    }
    JsonWriter out;
    bool expressed = true;
    out.beginObject();
    for (JsonValue member = requestedSchema.first(); member.exists(); member = member.next()) {
        out.rawKey(member.rawName());
        if (member.name() != "properties") {
            out.raw(member.raw());
            continue;
        }
        out.beginObject();
        for (JsonValue field = member.first(); field.exists(); field = field.next()) {
            out.rawKey(field.rawName());
            expressed = writeOldField(out, field) && expressed;
            if (!expressed) {
                return std::nullopt;
            }
        }
        out.endObject();
    }
    return out.endObject().take();
}

} // namespace portcullis::protocol
