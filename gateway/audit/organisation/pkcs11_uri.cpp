#include "gateway/audit/organisation/pkcs11_uri.h"

#include "gateway/base/encoding.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace portcullis::audit::organisation {

namespace {

constexpr std::string_view kScheme = "pkcs11:";

std::unexpected<Error> wrong(std::string problem)
{
    return fail(ErrorCode::InvalidArgument,
                "The token's URI " + std::move(problem) +
                    ". It looks like pkcs11:token=LABEL;object=LABEL;id=%01 (RFC 7512).");
}

// RFC 3986 section 2.1. Nothing for a percent sign without its two digits, and for characters that
// must not stand there by themselves (RFC 7512 section 2.3).
std::optional<std::string> decoded(std::string_view text)
{
    static constexpr std::string_view kOthers = "-._~:[]@!$'()*+,=&";
    const auto mayStand = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               kOthers.find(c) != std::string_view::npos;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            if (!mayStand(text[i])) {
                return std::nullopt;
            }
            out += text[i];
            continue;
        }
        const auto byte = fromHex(text.substr(i + 1, 2));
        if (!byte || byte->size() != 1) {
            return std::nullopt;
        }
        out += static_cast<char>(byte->front());
        i += 2;
    }
    return out;
}

std::string* fieldOf(TokenQuery& query, std::string_view name)
{
    const std::array<std::pair<std::string_view, std::string*>, 6> fields{{
        {"token", &query.token},
        {"serial", &query.serial},
        {"manufacturer", &query.manufacturer},
        {"model", &query.model},
        {"object", &query.object},
        {"id", &query.id},
    }};
    const auto* const found =
        std::ranges::find(fields, name, [](const auto& field) { return field.first; });
    return found == fields.end() ? nullptr : found->second;
}

Result<> take(TokenQuery& query, std::string_view attribute)
{
    const std::size_t equals = std::min(attribute.find('='), attribute.size());
    const std::string name(attribute.substr(0, equals));
    auto value = decoded(attribute.substr(std::min(equals + 1, attribute.size())));
    if (name == "type" && value == "private") {
        return {};
    }
    std::string* const field = fieldOf(query, name);
    if (field == nullptr) {
        return wrong("has the part '" + name + "', which says nothing here");
    }
    if (!value || value->empty()) {
        return wrong("has no value for '" + name + "' or one that is not written as a URI has it");
    }
    if (!field->empty()) {
        return wrong("has '" + name + "' twice");
    }
    *field = std::move(*value);
    return {};
}

} // namespace

Result<TokenQuery> parsePkcs11Uri(std::string_view uri)
{
    if (!uri.starts_with(kScheme) || uri.size() == kScheme.size()) {
        return wrong("does not begin with pkcs11: or names nothing");
    }
    uri.remove_prefix(kScheme.size());
    if (uri.find('?') != std::string_view::npos) {
        return wrong("has a question mark: module and PIN are given in other ways");
    }
    TokenQuery query;
    while (!uri.empty()) {
        const std::size_t end = std::min(uri.find(';'), uri.size());
        if (auto taken = take(query, uri.substr(0, end)); !taken) {
            return fail(std::move(taken.error()));
        }
        uri.remove_prefix(std::min(end + 1, uri.size()));
    }
    return query;
}

} // namespace portcullis::audit::organisation
