#include "gateway/protocol/mcp_headers.h"

#include "gateway/base/ascii.h"
#include "gateway/base/encoding.h"
#include "gateway/protocol/decimal.h"
#include "gateway/protocol/text.h"

#include <algorithm>

namespace portcullis::protocol {

namespace {

constexpr std::string_view kFieldPrefix = "Mcp-Param-";
constexpr std::string_view kEncodedPrefix = "=?base64?";
constexpr std::string_view kEncodedSuffix = "?=";

bool looksEncoded(std::string_view value)
{
    return value.starts_with(kEncodedPrefix) && value.ends_with(kEncodedSuffix);
}

bool isVisibleOrSpace(char c)
{
    return c >= 0x20 && c < 0x7F;
}

RpcError mismatch(const HeaderParam& param, std::string_view what)
{
    return {code::kHeaderMismatch,
            "Header mismatch: " + std::string(kFieldPrefix) + param.header + " " +
                std::string(what),
            {}};
}

// The argument that a parameter names; missing when it is not there or null.
JsonValue argumentOf(const HeaderParam& param, JsonValue arguments)
{
    JsonValue value = arguments;
    for (const std::string& name : param.path) {
        value = value[name];
    }
    return value.isNull() ? JsonValue() : value;
}

// The text that stands for an argument in a header; nothing for objects and arrays, which the
// server will refuse for their type.
std::optional<std::string> textOf(JsonValue argument)
{
    if (argument.isString()) {
        return argument.string();
    }
    if (argument.isBool()) {
        return argument.boolean() ? "true" : "false";
    }
    if (argument.isNumber()) {
        return plainInteger(argument.raw());
    }
    return std::nullopt;
}

// The values that a client sent for a parameter.
std::vector<std::string_view> sentFor(const HeaderParam& param, const McpHeaders& headers)
{
    const std::string name = asciiLower(param.header);
    std::vector<std::string_view> values;
    for (const auto& [rest, value] : headers.params) {
        if (rest == name) {
            values.emplace_back(value);
        }
    }
    return values;
}

std::optional<RpcError>
checkParameter(const HeaderParam& param, JsonValue arguments, const McpHeaders& headers)
{
    const auto sent = sentFor(param, headers);
    const JsonValue argument = argumentOf(param, arguments);
    if (sent.size() > 1) {
        return mismatch(param, "was sent more than once");
    }
    if (!argument.exists()) {
        return sent.empty() ? std::nullopt
                            : std::optional(mismatch(param,
                                                     "stands for an argument that is not "
                                                     "there"));
    }
    const auto expected = textOf(argument);
    if (!expected) {
        return sent.empty() ? std::nullopt
                            : std::optional(mismatch(param,
                                                     "stands for an argument that is no "
                                                     "single value"));
    }
    if (sent.empty()) {
        return mismatch(param, "is required, because its argument is there");
    }
    const auto decoded = decodeHeaderValue(sent.front());
    if (!decoded) {
        return mismatch(param, "is not well encoded");
    }
    const bool same =
        *decoded == *expected || (argument.isNumber() && sameNumber(*decoded, argument.raw()));
    return same ? std::nullopt : std::optional(mismatch(param, "does not match its argument"));
}

} // namespace

std::string encodeHeaderValue(std::string_view value)
{
    // Some HTTP stacks drop an empty field, so that one travels encoded, too.
    const bool plain = !value.empty() && value.front() != ' ' && value.back() != ' ' &&
                       std::ranges::all_of(value, isVisibleOrSpace) && !looksEncoded(value);
    if (plain) {
        return std::string(value);
    }
    return std::string(kEncodedPrefix) + toBase64(asBytes(value)) + std::string(kEncodedSuffix);
}

std::optional<std::string> decodeHeaderValue(std::string_view value)
{
    const std::string_view inner = trimmed(value);
    if (!looksEncoded(inner)) {
        const bool allowed =
            std::ranges::all_of(inner, [](char c) { return isVisibleOrSpace(c) || c == '\t'; });
        return allowed ? std::optional(std::string(inner)) : std::nullopt;
    }
    if (inner.size() < kEncodedPrefix.size() + kEncodedSuffix.size()) {
        return std::nullopt; // the marks overlap
    }
    const auto bytes = fromBase64(inner.substr(
        kEncodedPrefix.size(), inner.size() - kEncodedPrefix.size() - kEncodedSuffix.size()));
    if (!bytes) {
        return std::nullopt;
    }
    std::string text(bytes->begin(), bytes->end());
    return isValidUtf8(text) ? std::optional(std::move(text)) : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> parameterHeaders(const Tool& tool,
                                                                  JsonValue arguments)
{
    std::vector<std::pair<std::string, std::string>> fields;
    for (const HeaderParam& param : tool.headerParams) {
        if (const auto text = textOf(argumentOf(param, arguments))) {
            fields.emplace_back(std::string(kFieldPrefix) + param.header, encodeHeaderValue(*text));
        }
    }
    return fields;
}

std::optional<RpcError>
checkParameterHeaders(const Tool& tool, JsonValue arguments, const McpHeaders& headers)
{
    for (const HeaderParam& param : tool.headerParams) {
        if (auto fault = checkParameter(param, arguments, headers)) {
            return fault;
        }
    }
    return std::nullopt;
}

} // namespace portcullis::protocol
