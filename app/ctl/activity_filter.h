#pragma once

#include "gateway/api/status.h"

#include <string>
#include <vector>

// Calls as rows.
namespace portcullis::ctl {

// "fx:echo"
[[nodiscard]] std::string toolOf(const api::ActivityRow& row);
[[nodiscard]] std::string activityTable(const std::vector<api::ActivityRow>& rows);
// One row in columns of fixed width, for lists that grow.
[[nodiscard]] std::string activityLine(const api::ActivityRow& row);
// Does the row fit the filters of a query? As the log itself decides it.
[[nodiscard]] bool fits(const api::ActivityRow& row, const api::ActivityQuery& query);

} // namespace portcullis::ctl
