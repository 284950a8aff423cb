#include "gateway/protocol/elicitation_form.h"

#include "gateway/base/ascii.h"

#include <algorithm>
#include <array>
#include <string_view>

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

namespace {

// "API key", "api_key" and "apiKey2" are alike.
std::string lettersOf(std::string_view text)
{
    std::string letters;
    for (const char c : asciiLower(text)) {
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) {
            letters += c;
        }
    }
    return letters;
}

bool namesSecret(std::string_view text)
{
    constexpr std::array kAnywhere{std::string_view("password"),
                                   std::string_view("passwd"),
                                   std::string_view("passphrase"),
                                   std::string_view("passcode"),
                                   std::string_view("passwort"),
                                   std::string_view("kennwort")};
    constexpr std::array kAtTheEnd{std::string_view("secret"),
                                   std::string_view("token"),
                                   std::string_view("apikey"),
                                   std::string_view("accesskey"),
                                   std::string_view("privatekey"),
                                   std::string_view("credential"),
                                   std::string_view("credentials")};
    const std::string letters = lettersOf(text);
    return std::ranges::any_of(kAnywhere,
                               [&](std::string_view word) { return letters.contains(word); }) ||
           std::ranges::any_of(kAtTheEnd,
                               [&](std::string_view word) { return letters.ends_with(word); });
}

} // namespace

bool asksForSecret(JsonValue requestedSchema)
{
    const JsonValue fields = requestedSchema["properties"];
    for (JsonValue field = fields.first(); field.exists(); field = field.next()) {
        const bool isText = !field["type"].exists() || field["type"].stringEquals("string");
        const bool isChoice = field["enum"].exists() || field["oneOf"].exists();
        if (!isText || isChoice) {
            continue;
        }
        if (field["format"].stringEquals("password") || field["writeOnly"].boolean() ||
            namesSecret(field.name()) || namesSecret(field["title"].string())) {
            return true;
        }
    }
    return false;
}

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
