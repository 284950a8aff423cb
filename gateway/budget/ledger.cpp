#include "gateway/budget/ledger.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace portcullis::budget {

namespace {

using std::chrono::ceil;
using std::chrono::seconds;

// Far below where sums of two overflow.
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 4;

std::int64_t bounded(std::int64_t amount)
{
    return std::clamp<std::int64_t>(amount, 0, std::int64_t(api::kMaxAmount));
}

std::uint64_t shown(std::int64_t amount)
{
    return std::uint64_t(std::max<std::int64_t>(amount, 0));
}

} // namespace

void Reservation::drop()
{
    if (m_ledger != nullptr) {
        std::exchange(m_ledger, nullptr)->drop(m_slot);
    }
}

Ledger::Ledger(const Clock& clock, OnWarning onWarning)
    : m_clock(clock)
    , m_onWarning(std::move(onWarning))
{
    m_time.advance(m_clock);
}

// The budgets that count this call, by now.
void Ledger::collect(const Payer& payer, const Amounts& most)
{
    const WallTime now = m_time.advance(m_clock);
    const std::array<std::string_view, kLevels> owners = {
        payer.customer, payer.team, payer.key, payer.caseId, payer.server};
    m_asked.clear();
    for (std::size_t level = 0; level < kLevels; ++level) {
        if (owners[level].empty() || m_owners[level].empty()) {
            continue;
        }
        const auto found = m_owners[level].find(owners[level]);
        if (found == m_owners[level].end()) {
            continue;
        }
        for (Account* account : found->second) {
            if (most[placeOf(account->budget.unit)] > 0) {
                account->meter.advance(now);
                m_asked.push_back(account);
            }
        }
    }
}

std::variant<Reservation, Refusal> Ledger::reserve(const Payer& payer, const Claim& claim)
{
    Amounts granted{};
    Amounts least{};
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
        least[unit] = bounded(claim.least[unit]);
        granted[unit] = std::max(least[unit], bounded(claim.most[unit]));
    }
    collect(payer, granted);
    for (const Account* account : m_asked) {
        const std::size_t unit = placeOf(account->budget.unit);
        const std::int64_t room = std::int64_t(account->budget.limit) - account->meter.used();
        // Without room for anything at all, a call that asks for no least amount is refused, too.
        if (room < std::max<std::int64_t>(least[unit], 1)) {
            return refuse(least);
        }
        granted[unit] = std::min(granted[unit], room);
    }
    if (m_asked.empty()) {
        return Reservation(nullptr, 0, granted);
    }
    const std::uint32_t slot = freeSlot();
    Held& held = m_held[slot];
    held.id = m_next++;
    held.at = m_time.now();
    held.amounts = granted;
    held.accounts.assign(m_asked.begin(), m_asked.end());
    for (Account* account : held.accounts) {
        charge(*account, held.at, granted[placeOf(account->budget.unit)]);
        warn(*account);
    }
    return Reservation(this, slot, granted);
}

Refusal Ledger::refuse(const Amounts& least)
{
    std::optional<Refusal> last;
    for (Account* account : m_asked) {
        const std::int64_t asked = std::max<std::int64_t>(least[placeOf(account->budget.unit)], 1);
        if (std::int64_t(account->budget.limit) - account->meter.used() >= asked) {
            continue;
        }
        Refusal refusal = refusalOf(*account, asked);
        // None is the longest time to wait.
        const bool later =
            last &&
            (!last->retryAfter || (refusal.retryAfter && *refusal.retryAfter <= *last->retryAfter));
        if (!later) {
            last = std::move(refusal);
        }
    }
    return std::move(*last);
}

Refusal Ledger::refusalOf(Account& account, std::int64_t asked)
{
    const Meter& meter = account.meter;
    const std::int64_t held = heldOf(account);
    const std::int64_t limit = std::int64_t(account.budget.limit);
    Refusal refusal{account.budget,
                    shown(meter.used() - held),
                    shown(held),
                    shown(asked),
                    meter.reset(),
                    std::nullopt};
    if (meter.used() - held + asked <= limit) {
        refusal.retryAfter = seconds(1); // calls that run may give something back
    } else if (const auto room = meter.fallsTo(limit - asked)) {
        refusal.retryAfter = std::max(seconds(1), ceil<seconds>(*room - m_time.now()));
    }
    if (!account.refusedAt || *account.refusedAt < meter.windowStart()) {
        account.refusedAt = m_time.now();
        if (m_onWarning) {
            m_onWarning({account.budget.id,
                         shown(meter.used()),
                         account.budget.limit,
                         refusal.reset,
                         true});
        }
    }
    return refusal;
}

std::uint32_t Ledger::freeSlot()
{
    if (m_free.empty()) {
        m_held.emplace_back();
        return std::uint32_t(m_held.size() - 1);
    }
    const std::uint32_t slot = m_free.back();
    m_free.pop_back();
    return slot;
}

void Ledger::charge(Account& account, WallTime at, std::int64_t amount)
{
    account.meter.add(at, std::min(amount, kMost - account.meter.used()));
}

void Ledger::warn(Account& account)
{
    const Meter& meter = account.meter;
    if (account.threshold == 0 || meter.used() < account.threshold ||
        (account.warnedAt && *account.warnedAt >= meter.windowStart())) {
        return;
    }
    account.warnedAt = m_time.now();
    if (m_onWarning && !m_quiet) {
        m_onWarning(
            {account.budget.id, shown(meter.used()), account.budget.limit, meter.reset(), false});
    }
}

bool Ledger::extend(Reservation& reservation, const Amounts& totals)
{
    Amounts raised = reservation.m_granted;
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
        raised[unit] = std::max(raised[unit], bounded(totals[unit]));
    }
    if (reservation.m_ledger == nullptr) {
        reservation.m_granted = raised;
        return true;
    }
    Held& held = m_held[reservation.m_slot];
    const WallTime now = m_time.advance(m_clock);
    for (Account* account : held.accounts) {
        const std::size_t unit = placeOf(account->budget.unit);
        account->meter.advance(now);
        const std::int64_t more = raised[unit] - held.amounts[unit];
        const std::int64_t room = std::int64_t(account->budget.limit) - account->meter.used();
        if (more > room && account->meter.counts(held.at)) {
            return false;
        }
    }
    for (Account* account : held.accounts) {
        const std::size_t unit = placeOf(account->budget.unit);
        charge(*account, held.at, raised[unit] - held.amounts[unit]);
        warn(*account);
    }
    held.amounts = raised;
    reservation.m_granted = raised;
    return true;
}

std::optional<Delta> Ledger::record(const Reservation& reservation)
{
    if (reservation.m_ledger == nullptr) {
        return std::nullopt;
    }
    Held& held = m_held[reservation.m_slot];
    held.recorded = true;
    return deltaOf(held);
}

Delta Ledger::deltaOf(const Held& held) const
{
    Delta delta{held.id, held.at, held.amounts, {}};
    for (const Account* account : held.accounts) {
        delta.budgets.push_back(account->budget.id);
    }
    std::ranges::sort(delta.budgets);
    return delta;
}

std::optional<Delta> Ledger::settle(Reservation reservation, const Amounts& used, Ending ending)
{
    if (reservation.m_ledger == nullptr) {
        return std::nullopt;
    }
    reservation.m_ledger = nullptr;
    Held& held = m_held[reservation.m_slot];
    const WallTime now = m_time.advance(m_clock);
    Amounts final{};
    std::ranges::transform(used, final.begin(), bounded);
    const Amounts taken = std::exchange(held.amounts, final);
    std::erase_if(held.accounts, [&](Account* account) {
        const std::size_t unit = placeOf(account->budget.unit);
        const bool keeps = ending == Ending::Succeeded || account->budget.failedCallsCount;
        account->meter.advance(now);
        charge(*account, held.at, (keeps ? final[unit] : 0) - taken[unit]);
        warn(*account);
        return !keeps;
    });
    Delta delta = deltaOf(held);
    delta.at = now;
    release(held);
    return delta;
}

void Ledger::giveBack(Reservation reservation)
{
    if (reservation.m_ledger == nullptr) {
        return;
    }
    reservation.m_ledger = nullptr;
    Held& held = m_held[reservation.m_slot];
    const WallTime now = m_time.advance(m_clock);
    for (Account* account : held.accounts) {
        account->meter.advance(now);
        charge(*account, held.at, -held.amounts[placeOf(account->budget.unit)]);
    }
    release(held);
}

void Ledger::release(Held& held)
{
    held.id = 0;
    held.recorded = false;
    held.accounts.clear();
    m_free.push_back(std::uint32_t(&held - m_held.data()));
}

void Ledger::drop(std::uint32_t slot)
{
    if (m_held[slot].recorded) {
        release(m_held[slot]);
    } else {
        giveBack(Reservation(this, slot, {}));
    }
}

std::int64_t Ledger::heldOf(const Account& account) const
{
    std::int64_t sum = 0;
    for (const Held& held : m_held) {
        if (held.id != 0 && account.meter.counts(held.at) &&
            std::ranges::find(held.accounts, &account) != held.accounts.end()) {
            sum += held.amounts[placeOf(account.budget.unit)];
        }
    }
    return sum;
}

std::optional<api::BudgetUse> Ledger::use(const BudgetId& budget, std::size_t history)
{
    const auto found = m_accounts.find(budget);
    if (found == m_accounts.end()) {
        return std::nullopt;
    }
    Account& account = *found->second;
    account.meter.advance(m_time.advance(m_clock));
    const std::int64_t held = heldOf(account);
    const Meter& meter = account.meter;
    return api::BudgetUse{shown(meter.used() - held),
                          shown(held),
                          meter.windowStart(),
                          meter.reset(),
                          account.warnedAt && *account.warnedAt >= meter.windowStart(),
                          meter.history(history)};
}

} // namespace portcullis::budget
