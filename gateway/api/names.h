#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

// Enumerations and their stable names in JSON and in records. Inner header of this room.
namespace portcullis::api {

template <typename Enum>
struct Name
{
    Enum value;
    const char* text;
};

template <typename Enum, std::size_t N>
[[nodiscard]] constexpr const char* nameIn(const Name<Enum> (&table)[N], Enum value)
{
    for (const Name<Enum>& entry : table) {
        if (entry.value == value) {
            return entry.text;
        }
    }
    return "unknown";
}

template <typename Enum, std::size_t N>
[[nodiscard]] constexpr std::optional<Enum> valueIn(const Name<Enum> (&table)[N],
                                                    std::string_view text)
{
    for (const Name<Enum>& entry : table) {
        if (text == entry.text) {
            return entry.value;
        }
    }
    return std::nullopt;
}

} // namespace portcullis::api
