#pragma once

#include <string>
#include <string_view>

// JSON number lexemes as exact decimals, so that no digit is lost in a double.
namespace portcullis::protocol {

// Same value, however written: 42, 42.0 and 4.2e1. False when one is not a number of JSON.
[[nodiscard]] bool sameNumber(std::string_view a, std::string_view b);

// An integral value in plain digits where that takes no more than 32 of them ("4.2e1" gives "42");
// anything else as it is.
[[nodiscard]] std::string plainInteger(std::string_view number);

// The nearest double; infinite or zero where the value lies beyond them.
[[nodiscard]] double nearestDouble(std::string_view number);

} // namespace portcullis::protocol
