#pragma once

#include "gateway/api/config.h"

#include <QString>

#include <array>
#include <cstdint>

// The limits toward clients as fields of a form: their units, ranges and words.
namespace portcullis::ui {

enum class LimitUnit : std::uint8_t
{
    KiB,
    Count,
    Minutes
};

enum class LimitGroup : std::uint8_t
{
    Sizes,
    Sessions,
    Calls
};

struct LimitField
{
    const char* member; // "/limits/bodyBytes"
    LimitGroup group;
    LimitUnit unit;
    int low; // in units
    int high;
    const char* label; // to be translated in the context "Limits"
    const char* hint;
};

inline constexpr std::size_t kLimitFields = 20;

// In the order in which they are shown.
[[nodiscard]] const std::array<LimitField, kLimitFields>& limitFields();

// A limit in its unit, rounded up; and back, where the field was changed.
[[nodiscard]] int shownLimit(const api::Limits& limits, const LimitField& field);
void setLimit(api::Limits& limits, const LimitField& field, int shown);

[[nodiscard]] QString labelOf(const LimitField& field);
// With the default.
[[nodiscard]] QString hintOf(const LimitField& field);
[[nodiscard]] QString suffixOf(LimitUnit unit);
[[nodiscard]] QString titleOf(LimitGroup group);

} // namespace portcullis::ui
