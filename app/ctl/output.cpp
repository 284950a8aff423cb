#include "app/ctl/output.h"

#include "app/ctl/exit_code.h"
#include "gateway/api/wire.h"
#include "gateway/base/encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace portcullis::ctl {

namespace {

// Code points; wide characters are rare in names and only cost alignment.
std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void write(std::FILE* stream, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

// Values come from outside now and then; what is not UTF-8 must not end the program.
std::string dump(const nlohmann::json& json, int indent)
{
    return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace

ExitCode exitCodeFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Locked:
    case ErrorCode::Unavailable:
    case ErrorCode::Busy:
        return ExitCode::Unavailable;
    default:
        return ExitCode::Failed;
    }
}

std::string printable(std::string_view text)
{
    std::string out(text);
    const bool utf8 = isValidUtf8(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto c = static_cast<unsigned char>(out[i]);
        if (c < 0x20 || c == 0x7F) {
            out[i] = ' ';
        } else if (c >= 0x80 && !utf8) {
            out[i] = '?';
        } else if (c == 0xC2 && i + 1 < out.size() &&
                   static_cast<unsigned char>(out[i + 1]) < 0xA0) {
            out[i] = ' '; // U+0080 to U+009F: control characters, too
            out[i + 1] = ' ';
        }
    }
    return out;
}

Table::Table(std::vector<std::string> headings)
    : m_headings(std::move(headings))
{}

void Table::add(std::vector<std::string> row)
{
    row.resize(m_headings.size());
    std::ranges::transform(
        row, row.begin(), [](const std::string& cell) { return printable(cell); });
    m_rows.push_back(std::move(row));
}

std::string Table::text() const
{
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < m_headings.size(); ++column) {
        std::size_t widest = width(m_headings[column]);
        for (const auto& row : m_rows) {
            widest = std::max(widest, width(row[column]));
        }
        widths.push_back(widest);
    }
    std::string out;
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            text += cells[column];
            text.append(widths[column] - width(cells[column]) + 2, ' ');
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    };
    line(m_headings);
    std::ranges::for_each(m_rows, line);
    return out;
}

std::string formatPairs(const std::vector<std::pair<std::string, std::string>>& pairs)
{
    std::size_t widest = 0;
    for (const auto& [name, value] : pairs) {
        widest = std::max(widest, width(name));
    }
    std::string out;
    for (const auto& [name, value] : pairs) {
        out += name + ":" + std::string(widest - width(name) + 1, ' ') + printable(value) + "\n";
    }
    return out;
}

std::string formatSecond(WallTime time)
{
    std::string text = formatTime(time); // 2026-11-22T09:30:00.125Z
    if (const std::size_t dot = text.find('.'); dot != std::string::npos) {
        text.erase(dot);
        text += 'Z';
    }
    std::ranges::replace(text, 'T', ' ');
    return text;
}

std::string formatDuration(std::int64_t micros)
{
    std::array<char, 32> text{};
    const double millis = static_cast<double>(micros) / 1000.0;
    if (millis >= 1000.0) {
        std::snprintf(text.data(), text.size(), "%.1f s", millis / 1000.0);
    } else {
        std::snprintf(text.data(), text.size(), millis < 10.0 ? "%.1f ms" : "%.0f ms", millis);
    }
    return text.data();
}

void print(std::string_view text)
{
    write(stdout, text);
}

void printLine(std::string_view text)
{
    write(stdout, std::string(text) + "\n");
}

void printJson(const nlohmann::json& json)
{
    write(stdout, dump(json, 2));
}

void printJsonLine(const nlohmann::json& json)
{
    write(stdout, dump(json, -1));
}

void warn(std::string_view sentence)
{
    write(stderr, "portcullisctl: " + printable(sentence) + "\n");
}

void report(const Error& error, bool asJson)
{
    if (asJson) {
        write(stderr, dump({{"error", api::toJson(error)}}, -1));
        return;
    }
    warn(error.message + (error.cause.empty() ? "" : " (" + error.cause + ")"));
}

} // namespace portcullis::ctl
