#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

// Single values between nlohmann's JSON and C++. Inner header of this room.
namespace portcullis::api {

using Json = nlohmann::json;

// "/servers/0/transport: must be …"
[[nodiscard]] std::unexpected<Error> failAt(const std::string& path, const std::string& what);

// RFC 3339 in UTC like formatTime(), but with as many decimals as the time has, down to
// microseconds. parseTime() reads it.
[[nodiscard]] std::string formatExactTime(WallTime time);

template <std::integral T>
[[nodiscard]] Result<T> numberFromJson(const Json& json, const std::string& path)
{
    if (json.is_number_unsigned()) {
        const auto value = json.get<std::uint64_t>();
        if (std::in_range<T>(value)) {
            return static_cast<T>(value);
        }
    } else if (json.is_number_integer()) {
        const auto value = json.get<std::int64_t>();
        if (std::in_range<T>(value)) {
            return static_cast<T>(value);
        }
    }
    return failAt(path,
                  "must be a whole number between " +
                      std::to_string(std::numeric_limits<T>::min()) + " and " +
                      std::to_string(std::numeric_limits<T>::max()));
}

// Builds an array from values, each through its own toJson().
template <typename T>
[[nodiscard]] Json arrayOf(const std::vector<T>& values)
{
    Json array = Json::array();
    for (const T& value : values) {
        array.push_back(toJson(value));
    }
    return array;
}

} // namespace portcullis::api
