#pragma once

#include "gateway/audit/report/drawing.h"

#include <cstdint>
#include <string>
#include <vector>

// The kinds of charts that a report has. Pure.
namespace portcullis::audit::report {

// One colour of a chart, with a value for each of its places.
struct Series
{
    std::string name;
    Ink ink = Ink::Allowed;
    std::vector<double> values;
};

struct ChartText
{
    std::string title;
    std::string description;
    std::string unit; // of the values, before the axis; may be empty
};

// Upright bars over time, series upon series. `labels` name the places.
[[nodiscard]] Drawing stackedBars(const ChartText& text,
                                  const std::vector<std::string>& labels,
                                  const std::vector<Series>& series);

// The same places as lines; a negative value is a gap in its line.
[[nodiscard]] Drawing lines(const ChartText& text,
                            const std::vector<std::string>& labels,
                            const std::vector<Series>& series);

// Lying bars, one for each label, the first on top.
[[nodiscard]] Drawing rankedBars(const ChartText& text,
                                 const std::vector<std::string>& labels,
                                 const std::vector<Series>& series);

// 1,234,567
[[nodiscard]] std::string grouped(std::uint64_t value);
// "1 call", "1,234 calls"
[[nodiscard]] std::string counted(std::uint64_t value, const std::string& what);
// At most `most` characters; a longer text keeps both of its ends around "…".
[[nodiscard]] std::string shortened(const std::string& text, std::size_t most);

} // namespace portcullis::audit::report
