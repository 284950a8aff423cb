#include "gateway/protocol/client_answer.h"

#include "gateway/base/ascii.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>

namespace portcullis::protocol {

namespace {

using Fault = std::optional<std::string>;

constexpr std::size_t kMaxKey = 64; // of a text that repeats it

// Answers of several blocks, and choices of several at once, came with this one.
constexpr Revision kLists = Revision::V2025_11_25;

bool isStrings(JsonValue list)
{
    if (!list.isArray()) {
        return false;
    }
    for (JsonValue one = list.first(); one.exists(); one = one.next()) {
        if (!one.isString()) {
            return false;
        }
    }
    return true;
}

// Of null and of an object without members clients say no more than of a member that is missing.
bool isEmpty(JsonValue content)
{
    return !content.exists() || content.isNull() || (content.isObject() && content.size() == 0);
}

Fault faultOfFields(JsonValue content, Revision spoken)
{
    if (!content.exists() || content.isNull()) {
        return std::nullopt;
    }
    if (!content.isObject()) {
        return "content must be an object";
    }
    for (JsonValue field = content.first(); field.exists(); field = field.next()) {
        const bool plain = field.isString() || field.isNumber() || field.isBool();
        if (!plain && !(spoken >= kLists && isStrings(field))) {
            return "the fields of content must be texts, numbers, yes or no, or lists of texts";
        }
    }
    return std::nullopt;
}

Fault faultOfElicitation(AskedKind asked, JsonValue answer, Revision spoken)
{
    const JsonValue action = answer["action"];
    const bool accepted = action.stringEquals("accept");
    if (!accepted && !action.stringEquals("decline") && !action.stringEquals("cancel")) {
        return "action must be accept, decline or cancel";
    }
    const JsonValue content = answer["content"];
    if ((!accepted || asked == AskedKind::Url) && !isEmpty(content)) {
        return "content belongs to a form that was accepted, and to nothing else";
    }
    return faultOfFields(content, spoken);
}

bool hasStrings(JsonValue block, std::initializer_list<std::string_view> names)
{
    return std::ranges::all_of(names,
                               [&](std::string_view name) { return block[name].isString(); });
}

bool isGoodBlock(JsonValue block)
{
    const JsonValue type = block["type"];
    if (!block.isObject() || !type.isString()) {
        return false;
    }
    if (type.stringEquals("text")) {
        return hasStrings(block, {"text"});
    }
    if (type.stringEquals("image") || type.stringEquals("audio")) {
        return hasStrings(block, {"data", "mimeType"});
    }
    if (type.stringEquals("tool_use")) {
        return hasStrings(block, {"id", "name"}) && block["input"].isObject();
    }
    if (type.stringEquals("tool_result")) {
        return hasStrings(block, {"toolUseId"}) && block["content"].isArray();
    }
    return true;
}

bool isGoodContent(JsonValue content, Revision spoken)
{
    if (!content.isArray()) {
        return isGoodBlock(content);
    }
    bool good = spoken >= kLists;
    for (JsonValue block = content.first(); block.exists() && good; block = block.next()) {
        good = isGoodBlock(block);
    }
    return good;
}

Fault faultOfSampling(JsonValue answer, Revision spoken)
{
    const JsonValue role = answer["role"];
    if (!role.stringEquals("assistant") && !role.stringEquals("user")) {
        return "role must be assistant or user";
    }
    if (!answer["model"].isString()) {
        return "model must be a string";
    }
    const JsonValue reason = answer["stopReason"];
    if (reason.exists() && !reason.isNull() && !reason.isString()) {
        return "stopReason must be a string";
    }
    if (!isGoodContent(answer["content"], spoken)) {
        return spoken >= kLists ? "content must be a block or a list of blocks"
                                : "content must be one block";
    }
    return std::nullopt;
}

// nothing but folders and files of the client's own.
Fault faultOfRoots(JsonValue answer)
{
    constexpr std::string_view kScheme = "file://";
    const JsonValue roots = answer["roots"];
    if (!roots.isArray()) {
        return "roots must be a list";
    }
    for (JsonValue root = roots.first(); root.exists(); root = root.next()) {
        const std::string uri = root["uri"].string();
        if (asciiLower(uri.substr(0, kScheme.size())) != kScheme) {
            return "every root must have a uri that begins with file://";
        }
        const JsonValue name = root["name"];
        if (name.exists() && !name.isNull() && !name.isString()) {
            return "the name of a root must be a string";
        }
    }
    return std::nullopt;
}

// What an answer wants to be.
AskedKind kindOfAnswer(JsonValue answer)
{
    if (answer["action"].exists()) {
        return AskedKind::Form; // content may or may not be there
    }
    if (answer["roots"].exists()) {
        return AskedKind::Roots;
    }
    return answer["role"].exists() || answer["model"].exists() ? AskedKind::Sampling
                                                               : AskedKind::Untold;
}

std::string ofKey(const std::string& key, const std::string& fault)
{
    return "the answer \"" + excerpt(key, kMaxKey) + "\": " + fault;
}

} // namespace

AskedKind askedKindOf(std::string_view method, JsonValue params)
{
    if (method == "sampling/createMessage") {
        return AskedKind::Sampling;
    }
    if (method == "roots/list") {
        return AskedKind::Roots;
    }
    if (method != "elicitation/create") {
        return AskedKind::Untold;
    }
    return params["mode"].stringEquals("url") ? AskedKind::Url : AskedKind::Form;
}

Fault faultOfAnswer(AskedKind asked, JsonValue answer, Revision spoken)
{
    if (!answer.isObject()) {
        return "it must be an object";
    }
    if (const JsonValue meta = answer["_meta"]; meta.exists() && !meta.isObject()) {
        return "_meta must be an object";
    }
    switch (asked == AskedKind::Untold ? kindOfAnswer(answer) : asked) {
    case AskedKind::Form:
        return faultOfElicitation(asked, answer, spoken);
    case AskedKind::Url:
        return faultOfElicitation(AskedKind::Url, answer, spoken);
    case AskedKind::Sampling:
        return faultOfSampling(answer, spoken);
    case AskedKind::Roots:
        return faultOfRoots(answer);
    case AskedKind::Untold:
        break;
    }
    return std::nullopt;
}

Fault faultOfAnswers(JsonValue answers,
                     const std::map<std::string, AskedKind>& asked,
                     Revision spoken)
{
    for (const auto& [key, kind] : asked) {
        const JsonValue answer = answers[key];
        if (!answer.exists()) {
            continue; // it is asked for again
        }
        if (auto fault = faultOfAnswer(kind, answer, spoken)) {
            return ofKey(key, *fault);
        }
    }
    return std::nullopt;
}

Fault faultOfUntoldAnswers(JsonValue answers, Revision spoken)
{
    for (JsonValue answer = answers.isObject() ? answers.first() : JsonValue(); answer.exists();
         answer = answer.next()) {
        if (auto fault = faultOfAnswer(AskedKind::Untold, answer, spoken)) {
            return ofKey(answer.name(), *fault);
        }
    }
    return std::nullopt;
}

bool looksLikeAnswer(JsonValue answer)
{
    return kindOfAnswer(answer) != AskedKind::Untold;
}

} // namespace portcullis::protocol
