#pragma once

#include "ui/audit/log_rows.h"

#include <QString>

namespace portcullis::ui {

// Lines of a table for spreadsheets: RFC 4180, UTF-8, times in UTC (ISO 8601), sizes in bytes,
// durations in microseconds. Pure.
[[nodiscard]] QString csvHead();
[[nodiscard]] QString csvLine(const LogRow& row);

// One cell. A text that a spreadsheet would run (it begins with = + - @, a tab or a carriage
// return) stands behind an apostrophe, which makes it a text.
[[nodiscard]] QString csvCell(const QString& text);

} // namespace portcullis::ui
