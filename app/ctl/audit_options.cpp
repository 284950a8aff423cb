#include "app/ctl/audit_options.h"

#include <charconv>
#include <chrono>
#include <optional>

namespace portcullis::ctl {

namespace {

std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

// "30d", "12h"
std::optional<std::chrono::hours> span(std::string_view text)
{
    const char unit = text.empty() ? '\0' : text.back();
    const auto count = number(text.substr(0, text.size() - (text.empty() ? 0 : 1)));
    if ((unit != 'd' && unit != 'h') || !count || *count > 1'000'000) {
        return std::nullopt;
    }
    return std::chrono::hours(*count * (unit == 'd' ? 24U : 1U));
}

std::string sentenceEnd(const Result<>& checked)
{
    return checked ? std::string() : checked.error().message;
}

template <typename T>
Result<> asCheck(const Result<T>& value)
{
    return value ? Result<>() : fail(value.error());
}

} // namespace

Result<WallTime> parseMoment(std::string_view text, WallTime now)
{
    WallTime time;
    if (parseTime(text, time) || parseTime(std::string(text) + "T00:00:00Z", time)) {
        return time;
    }
    if (const auto before = span(text)) {
        return now - *before;
    }
    return fail(ErrorCode::InvalidArgument,
                "must be a time such as 2026-11-01T09:30:00Z, a date such as 2026-11-01, or how "
                "long ago, such as 30d or 12h");
}

Result<api::RecordRange> parseRecords(std::string_view text)
{
    const std::size_t dash = text.find('-');
    const std::string_view last = text.substr(std::min(text.size(), dash + 1));
    const auto begin = number(text.substr(0, dash));
    const auto end = number(last);
    const bool isOpen = dash != std::string_view::npos && last.empty();
    if (!begin || dash == std::string_view::npos || (!isOpen && (!end || *end < *begin))) {
        return fail(ErrorCode::InvalidArgument,
                    "must be the first and the last record, such as 100-199, or 100- for all from "
                    "there on");
    }
    return api::RecordRange{*begin, isOpen ? std::nullopt : std::optional(*end + 1)};
}

std::string checkMoment(const std::string& text)
{
    return sentenceEnd(asCheck(parseMoment(text, WallTime{})));
}

std::string checkRecords(const std::string& text)
{
    return sentenceEnd(asCheck(parseRecords(text)));
}

std::string checkPin(const std::string& text)
{
    return api::parsePin(text) ? std::string()
                               : "must be SIZE:ROOT, as `portcullisctl audit checkpoint` prints it";
}

} // namespace portcullis::ctl
