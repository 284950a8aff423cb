#pragma once

#include "gateway/api/condition.h"
#include "gateway/api/explanation.h"
#include "gateway/base/json.h"
#include "gateway/base/pattern.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::policy {

using api::Holding;

// What a call says. Views into what the caller keeps.
struct Arguments
{
    JsonValue object;                    // missing for none
    std::optional<std::string_view> uri; // of a resource, as its server knows it: argument "uri"
};

// Bounds on what a hostile call can make a decision cost.
inline constexpr std::size_t kMaxArgumentText = std::size_t{16} * 1024; // bytes as written
inline constexpr std::size_t kMaxArgumentMembers = 1024;                // of an object gone through

// One condition, prepared for asking. Immutable. Thread: any. Errors: none; one that cannot be used
// is Unreadable for every call.
class Condition
{
public:
    explicit Condition(api::Condition condition);

    [[nodiscard]] Holding test(const Arguments& arguments) const;

    [[nodiscard]] const api::Condition& source() const { return m_source; }

private:
    // Of Equals and OneOf: what is compared, so that nothing is parsed at a call.
    struct Scalar
    {
        JsonKind kind = JsonKind::Null;
        std::string text; // of a string, without escapes; of a number, as written
    };

    [[nodiscard]] Holding testValue(JsonValue value) const;
    [[nodiscard]] Holding testEqual(JsonValue value) const;
    [[nodiscard]] Holding testNumber(JsonValue value) const;
    [[nodiscard]] Holding testText(std::string_view text) const;
    [[nodiscard]] Holding testHost(std::string_view url) const;

    api::Condition m_source;
    std::vector<std::string> m_path; // empty: never readable
    std::vector<Scalar> m_scalars;
    std::optional<Pattern> m_pattern;
};

} // namespace portcullis::policy
