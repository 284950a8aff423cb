#pragma once

#include "app/ctl/bench/micro.h"

namespace portcullis::ctl::bench {

// What budgets cost a call: reserving of one budget at each of four levels (customer, team, key and
// server) and settling, with 50 keys that have budgets of their own. Half of the windows roll.
[[nodiscard]] Result<MicroResult> measureBudgets(double seconds);

} // namespace portcullis::ctl::bench
