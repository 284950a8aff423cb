#include "app/ctl/config_diff_view.h"

#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace portcullis::ctl {

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kMostLines = 12;  // of one value
constexpr std::size_t kMostBytes = 160; // of one line

[[nodiscard]] Lines linesOf(const std::optional<std::string>& value)
{
    Lines lines;
    if (value && value->empty()) {
        lines.emplace_back("(empty)");
    }
    std::istringstream text(value.value_or(std::string()));
    for (std::string line; std::getline(text, line);) {
        lines.push_back(std::move(line));
    }
    return lines;
}

// The lines that the other value lacks; all where it is only their order that differs.
[[nodiscard]] Lines without(const Lines& lines, const Lines& others)
{
    Lines rest;
    std::ranges::copy_if(lines, std::back_inserter(rest), [&others](const std::string& line) {
        return std::ranges::find(others, line) == others.end();
    });
    return rest;
}

// Cut between characters, not within one.
[[nodiscard]] std::string shortened(const std::string& line)
{
    if (line.size() <= kMostBytes) {
        return printable(line);
    }
    std::size_t end = kMostBytes;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return printable(line.substr(0, end)) + "…";
}

void append(std::string& text, const char* mark, const Lines& lines)
{
    const std::size_t shown = std::min(lines.size(), kMostLines);
    for (std::size_t i = 0; i < shown; ++i) {
        text += std::string("  ") + mark + " " + shortened(lines[i]) + "\n";
    }
    if (shown < lines.size()) {
        text +=
            std::string("  ") + mark + " … and " + std::to_string(lines.size() - shown) + " more\n";
    }
}

[[nodiscard]] nlohmann::json orNull(const std::optional<std::string>& value)
{
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

} // namespace

std::string formatDifferences(const std::vector<api::ConfigDifference>& differences)
{
    std::string text;
    for (const api::ConfigDifference& difference : differences) {
        const Lines before = linesOf(difference.before);
        const Lines after = linesOf(difference.after);
        const Lines gone = without(before, after);
        const Lines added = without(after, before);
        const bool moved = gone.empty() && added.empty();
        text += shortened(difference.place) + "\n";
        append(text, "-", moved ? before : gone);
        append(text, "+", moved ? after : added);
    }
    return text;
}

nlohmann::json toJson(const std::vector<api::ConfigDifference>& differences)
{
    nlohmann::json list = nlohmann::json::array();
    for (const api::ConfigDifference& difference : differences) {
        list.push_back({{"place", difference.place},
                        {"path", difference.path},
                        {"before", orNull(difference.before)},
                        {"after", orNull(difference.after)}});
    }
    return list;
}

} // namespace portcullis::ctl
