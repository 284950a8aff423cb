#include "gateway/audit/bundle/fields.h"

#include "gateway/audit/canonical.h"

#include <utility>

namespace portcullis::audit::bundle {

Result<JsonDocument> parseCanonical(std::string_view text, const Where& where)
{
    auto document = audit::parseCanonical(text);
    if (document) {
        return document;
    }
    return invalid(where, ": this is not in canonical form.");
}

JsonValue Fields::find(std::string_view name, bool (JsonValue::*is)() const)
{
    const JsonValue value = m_wrong.empty() ? m_object[name] : JsonValue();
    if ((value.*is)()) {
        return value;
    }
    refuse(name);
    return {};
}

std::int64_t Fields::integer(std::string_view name)
{
    return find(name, &JsonValue::isNumber).integer().value_or(0);
}

std::string Fields::text(std::string_view name)
{
    return find(name, &JsonValue::isString).string();
}

Digest Fields::digest(std::string_view name)
{
    const auto digest = digestFrom(text(name));
    if (!digest) {
        refuse(name);
    }
    return digest.value_or(Digest());
}

JsonValue Fields::object(std::string_view name)
{
    return find(name, &JsonValue::isObject);
}

JsonValue Fields::array(std::string_view name)
{
    return find(name, &JsonValue::isArray);
}

void Fields::refuse(std::string_view name)
{
    if (m_wrong.empty()) {
        m_wrong = name;
    }
}

Result<> Fields::result() const
{
    if (m_wrong.empty()) {
        return {};
    }
    return invalid(m_where, ": " + m_wrong + " is missing or not what it must be.");
}

std::optional<Digest> digestFrom(std::string_view hex)
{
    Digest digest{};
    if (hex.size() != 2 * digest.size()) {
        return std::nullopt;
    }
    const auto digit = [](char c) -> unsigned {
        if (c >= '0' && c <= '9') {
            return static_cast<unsigned>(c - '0');
        }
        return c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10) : 16U;
    };
    unsigned worst = 0;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const unsigned high = digit(hex[2 * i]);
        const unsigned low = digit(hex[2 * i + 1]);
        worst |= high | low;
        digest[i] = static_cast<std::uint8_t>(high << 4U | low);
    }
    return worst < 16 ? std::optional(digest) : std::nullopt;
}

} // namespace portcullis::audit::bundle
