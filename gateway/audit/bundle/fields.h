#pragma once

#include "gateway/audit/bundle/where.h"
#include "gateway/base/crypto.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// One text that must be written in exactly one way (FORMAT.md, Lines), taken apart. Errors:
// Corrupt.
[[nodiscard]] Result<JsonDocument> parseCanonical(std::string_view text, const Where& where);

// Reads members of an object that must be there with a certain type. Once one is not, every
// further answer is empty and result() names the first: so a caller asks for all it needs and looks
// once.
//
// Owner: the function that reads an object; the document must outlive it. Thread: one.
class Fields
{
public:
    Fields(JsonValue object, const Where& where)
        : m_object(object)
        , m_where(where)
    {}

    [[nodiscard]] std::int64_t integer(std::string_view name);
    [[nodiscard]] std::string text(std::string_view name);
    [[nodiscard]] Digest digest(std::string_view name); // 64 hexadecimal digits
    [[nodiscard]] JsonValue object(std::string_view name);
    [[nodiscard]] JsonValue array(std::string_view name);

    [[nodiscard]] bool has(std::string_view name) const { return m_object[name].exists(); }

    [[nodiscard]] const Where& where() const { return m_where; }

    // Notes that a member is not what it must be.
    void refuse(std::string_view name);
    [[nodiscard]] Result<> result() const;

private:
    [[nodiscard]] JsonValue find(std::string_view name, bool (JsonValue::*is)() const);

    JsonValue m_object;
    Where m_where;
    std::string m_wrong; // the first member that is not what it must be
};

// Lower case only; nothing for anything but 64 digits.
[[nodiscard]] std::optional<Digest> digestFrom(std::string_view hex);

} // namespace portcullis::audit::bundle
