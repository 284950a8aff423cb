#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// Values of options: how they are read and checked.
namespace portcullis::ctl {

// Checks for options, used with CLI::Option::check(): each gives the end of a sentence or nothing.
[[nodiscard]] std::string checkRule(const std::string& text);
[[nodiscard]] std::string checkExpiry(const std::string& text);
[[nodiscard]] std::string checkOverlap(const std::string& text);
[[nodiscard]] std::string checkNameValue(const std::string& text);
[[nodiscard]] std::string checkListen(const std::string& text);

[[nodiscard]] Result<api::ContentMode> parseContent(std::string_view text);
[[nodiscard]] const char* contentName(api::ContentMode mode);
// RFC 3339 in UTC, or a time from now such as "30d" or "12h".
[[nodiscard]] Result<WallTime> parseExpiry(std::string_view text, WallTime now);

// A time such as "7d", "12h" or "30m", or "0"; at most api::kMaxOverlap.
[[nodiscard]] Result<std::chrono::seconds> parseOverlap(std::string_view text);

struct ListenAddress
{
    std::string host;
    std::uint16_t port = 0;
};

// "127.0.0.1:0", "[::1]:8717"
[[nodiscard]] Result<ListenAddress> parseListen(std::string_view text);

} // namespace portcullis::ctl
