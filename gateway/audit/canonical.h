#pragma once

#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// The text form of records: RFC 8785 (JSON Canonicalization Scheme) in a restricted profile, so
// that a reviewer's standard tools produce the same bytes: printable ASCII member names in rising
// order, strings, integers within ±(2^53 − 1), booleans, arrays, objects; no fraction, no exponent,
// no null.
namespace portcullis::audit {

inline constexpr std::int64_t kMaxInteger = (std::int64_t{1} << 53) - 1;
inline constexpr std::size_t kMaxDepth = 8;

// Appends canonical JSON to a string it owns. The caller gives members in rising order of their
// names (checked in debug builds). Integers outside the profile are clamped to its bounds; bytes
// that are not UTF-8 become U+FFFD.
//
// Owner: the record encoder, which reuses one. Thread: one at a time.
class CanonicalWriter
{
public:
    void clear();

    CanonicalWriter& beginObject();
    CanonicalWriter& endObject();
    CanonicalWriter& beginArray();
    CanonicalWriter& endArray();
    // `name` must outlive the object it stands in.
    CanonicalWriter& key(std::string_view name);
    CanonicalWriter& string(std::string_view text);
    CanonicalWriter& integer(std::int64_t value);
    CanonicalWriter& boolean(bool value);
    // A value that is in this form already.
    CanonicalWriter& raw(std::string_view json);
    // Lower-case hex as a string.
    CanonicalWriter& hex(std::string_view bytes);

    CanonicalWriter& member(std::string_view name, std::string_view text)
    {
        return key(name).string(text);
    }

    CanonicalWriter& member(std::string_view name, std::int64_t value)
    {
        return key(name).integer(value);
    }

    // Leaves the member out when there is nothing to say: the profile has no null.
    CanonicalWriter& memberUnlessEmpty(std::string_view name, std::string_view text)
    {
        return text.empty() ? *this : member(name, text);
    }

    CanonicalWriter& rawMemberUnlessEmpty(std::string_view name, std::string_view json)
    {
        return json.empty() ? *this : key(name).raw(json);
    }

    [[nodiscard]] const std::string& str() const { return m_out; }

private:
    void separate();
    void open(char bracket);
    void close(char bracket);

    std::string m_out;
    std::array<std::string_view, kMaxDepth> m_lastName; // by depth
    std::size_t m_depth = 0;
    bool m_needsComma = false;
};

// The values of one object in exactly this form. Errors: ProtocolError.
[[nodiscard]] Result<JsonDocument> parseCanonical(std::string_view line);

// The text with every byte that is not UTF-8 replaced by U+FFFD, and cut, at a character, to
// `limit` bytes with "…" at its end.
[[nodiscard]] std::string cleanText(std::string_view text, std::size_t limit);

} // namespace portcullis::audit
