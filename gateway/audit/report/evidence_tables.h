#pragma once

#include "gateway/audit/report/record_view.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Which records stand in which table of the evidence, and what a row says of them. Pure.
namespace portcullis::audit::report {

enum class Table : std::uint8_t
{
    AccessReviews,
    AdminActions,
    Denials,
    Exports,
    IntegrityChecks,
    KeyLifecycle,
    Orphans,
    PolicyChanges
};

inline constexpr auto kTables = std::to_array({Table::AccessReviews,
                                               Table::AdminActions,
                                               Table::Denials,
                                               Table::Exports,
                                               Table::IntegrityChecks,
                                               Table::KeyLifecycle,
                                               Table::Orphans,
                                               Table::PolicyChanges});

using TableSet = std::bitset<kTables.size()>;

constexpr std::size_t indexOf(Table table)
{
    return static_cast<std::size_t>(table);
}

// One cell of a row: a member of the body, or another one where the first is missing.
struct Column
{
    std::string_view title;
    std::string_view path;
    std::string_view otherwise;
};

struct TableShape
{
    std::string_view file;  // in the bundle
    std::string_view title; // for people
    std::span<const Column> columns;
};

[[nodiscard]] const TableShape& shapeOf(Table table);

// The types whose records may stand in a table.
[[nodiscard]] std::vector<std::string_view> typesOf(Table table);

// The tables that a record stands in. What a change of the configuration was stands in its body:
// without that, it stands with the actions of administrators only.
[[nodiscard]] TableSet tablesOf(const RecordView& record);

// Titles and cells begin with record, time, type, key and server; the columns of the table follow.
[[nodiscard]] std::vector<std::string> titlesOf(Table table);
[[nodiscard]] std::vector<std::string> cellsOf(Table table, const RecordView& record);

} // namespace portcullis::audit::report
