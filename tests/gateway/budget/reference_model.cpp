#include "tests/gateway/budget/reference_model.h"

#include <algorithm>

namespace portcullis::test {

namespace {

using api::BudgetPeriod;
using std::chrono::microseconds;

constexpr std::int64_t kSlices = 60;

microseconds lengthOf(BudgetPeriod period)
{
    switch (period) {
    case BudgetPeriod::Minute:
        return std::chrono::minutes(1);
    case BudgetPeriod::Hour:
        return std::chrono::hours(1);
    default:
        return std::chrono::days(1);
    }
}

} // namespace

void ReferenceModel::configure(const std::vector<api::Budget>& budgets)
{
    for (auto& [id, account] : m_accounts) {
        account.configured = false;
    }
    for (const api::Budget& budget : budgets) {
        m_accounts[budget.id].budget = budget;
        m_accounts[budget.id].configured = true;
    }
    for (auto& [id, account] : m_accounts) {
        for (Charge& charge : account.charges) {
            charge.open = charge.open && account.configured;
        }
    }
}

void ReferenceModel::passTime(microseconds elapsed, WallTime wall)
{
    m_now = std::max(m_now + elapsed, wall);
}

bool ReferenceModel::counts(const api::Budget& budget, WallTime at) const
{
    if (budget.period == BudgetPeriod::CaseLife) {
        return true;
    }
    const microseconds length = lengthOf(budget.period);
    if (budget.window == api::BudgetWindow::Calendar) {
        return at.time_since_epoch() / length == m_now.time_since_epoch() / length;
    }
    const microseconds slice = length / kSlices;
    return at.time_since_epoch() / slice + kSlices >= m_now.time_since_epoch() / slice;
}

// Keeps the lists short: what cannot count again goes, and old ends of a life become one.
void ReferenceModel::forget(Account& account) const
{
    std::erase_if(account.charges, [&](const Charge& each) {
        return !each.open && (!counts(account.budget, each.at) || each.amount == 0);
    });
    if (account.charges.size() < 100) {
        return;
    }
    Charge sum{0, account.charges.front().at, 0, false};
    std::erase_if(account.charges, [&](const Charge& each) {
        const bool folded = !each.open && account.budget.period == BudgetPeriod::CaseLife;
        sum.amount += folded ? each.amount : 0;
        return folded;
    });
    account.charges.insert(account.charges.begin(), sum);
}

std::vector<ReferenceModel::Account*> ReferenceModel::accountsOf(const Owners& owners,
                                                                 const budget::Amounts& most)
{
    std::vector<Account*> found;
    for (auto& [id, account] : m_accounts) {
        const api::Budget& budget = account.budget;
        if (account.configured && owners[budget::placeOf(budget.level)] == budget.owner &&
            most[budget::placeOf(budget.unit)] > 0) {
            found.push_back(&account);
        }
    }
    return found;
}

std::optional<budget::Amounts> ReferenceModel::grant(const Owners& owners,
                                                     const budget::Amounts& least,
                                                     const budget::Amounts& most)
{
    budget::Amounts granted = most;
    for (Account* account : accountsOf(owners, most)) {
        const std::size_t unit = budget::placeOf(account->budget.unit);
        const std::int64_t room = std::int64_t(account->budget.limit) - used(account->budget.id);
        if (room < std::max<std::int64_t>(1, least[unit])) {
            return std::nullopt;
        }
        granted[unit] = std::min(granted[unit], room);
    }
    return granted;
}

void ReferenceModel::take(Call call, const Owners& owners, const budget::Amounts& granted)
{
    for (Account* account : accountsOf(owners, granted)) {
        forget(*account);
        account->charges.push_back(
            {call, m_now, granted[budget::placeOf(account->budget.unit)], true});
    }
}

template <typename Visit>
void ReferenceModel::visit(Call call, Visit change)
{
    for (auto& [id, account] : m_accounts) {
        for (Charge& charge : account.charges) {
            if (charge.open && charge.call == call) {
                change(account, charge);
            }
        }
    }
}

bool ReferenceModel::fits(Call call, const budget::Amounts& totals)
{
    bool fitting = true;
    visit(call, [&](const Account& account, const Charge& charge) {
        const std::int64_t more = totals[budget::placeOf(account.budget.unit)] - charge.amount;
        const std::int64_t room = std::int64_t(account.budget.limit) - used(account.budget.id);
        fitting = fitting && (more <= room || !counts(account.budget, charge.at));
    });
    return fitting;
}

void ReferenceModel::change(Call call, const budget::Amounts& totals)
{
    visit(call, [&](const Account& account, Charge& charge) {
        charge.amount = totals[budget::placeOf(account.budget.unit)];
    });
}

void ReferenceModel::settle(Call call, const budget::Amounts& used, bool failed)
{
    visit(call, [&](const Account& account, Charge& charge) {
        const bool keeps = !failed || account.budget.failedCallsCount;
        charge.amount = keeps ? used[budget::placeOf(account.budget.unit)] : 0;
        charge.open = false;
    });
}

void ReferenceModel::giveBack(Call call)
{
    visit(call, [](const Account&, Charge& charge) {
        charge.amount = 0;
        charge.open = false;
    });
}

void ReferenceModel::freeze(Call call)
{
    visit(call, [](const Account&, Charge& charge) { charge.open = false; });
}

std::int64_t ReferenceModel::used(const BudgetId& id)
{
    std::int64_t sum = 0;
    const Account& account = m_accounts.at(id);
    for (const Charge& charge : account.charges) {
        sum += counts(account.budget, charge.at) ? charge.amount : 0;
    }
    return sum;
}

std::int64_t ReferenceModel::reserved(const BudgetId& id)
{
    std::int64_t sum = 0;
    const Account& account = m_accounts.at(id);
    for (const Charge& charge : account.charges) {
        sum += charge.open && counts(account.budget, charge.at) ? charge.amount : 0;
    }
    return sum;
}

std::int64_t ReferenceModel::usedExactly(const BudgetId& id)
{
    const Account& account = m_accounts.at(id);
    if (account.budget.window == api::BudgetWindow::Calendar) {
        return used(id);
    }
    std::int64_t sum = 0;
    for (const Charge& charge : account.charges) {
        sum += charge.at > m_now - lengthOf(account.budget.period) ? charge.amount : 0;
    }
    return sum;
}

} // namespace portcullis::test
