#include "gateway/engine/budget_desk.h"

#include "gateway/base/json.h"
#include "gateway/budget/tokens.h"

#include <algorithm>
#include <utility>

namespace portcullis::engine {

namespace {

using api::BudgetUnit;
using budget::placeOf;

constexpr std::uint64_t kRecordsBetween = 2000;
constexpr auto kTimeBetween = std::chrono::hours(6);

std::int64_t sizeOf(std::string_view text)
{
    return static_cast<std::int64_t>(text.size());
}

// Never less than was used.
std::int64_t millisOf(std::int64_t micros)
{
    return std::max<std::int64_t>(0, (micros + 999) / 1000);
}

} // namespace

std::chrono::milliseconds BudgetHold::timeLimit() const
{
    const std::int64_t granted = reservation.granted()[placeOf(BudgetUnit::UpstreamMilliseconds)];
    return std::chrono::milliseconds(std::max<std::int64_t>(1, granted));
}

BudgetDesk::BudgetDesk(const Clock& clock, EventHub& events)
    : m_clock(clock)
    , m_ledger(clock, [&events](const api::BudgetWarning& warning) { events.emit(warning); })
    , m_rates(clock)
{}

void BudgetDesk::configure(api::ConfigPtr config)
{
    m_rates.configure(*config);
    if (m_config != nullptr && config->budgets == m_config->budgets) {
        m_config = std::move(config);
        return;
    }
    m_config = std::move(config);
    m_warning.clear();
    for (const Error& error : m_ledger.configure(m_config->budgets)) {
        m_warning += (m_warning.empty() ? "" : " ") + error.message;
    }
    m_countsTokens = std::ranges::any_of(m_config->budgets, [](const api::Budget& budget) {
        return budget.unit == BudgetUnit::Tokens;
    });
    m_any = m_any || !m_config->budgets.empty();
    m_due = m_any;
}

void BudgetDesk::replay(const std::vector<audit::BudgetEntry>& entries)
{
    for (const audit::BudgetEntry& entry : entries) {
        replayOne(entry);
    }
    m_ledger.finishReplay();
    m_any = m_any || !entries.empty();
    m_due = m_any;
}

void BudgetDesk::replayOne(const audit::BudgetEntry& entry)
{
    const auto document = JsonDocument::parse(entry.json);
    const JsonValue json = document ? document->root() : JsonValue();
    if (entry.kind == audit::BudgetEntry::Kind::State) {
        const auto snapshot = budget::snapshotFrom(json);
        if (snapshot) {
            m_ledger.restore(*snapshot);
        } else {
            m_unread = snapshot.error().message;
        }
        return;
    }
    const auto delta = budget::deltaFrom(json);
    if (!delta) {
        m_unread = delta.error().message;
    } else if (entry.kind == audit::BudgetEntry::Kind::Reserved) {
        m_ledger.replayReserved(*delta);
    } else {
        m_ledger.replaySettled(*delta);
    }
}

std::string BudgetDesk::alarm() const
{
    if (m_unread.empty() || m_config == nullptr || m_config->budgets.empty()) {
        return {};
    }
    return "What budgets have used cannot be read from the log, so that no limit can be kept and "
           "no call is made. (" +
           m_unread +
           ") If a newer Portcullis wrote it, start that one; otherwise restore the data folder "
           "from a backup, remove the budgets, or accept the log as it is: what could not be read "
           "then counts for nothing.";
}

void BudgetDesk::acceptLoss()
{
    m_due = m_any; // from that record on, nothing unreadable is met again
    m_unread.clear();
}

std::int64_t BudgetDesk::tokensOf(std::string_view text) const
{
    return m_countsTokens ? budget::estimateTokens(text) : 0;
}

std::variant<BudgetHold, budget::Refusal> BudgetDesk::reserve(const BudgetAsk& ask)
{
    BudgetHold hold;
    hold.known[placeOf(BudgetUnit::Calls)] = ask.call ? 1 : 0;
    hold.known[placeOf(BudgetUnit::WriteCalls)] = ask.call && ask.writes ? 1 : 0;
    hold.known[placeOf(BudgetUnit::CostMicros)] = ask.call ? ask.priceMicros : 0;
    hold.known[placeOf(BudgetUnit::Bytes)] = sizeOf(ask.arguments);
    hold.known[placeOf(BudgetUnit::Tokens)] = tokensOf(ask.arguments);
    budget::Claim claim{hold.known, hold.known};
    // Whatever there is of an answer, and however soon it comes.
    for (const BudgetUnit unit :
         {BudgetUnit::Bytes, BudgetUnit::Tokens, BudgetUnit::UpstreamMilliseconds}) {
        claim.least[placeOf(unit)] = std::max<std::int64_t>(1, claim.least[placeOf(unit)]);
        claim.most[placeOf(unit)] = claim.least[placeOf(unit)];
    }
    claim.most[placeOf(BudgetUnit::UpstreamMilliseconds)] =
        std::max<std::int64_t>(1, ask.timeLimit.count());
    const api::Team* team = api::findTeam(*m_config, ask.key.team);
    auto answer = m_ledger.reserve({team != nullptr ? team->customer.str() : std::string_view(),
                                    ask.key.team.str(),
                                    ask.key.id.str(),
                                    ask.key.caseId.str(),
                                    ask.server.str()},
                                   claim);
    if (auto* refusal = std::get_if<budget::Refusal>(&answer)) {
        return std::move(*refusal);
    }
    hold.reservation = std::move(std::get<budget::Reservation>(answer));
    return hold;
}

std::string BudgetDesk::recordOf(const BudgetHold& hold)
{
    const auto delta = m_ledger.record(hold.reservation);
    return delta ? budget::toJson(*delta) : std::string();
}

bool BudgetDesk::fits(BudgetHold& hold, std::string_view answer)
{
    budget::Amounts totals = hold.known;
    totals[placeOf(BudgetUnit::Bytes)] += sizeOf(answer);
    totals[placeOf(BudgetUnit::Tokens)] += tokensOf(answer);
    return m_ledger.extend(hold.reservation, totals);
}

std::string BudgetDesk::settle(BudgetHold hold, const BudgetUsed& used)
{
    budget::Amounts amounts{};
    if (used.sent) {
        amounts = hold.known;
        amounts[placeOf(BudgetUnit::Bytes)] += sizeOf(used.answer);
        amounts[placeOf(BudgetUnit::Tokens)] += tokensOf(used.answer);
        amounts[placeOf(BudgetUnit::UpstreamMilliseconds)] = millisOf(used.upstreamMicros);
    }
    const auto delta = m_ledger.settle(std::move(hold.reservation), amounts, used.ending);
    return delta ? budget::toJson(*delta) : std::string();
}

void BudgetDesk::giveBack(BudgetHold hold)
{
    m_ledger.giveBack(std::move(hold.reservation));
}

std::optional<api::BudgetUse> BudgetDesk::use(const BudgetId& budget, std::uint32_t history)
{
    return m_ledger.use(budget, history);
}

bool BudgetDesk::takeDue(std::uint64_t records)
{
    const MonotonicTime now = m_clock.monotonicNow();
    const bool old =
        records - m_recordsThen >= kRecordsBetween || now - m_writtenThen >= kTimeBetween;
    // A state without what could not be read would hide from the next start that something is
    // missing.
    if (!m_any || !m_unread.empty() || (!m_due && !old)) {
        return false;
    }
    m_due = false;
    m_recordsThen = records;
    m_writtenThen = now;
    return true;
}

std::optional<std::string> BudgetDesk::state()
{
    return m_any && m_unread.empty() ? std::optional(budget::toJson(m_ledger.snapshot()))
                                     : std::nullopt;
}

Result<> checkTimeZones(const api::GatewayConfig& before, const api::GatewayConfig& next)
{
    for (const api::Budget& budget : next.budgets) {
        const api::Budget* known = api::findBudget(before, budget.id);
        if (budget.window != api::BudgetWindow::Calendar ||
            (known != nullptr && known->timeZone == budget.timeZone)) {
            continue;
        }
        if (auto zone = budget::Zone::find(budget.timeZone); !zone) {
            return fail(zone.error().code == ErrorCode::NotFound ? ErrorCode::InvalidArgument
                                                                 : zone.error().code,
                        "The budget " + budget.id.str() + " has the time zone " + budget.timeZone +
                            ". " + zone.error().message,
                        zone.error().cause);
        }
    }
    return {};
}

} // namespace portcullis::engine
