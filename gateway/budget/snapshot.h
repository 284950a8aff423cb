#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"
#include "gateway/budget/delta.h"
#include "gateway/budget/meter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::budget {

// One budget as it stands in a snapshot.
struct SavedBudget
{
    BudgetId id;
    std::string unit;  // its name
    std::string shape; // of its windows: "day/calendar/Europe/Berlin"
    WallTime until{};  // from when on none of it counts
    MeterState meter;
    std::optional<WallTime> warnedAt;
    std::optional<WallTime> refusedAt;
    bool operator==(const SavedBudget&) const = default;
};

// What all budgets know at one moment: what a ledger can be made of again, with the records since.
struct Snapshot
{
    WallTime at{};
    std::uint64_t next = 1;           // reservations from here on came later
    std::vector<SavedBudget> budgets; // sorted by id; also removed ones whose window still runs
    std::vector<Delta> running;       // recorded reservations that were not settled
    bool operator==(const Snapshot&) const = default;
};

// Canonical JSON (RFC 8785): {"at":…,"budgets":[…],"next":…,"running":[…]}.
[[nodiscard]] std::string toJson(const Snapshot& snapshot);
// Errors: Corrupt, where it is not what toJson() writes.
[[nodiscard]] Result<Snapshot> snapshotFrom(JsonValue json);

} // namespace portcullis::budget
