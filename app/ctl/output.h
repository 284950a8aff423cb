#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What people and scripts read on standard output and standard error.
namespace portcullis::ctl {

// Text from outside, safe for a terminal: control characters become spaces, what is not UTF-8 a
// question mark.
[[nodiscard]] std::string printable(std::string_view text);

// Rows under headings, in aligned columns; nothing but the headings in capitals marks them.
// Owner: a command. Thread: its own. Failure: none.
class Table
{
public:
    explicit Table(std::vector<std::string> headings);

    void add(std::vector<std::string> row);
    // Every row ends in a newline; cells are printable().
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::string> m_headings;
    std::vector<std::vector<std::string>> m_rows;
};

// Names and their values, one a line, the values aligned.
[[nodiscard]] std::string
formatPairs(const std::vector<std::pair<std::string, std::string>>& pairs);

// "2026-11-22 09:30:00Z"
[[nodiscard]] std::string formatSecond(WallTime time);
// "12 ms", "1.3 s"
[[nodiscard]] std::string formatDuration(std::int64_t micros);

void print(std::string_view text); // to standard output, as it is
void printLine(std::string_view text);
void printJson(const nlohmann::json& json); // indented
void printJsonLine(const nlohmann::json& json);
void warn(std::string_view sentence); // to standard error
// One sentence and its cause to standard error, or {"error":{…}} on one line.
void report(const Error& error, bool asJson);

} // namespace portcullis::ctl
