#include "gateway/budget/ledger.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

// What a ledger is made of: its budgets, as they are configured, and what is known of them.
namespace portcullis::budget {

namespace {

constexpr std::array<std::string_view, 8> kPeriods = {
    "minute", "hour", "day", "week", "month", "quarter", "year", "case-life"};
constexpr std::size_t kMaxRetired = 500;

// Two budgets of one shape have the same windows.
std::string shapeText(const api::Budget& budget, const Zone& zone)
{
    std::string period(kPeriods[static_cast<std::size_t>(budget.period)]);
    if (budget.period == api::BudgetPeriod::CaseLife) {
        return period;
    }
    if (budget.window == api::BudgetWindow::Rolling) {
        return period + "/rolling";
    }
    return period + "/calendar/" + (zone == Zone() ? api::kUtc : budget.timeZone);
}

WindowShape shapeOf(const api::Budget& budget, const Zone& zone)
{
    return {budget.period, budget.window, zone};
}

// Rounded up; without it where nobody wants to be warned.
std::int64_t thresholdOf(const api::Budget& budget)
{
    const auto limit = std::int64_t(budget.limit);
    const auto percent = std::int64_t(budget.warnAtPercent);
    return limit / 100 * percent + (limit % 100 * percent + 99) / 100;
}

} // namespace

std::vector<Error> Ledger::configure(const std::vector<api::Budget>& budgets)
{
    std::vector<Error> wrong;
    const WallTime now = m_time.advance(m_clock);
    retireOthers(budgets);
    for (const api::Budget& budget : budgets) {
        Zone zone;
        if (budget.window == api::BudgetWindow::Calendar) {
            if (auto found = Zone::find(budget.timeZone)) {
                zone = *found;
            } else {
                wrong.push_back({found.error().code,
                                 "The budget " + budget.id.str() +
                                     " counts by the calendar of UTC, "
                                     "not of " +
                                     budget.timeZone + ". " + found.error().message,
                                 found.error().cause});
            }
        }
        const WindowShape shape = shapeOf(budget, zone);
        std::unique_ptr<Account>& account = m_accounts[budget.id];
        if (account) {
            account->meter.advance(now);
            change(*account, budget, shape);
            continue;
        }
        account = std::make_unique<Account>(
            Account{budget, shapeText(budget, zone), Meter(shape, now), 0, {}, {}});
        setLimits(*account, budget);
        if (const auto retired = m_retired.extract(budget.id)) {
            revive(*account, retired.mapped());
        }
    }
    index(budgets);
    return wrong;
}

void Ledger::setLimits(Account& account, const api::Budget& budget)
{
    account.budget = budget;
    account.threshold = thresholdOf(budget);
    if (account.meter.used() < account.threshold) {
        account.warnedAt.reset();
    }
    if (account.meter.used() < std::int64_t(budget.limit)) {
        account.refusedAt.reset();
    }
}

void Ledger::change(Account& account, const api::Budget& budget, const WindowShape& shape)
{
    const std::string text = shapeText(budget, shape.zone);
    if (budget.unit != account.budget.unit) {
        detach(account);
        account.meter = Meter(shape, m_time.now());
    } else if (text != account.shape) {
        // What no longer counts in the old windows is not to be given back in the new ones.
        for (Held& held : m_held) {
            if (!account.meter.counts(held.at)) {
                std::erase(held.accounts, &account);
            }
        }
        const MeterState state = account.meter.save();
        account.meter = Meter(shape, m_time.now());
        account.meter.restore(state, SameWindows::No);
    }
    account.shape = text;
    setLimits(account, budget);
}

void Ledger::detach(const Account& account)
{
    for (Held& held : m_held) {
        std::erase(held.accounts, &account);
    }
}

void Ledger::retireOthers(const std::vector<api::Budget>& budgets)
{
    std::set<BudgetId> kept;
    for (const api::Budget& budget : budgets) {
        kept.insert(budget.id);
    }
    for (auto each = m_accounts.begin(); each != m_accounts.end();) {
        if (kept.contains(each->first)) {
            ++each;
            continue;
        }
        Account& account = *each->second;
        account.meter.advance(m_time.now());
        if (account.meter.used() > 0) {
            m_retired.insert_or_assign(each->first, saved(account));
        }
        detach(account);
        each = m_accounts.erase(each);
    }
    std::erase_if(m_retired,
                  [this](const auto& each) { return each.second.until <= m_time.now(); });
    while (m_retired.size() > kMaxRetired) {
        m_retired.erase(std::ranges::min_element(
            m_retired, {}, [](const auto& each) { return each.second.until; }));
    }
}

void Ledger::index(const std::vector<api::Budget>& budgets)
{
    for (Owners& owners : m_owners) {
        owners.clear();
    }
    for (const api::Budget& budget : budgets) {
        m_owners[placeOf(budget.level)][budget.owner].push_back(m_accounts.at(budget.id).get());
    }
    m_asked.reserve(budgets.size());
}

SavedBudget Ledger::saved(const Account& account) const
{
    return {account.budget.id,
            std::string(kUnitMembers[placeOf(account.budget.unit)]),
            account.shape,
            account.meter.countsUntil(),
            account.meter.save(),
            account.warnedAt,
            account.refusedAt};
}

void Ledger::revive(Account& account, const SavedBudget& from)
{
    if (from.unit != kUnitMembers[placeOf(account.budget.unit)]) {
        return;
    }
    const SameWindows same = from.shape == account.shape ? SameWindows::Yes : SameWindows::No;
    if (from.until > m_time.now() || same == SameWindows::Yes) {
        account.meter = Meter(account.meter.shape(), from.meter.at);
        account.meter.restore(from.meter, same);
        account.meter.advance(m_time.now());
    }
    if (same == SameWindows::Yes) {
        account.warnedAt = from.warnedAt;
        account.refusedAt = from.refusedAt;
    }
}

Snapshot Ledger::snapshot()
{
    const WallTime now = m_time.advance(m_clock);
    Snapshot snapshot{now, m_next, {}, {}};
    // A reservation that no record knows would never be settled for whoever reads this.
    const auto addUnrecorded = [this](int sign) {
        for (const Held& held : m_held) {
            for (Account* account : held.recorded ? Accounts() : held.accounts) {
                account->meter.add(held.at, sign * held.amounts[placeOf(account->budget.unit)]);
            }
        }
    };
    for (const auto& [id, account] : m_accounts) {
        account->meter.advance(now);
    }
    addUnrecorded(-1);
    for (const auto& [id, account] : m_accounts) {
        snapshot.budgets.push_back(saved(*account));
    }
    addUnrecorded(1);
    for (const auto& [id, retired] : m_retired) {
        if (retired.until > now) {
            snapshot.budgets.push_back(retired);
        }
    }
    std::ranges::sort(snapshot.budgets, {}, &SavedBudget::id);
    for (const Held& held : m_held) {
        if (held.id != 0 && held.recorded) {
            Held counted = held;
            std::erase_if(counted.accounts,
                          [&](const Account* account) { return !account->meter.counts(held.at); });
            snapshot.running.push_back(deltaOf(counted));
        }
    }
    std::ranges::sort(snapshot.running, {}, &Delta::reservation);
    return snapshot;
}

void Ledger::restore(const Snapshot& snapshot)
{
    m_quiet = true;
    m_time.atLeast(snapshot.at);
    m_next = std::max(m_next, snapshot.next);
    for (const SavedBudget& saved : snapshot.budgets) {
        if (const auto found = m_accounts.find(saved.id); found != m_accounts.end()) {
            revive(*found->second, saved);
        } else {
            m_retired.insert_or_assign(saved.id, saved);
        }
    }
    for (const Delta& delta : snapshot.running) {
        hold(delta, Charged::Yes);
    }
}

void Ledger::hold(const Delta& delta, Charged charged)
{
    m_time.atLeast(delta.at);
    m_next = std::max(m_next, delta.reservation + 1);
    Held& held = m_held[freeSlot()];
    held.id = delta.reservation;
    held.recorded = true;
    held.at = delta.at;
    held.amounts = delta.amounts;
    for (const BudgetId& budget : delta.budgets) {
        const auto found = m_accounts.find(budget);
        if (found == m_accounts.end()) {
            continue;
        }
        Account& account = *found->second;
        held.accounts.push_back(&account);
        if (charged == Charged::No) {
            account.meter.advance(m_time.now());
            charge(account, held.at, held.amounts[placeOf(account.budget.unit)]);
            warn(account);
        }
    }
}

Ledger::Held* Ledger::heldBy(std::uint64_t reservation)
{
    const auto found = std::ranges::find(m_held, reservation, &Held::id);
    return found == m_held.end() ? nullptr : &*found;
}

void Ledger::replayReserved(const Delta& delta)
{
    m_quiet = true;
    if (heldBy(delta.reservation) == nullptr) {
        hold(delta, Charged::No);
    }
}

void Ledger::replaySettled(const Delta& delta)
{
    m_quiet = true;
    m_time.atLeast(delta.at);
    Held* held = heldBy(delta.reservation);
    if (held == nullptr) {
        return; // the snapshot knows it
    }
    for (Account* account : held->accounts) {
        const std::size_t unit = placeOf(account->budget.unit);
        const bool keeps = std::ranges::binary_search(delta.budgets, account->budget.id);
        account->meter.advance(m_time.now());
        charge(*account, held->at, (keeps ? delta.amounts[unit] : 0) - held->amounts[unit]);
        warn(*account);
    }
    release(*held);
}

void Ledger::finishReplay()
{
    for (Held& held : m_held) {
        if (held.id != 0) {
            release(held);
        }
    }
    m_quiet = false;
}

} // namespace portcullis::budget
