#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"
#include "gateway/budget/amounts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace portcullis::budget {

// What one call took from budgets, as it stands in the records of its intent (reserved) and its
// outcome (settled). Each of the budgets was charged the amount of its own unit.
struct Delta
{
    std::uint64_t reservation = 0; // counts up through the life of a log
    WallTime at{};                 // by the ledger's own time
    Amounts amounts{};
    std::vector<BudgetId> budgets; // sorted; of an outcome, those that were given nothing back

    bool operator==(const Delta&) const = default;
};

// Canonical JSON (RFC 8785): {"at":…,"budgets":["…"],"calls":1,"id":17}; units of amount 0 are left
// out.
[[nodiscard]] std::string toJson(const Delta& delta);
// Errors: Corrupt, where it is not what toJson() writes.
[[nodiscard]] Result<Delta> deltaFrom(JsonValue json);

} // namespace portcullis::budget
