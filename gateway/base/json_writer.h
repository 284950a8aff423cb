#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis {

// Writes compact JSON by appending. Names and strings are escaped; raw() splices bytes that are
// JSON already. The caller keeps the nesting right; commas are the writer's.
class JsonWriter
{
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(std::string_view name);
    JsonWriter& rawKey(std::string_view quotedName);
    JsonWriter& string(std::string_view text); // must be valid UTF-8
    JsonWriter& integer(std::int64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json);

    // Shorthands for a member.
    JsonWriter& member(std::string_view name, std::string_view text)
    {
        return key(name).string(text);
    }

    JsonWriter& member(std::string_view name, std::int64_t value)
    {
        return key(name).integer(value);
    }

    // For bool alone: a plain overload would also take a `const char*`, and without one a bool
    // would be written as the number 1.
    template <std::same_as<bool> Bool>
    JsonWriter& member(std::string_view name, Bool value)
    {
        return key(name).boolean(value);
    }

    JsonWriter& rawMember(std::string_view name, std::string_view json)
    {
        return key(name).raw(json);
    }

    [[nodiscard]] const std::string& str() const { return m_out; }

    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    void separate();

    std::string m_out;
    bool m_needsComma = false;
};

// Escapes and quotes one string.
[[nodiscard]] std::string jsonQuote(std::string_view text);

} // namespace portcullis
