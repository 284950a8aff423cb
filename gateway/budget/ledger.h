#pragma once

#include "gateway/api/event.h"
#include "gateway/budget/delta.h"
#include "gateway/budget/ledger_time.h"
#include "gateway/budget/meter.h"
#include "gateway/budget/refusal.h"
#include "gateway/budget/reservation.h"
#include "gateway/budget/snapshot.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace portcullis::budget {

enum class Ending : std::uint8_t
{
    Succeeded,
    Failed // gives back what it took of budgets that do not count failed calls
};

// What is used of all budgets. A call reserves of every budget that counts it, of all or of none,
// before it runs, and settles after. What is reserved counts as used, so that no number of calls at
// once gets more than there is.
//
// What reserve() and settle() change stands in a Delta; whoever keeps these and now and then a
// Snapshot can make the ledger again: restore() the snapshot, replay what followed it in order,
// then finishReplay(). Reservations that were never settled stay used.
// Owner: engine's runtime. Thread: gateway. Errors: none but of what is read.
class Ledger
{
public:
    // A budget reached its threshold, or refused for the first time in its window. Called from
    // within reserve() and settle(): must not call the ledger.
    using OnWarning = std::function<void(const api::BudgetWarning&)>;

    Ledger(const Clock& clock, OnWarning onWarning);

    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    Ledger(Ledger&&) = delete;
    Ledger& operator=(Ledger&&) = delete;
    ~Ledger() = default;

    // Takes these budgets for the present ones. Use is kept by id: with the same unit and windows
    // as it is; with other windows, what was used counts as used now; with another unit, from
    // nothing. A removed budget is remembered as long as its use would count, a life's for a year.
    // Returns what is wrong with time zones: budgets of these count by UTC's calendar.
    [[nodiscard]] std::vector<Error> configure(const std::vector<api::Budget>& budgets);

    // All or nothing. A unit claimed with 0 is not asked about. Microseconds: no disk, no waiting.
    [[nodiscard]] std::variant<Reservation, Refusal> reserve(const Payer& payer,
                                                             const Claim& claim);
    // Raises what is held to these totals where that fits into every budget; else changes nothing.
    [[nodiscard]] bool extend(Reservation& reservation, const Amounts& totals);
    // What the record of the call's intent has to say; from here on the reservation outlives a
    // crash. Nothing where nothing is held.
    [[nodiscard]] std::optional<Delta> record(const Reservation& reservation);
    // What the call really used, also where that is more than it held.
    std::optional<Delta> settle(Reservation reservation, const Amounts& used, Ending ending);
    // Everything back: the call was not made.
    void giveBack(Reservation reservation);

    // Nothing where no such budget is configured. `history`: at most so many ended windows.
    [[nodiscard]] std::optional<api::BudgetUse> use(const BudgetId& budget, std::size_t history);

    [[nodiscard]] Snapshot snapshot();
    // Both on a ledger that is configured and that nobody has reserved of.
    void restore(const Snapshot& snapshot);
    void replayReserved(const Delta& delta);
    void replaySettled(const Delta& delta);
    void finishReplay();

private:
    friend class Reservation;

    struct Account
    {
        api::Budget budget;
        std::string shape; // of the meter's windows, as text
        Meter meter;
        std::int64_t threshold = 0; // 0: none
        std::optional<WallTime> warnedAt;
        std::optional<WallTime> refusedAt;
    };

    struct Held
    {
        std::uint64_t id = 0; // 0: free
        bool recorded = false;
        WallTime at{};
        Amounts amounts{};
        std::vector<Account*> accounts; // those that were charged
    };

    using Accounts = std::vector<Account*>;

    // Is what a reservation holds in the meters already?
    enum class Charged : std::uint8_t
    {
        Yes,
        No
    };

    struct TextHash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };

    using Owners = std::unordered_map<std::string, Accounts, TextHash, std::equal_to<>>;

    void collect(const Payer& payer, const Amounts& most);
    [[nodiscard]] Refusal refuse(const Amounts& least);
    [[nodiscard]] Refusal refusalOf(Account& account, std::int64_t asked);
    [[nodiscard]] std::uint32_t freeSlot();
    void charge(Account& account, WallTime at, std::int64_t amount);
    void warn(Account& account);
    void release(Held& held);
    void drop(std::uint32_t slot);
    [[nodiscard]] std::int64_t heldOf(const Account& account) const;
    [[nodiscard]] Delta deltaOf(const Held& held) const;

    void change(Account& account, const api::Budget& budget, const WindowShape& shape);
    void setLimits(Account& account, const api::Budget& budget);
    [[nodiscard]] SavedBudget saved(const Account& account) const;
    void revive(Account& account, const SavedBudget& from);
    void retireOthers(const std::vector<api::Budget>& budgets);
    void detach(const Account& account);
    void index(const std::vector<api::Budget>& budgets);
    [[nodiscard]] Held* heldBy(std::uint64_t reservation);
    void hold(const Delta& delta, Charged charged);

    const Clock& m_clock;
    OnWarning m_onWarning;
    LedgerTime m_time;
    std::map<BudgetId, std::unique_ptr<Account>> m_accounts;
    std::map<BudgetId, SavedBudget> m_retired;
    std::array<Owners, kLevels> m_owners;
    std::vector<Held> m_held; // by slot; freed ones keep their memory
    std::vector<std::uint32_t> m_free;
    std::uint64_t m_next = 1;
    Accounts m_asked;     // of the call that reserves now
    bool m_quiet = false; // while records are replayed
};

} // namespace portcullis::budget
