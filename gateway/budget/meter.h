#pragma once

#include "gateway/api/budget.h"
#include "gateway/budget/calendar.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::budget {

// How the windows of a budget lie.
struct WindowShape
{
    api::BudgetPeriod period = api::BudgetPeriod::Day;
    api::BudgetWindow window = api::BudgetWindow::Calendar;
    Zone zone;
    bool operator==(const WindowShape&) const = default;
};

// What a meter knows, as a value that can be written down.
struct MeterState
{
    WallTime at{};         // when it was so
    std::int64_t used = 0; // in the window
    WallTime start{};      // of the calendar's window
    std::int64_t inWindow = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> slices; // rolling: number and amount
    std::vector<api::BudgetWindowUse> history;                 // newest last
    bool operator==(const MeterState&) const = default;
};

// Whether a state is of a meter with the same windows.
enum class SameWindows : std::uint8_t
{
    Yes,
    No
};

// Counts what is used in one budget's windows. Time is told, and never goes back. Every amount
// counts at the moment it was taken at, also when it is corrected later: what is given back of a
// window that has ended makes no room in the present one.
//
// A rolling window is counted in slices of a sixtieth of its length, and an amount counts until all
// of its slice has left: up to a sixtieth too long, and never too short.
// Owner: Ledger. Thread: its user's. Errors: none.
class Meter
{
public:
    static constexpr std::int64_t kSlices = 60;
    static constexpr std::size_t kHistory =
        32; // ended windows that are remembered, unused ones not

    Meter(const WindowShape& shape, WallTime now);

    void advance(WallTime now)
    {
        if (now >= m_rollAt) {
            roll(now);
        }
        m_now = now;
    }

    // Of the present window.
    [[nodiscard]] std::int64_t used() const { return m_ring ? m_ring->sum : m_inWindow; }

    // An amount taken at a moment not after the present one, or given back when negative.
    void add(WallTime at, std::int64_t amount);
    // Does what was taken at that moment still count?
    [[nodiscard]] bool counts(WallTime at) const;

    [[nodiscard]] WallTime windowStart() const;
    // When there is room again, as BudgetUse says it.
    [[nodiscard]] std::optional<WallTime> reset() const;
    // The first moment at which no more than `most` counts of what counts now; absent when there is
    // none.
    [[nodiscard]] std::optional<WallTime> fallsTo(std::int64_t most) const;
    // Ended windows, newest first, unused ones too, back to the oldest that is remembered.
    [[nodiscard]] std::vector<api::BudgetWindowUse> history(std::size_t most) const;

    // When nothing of it counts any more if nothing is added; of a life, a year from now.
    [[nodiscard]] WallTime countsUntil() const;

    [[nodiscard]] const WindowShape& shape() const { return m_shape; }

    [[nodiscard]] MeterState save() const;
    // Into a fresh meter made at the state's moment. What was used in other windows counts as taken
    // at that moment.
    void restore(const MeterState& state, SameWindows same);

private:
    struct Ring
    {
        std::int64_t current = 0; // number of the slice that now lies in
        std::int64_t sum = 0;
        std::array<std::int64_t, kSlices + 1> slices{};
    };

    void roll(WallTime now);
    void rollRing(WallTime now);
    [[nodiscard]] std::int64_t sliceOf(WallTime at) const;
    [[nodiscard]] WallTime leaves(std::int64_t slice) const;
    void correctHistory(WallTime at, std::int64_t amount);
    void remember(const api::BudgetWindowUse& ended);

    WindowShape m_shape;
    std::chrono::microseconds m_slice{}; // rolling
    std::unique_ptr<Ring> m_ring;        // rolling
    WallTime m_now;
    WallTime m_rollAt;
    WallTime m_since;            // nothing was taken before: earlier amounts count as of then
    Span m_span{};               // the calendar's window; of UTC for a rolling budget's history
    std::int64_t m_inWindow = 0; // used in it
    std::vector<api::BudgetWindowUse> m_history; // newest last
};

} // namespace portcullis::budget
