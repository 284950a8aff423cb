#include "gateway/audit/report/csv.h"

#include <string_view>

namespace portcullis::audit::report {

namespace {

constexpr std::string_view kBeginsFormula = "=+-@\t\r\n";
constexpr std::string_view kNeedsQuotes = "\",\r\n";

void appendCell(std::string& out, std::string_view cell)
{
    const bool isFormula = !cell.empty() && kBeginsFormula.find(cell.front()) != cell.npos;
    if (!isFormula && cell.find_first_of(kNeedsQuotes) == cell.npos) {
        out += cell;
        return;
    }
    out += isFormula ? "\"'" : "\"";
    for (const char c : cell) {
        out.append(c == '"' ? 2 : 1, c);
    }
    out += '"';
}

} // namespace

std::string csvRow(std::span<const std::string> cells)
{
    std::string row;
    for (const std::string& cell : cells) {
        row += &cell == cells.data() ? "" : ",";
        appendCell(row, cell);
    }
    return row += "\r\n";
}

} // namespace portcullis::audit::report
