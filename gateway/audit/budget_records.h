#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

// What the log keeps of budgets. What it means is the budgets' matter; here it is canonical JSON.
namespace portcullis::audit {

class Connection;

// The state of all budgets, so that nobody has to go back further than this record.
struct BudgetState
{
    std::string state; // canonical JSON
};

// What one record says of budgets.
struct BudgetEntry
{
    enum class Kind : std::uint8_t
    {
        State,
        Reserved, // of a call.intent
        Settled   // of a call.outcome
    };

    Kind kind = Kind::State;
    std::string json;
};

// How far before the end of a log the last state is looked for. A state is written far more often
// where budgets are used.
inline constexpr std::int64_t kBudgetSearch = 20'000;

// The last state and what followed it, in the order of the records; without a state, all that
// stands among the last kBudgetSearch records. `connection` is read-only. Errors: those of the
// database; Corrupt.
[[nodiscard]] Result<std::vector<BudgetEntry>> readBudgetEntries(Connection& connection);

} // namespace portcullis::audit
