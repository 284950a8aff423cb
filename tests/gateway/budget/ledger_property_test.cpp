// Random budgets, calls, settlements, edits, crashes and clocks, against the simplest model.

#include "gateway/base/json.h"
#include "gateway/budget/ledger.h"
#include "tests/gateway/budget/reference_model.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <utility>

namespace portcullis {
namespace {

using api::BudgetLevel;
using api::BudgetPeriod;
using api::BudgetUnit;
using api::BudgetWindow;
using budget::Amounts;
using budget::Delta;
using budget::Ending;
using budget::Ledger;
using budget::placeOf;
using std::chrono::microseconds;

#if defined(PORTCULLIS_SANITIZED) || !defined(NDEBUG)
constexpr unsigned kSteps = 50'000;
#else
constexpr unsigned kSteps = 1'000'000;
#endif
constexpr unsigned kRounds = 10; // each with budgets of its own

class World
{
public:
    explicit World(unsigned seed)
        : m_random(seed)
        , m_start(m_clock.wallNow())
    {
        for (unsigned index = 0; index < 16; ++index) {
            m_budgets.push_back(randomBudget(index));
        }
        begin();
        m_model.configure(m_budgets);
        passTime(microseconds(0));
    }

    void step()
    {
        const unsigned dice = below(1000);
        if (dice < 450) {
            reserve();
        } else if (dice < 850) {
            end(dice);
        } else if (dice < 960) {
            passTime(microseconds(below(3'000'000)));
        } else if (dice < 980) {
            passTime(std::chrono::minutes(below(90)));
        } else if (dice < 990) {
            turnClock();
        } else if (dice < 995) {
            keepSnapshot();
        } else if (dice < 997) {
            edit();
        } else if (dice < 999) {
            crash();
        } else {
            compare();
        }
    }

    void compare()
    {
        for (const api::Budget& budget : m_budgets) {
            const auto use = m_ledger->use(budget.id, 0);
            ASSERT_TRUE(use);
            ASSERT_EQ(std::int64_t(use->used + use->reserved), m_model.used(budget.id))
                << budget.id.str();
            ASSERT_EQ(std::int64_t(use->reserved), m_model.reserved(budget.id));
        }
    }

    // What is left when everything has ended and all windows have passed.
    void finish()
    {
        while (!m_calls.empty()) {
            settle(m_calls.begin(), Ending::Succeeded);
        }
        compare();
        m_clock.setWall(std::max(m_clock.wallNow(), m_latest));
        passTime(std::chrono::days(3));
        for (const api::Budget& budget : m_budgets) {
            const auto use = m_ledger->use(budget.id, 0);
            EXPECT_EQ(use->reserved, 0U);
            if (budget.period != BudgetPeriod::CaseLife) {
                EXPECT_EQ(use->used, 0U) << budget.id.str();
            }
        }
    }

    unsigned granted = 0;
    unsigned refused = 0;
    unsigned crashes = 0;

private:
    struct Running
    {
        budget::Reservation reservation;
        bool recorded = false;
    };

    using Calls = std::map<std::uint64_t, Running>;

    unsigned below(unsigned limit)
    {
        return std::uniform_int_distribution(0U, limit - 1)(m_random);
    }

    static std::string ownerOf(BudgetLevel level, unsigned index)
    {
        return std::string(1, char('a' + int(placeOf(level)))) + std::to_string(index);
    }

    api::Budget randomBudget(unsigned index)
    {
        constexpr std::array kUnits = {
            BudgetUnit::Calls, BudgetUnit::Bytes, BudgetUnit::UpstreamMilliseconds};
        constexpr std::array kPeriods = {
            BudgetPeriod::Minute, BudgetPeriod::Hour, BudgetPeriod::Day, BudgetPeriod::CaseLife};
        api::Budget budget;
        budget.id = BudgetId("budget" + std::to_string(index));
        budget.level = static_cast<BudgetLevel>(index % budget::kLevels);
        budget.owner = ownerOf(budget.level, below(2));
        budget.unit = kUnits[below(kUnits.size())];
        budget.period = kPeriods[below(kPeriods.size())];
        budget.window = below(2) == 0 ? BudgetWindow::Calendar : BudgetWindow::Rolling;
        budget.failedCallsCount = below(2) == 0;
        budget.limit = randomLimit(budget);
        return budget;
    }

    std::uint64_t randomLimit(const api::Budget& budget)
    {
        const std::uint64_t calls = 5 + below(40);
        const std::uint64_t each = budget.unit == BudgetUnit::Calls ? 1 : 20;
        return calls * each * (budget.period == BudgetPeriod::CaseLife ? 1000 : 1);
    }

    void begin()
    {
        m_ledger = std::make_unique<Ledger>(m_clock, nullptr);
        ASSERT_TRUE(m_ledger->configure(m_budgets).empty());
    }

    void passTime(microseconds by)
    {
        m_clock.advance(by);
        tellTime(by);
    }

    // The ledger looks at the clock when it is asked; the model is told at the same time.
    void tellTime(microseconds elapsed)
    {
        static_cast<void>(m_ledger->use(m_budgets.front().id, 0));
        m_model.passTime(elapsed, m_clock.wallNow());
        m_latest = std::max(m_latest + elapsed, m_clock.wallNow());
    }

    void turnClock()
    {
        const microseconds by = std::chrono::seconds(below(7200));
        m_clock.setWall(below(2) == 0 ? m_clock.wallNow() + by / 10
                                      : std::max(m_start, m_clock.wallNow() - by));
        tellTime(microseconds(0));
    }

    void reserve()
    {
        test::ReferenceModel::Owners owners;
        for (std::size_t level = 0; level < budget::kLevels; ++level) {
            owners[level] = ownerOf(static_cast<BudgetLevel>(level), below(3));
        }
        budget::Claim claim;
        claim.least[placeOf(BudgetUnit::Calls)] = claim.most[placeOf(BudgetUnit::Calls)] = 1;
        claim.least[placeOf(BudgetUnit::Bytes)] = claim.most[placeOf(BudgetUnit::Bytes)] =
            1 + below(40);
        claim.least[placeOf(BudgetUnit::UpstreamMilliseconds)] = 1 + below(5);
        claim.most[placeOf(BudgetUnit::UpstreamMilliseconds)] = 5 + below(60);
        const auto expected = m_model.grant(owners, claim.least, claim.most);
        auto answer =
            m_ledger->reserve({owners[0], owners[1], owners[2], owners[3], owners[4]}, claim);
        auto* reservation = std::get_if<budget::Reservation>(&answer);
        ASSERT_EQ(reservation != nullptr, expected.has_value());
        if (reservation == nullptr) {
            ++refused;
            return;
        }
        ++granted;
        ASSERT_EQ(reservation->granted(), *expected);
        const std::uint64_t call = m_nextCall++;
        m_model.take(call, owners, *expected);
        checkLimits(owners);
        Running& running = m_calls[call];
        running.reservation = std::move(*reservation);
        if (below(10) != 0) {
            record(running);
        }
    }

    // Nothing is overdrawn by what was granted, in windows measured exactly.
    void checkLimits(const test::ReferenceModel::Owners& owners)
    {
        for (const api::Budget& budget : m_budgets) {
            if (owners[placeOf(budget.level)] == budget.owner) {
                ASSERT_LE(m_model.usedExactly(budget.id), std::int64_t(budget.limit));
            }
        }
    }

    void record(Running& running)
    {
        running.recorded = true;
        if (const auto delta = m_ledger->record(running.reservation)) {
            m_records.emplace_back(false, toJson(*delta));
        }
    }

    void end(unsigned dice)
    {
        if (m_calls.empty()) {
            return;
        }
        const auto call = std::next(m_calls.begin(), below(unsigned(m_calls.size())));
        if (!call->second.recorded && dice % 2 == 0) {
            m_ledger->giveBack(std::move(call->second.reservation));
            m_model.giveBack(call->first);
            m_calls.erase(call);
        } else if (!call->second.recorded) {
            record(call->second);
        } else if (dice % 50 == 1) {
            m_model.freeze(call->first);
            m_calls.erase(call);
        } else if (dice % 50 < 8) {
            extend(call);
        } else {
            settle(call, dice % 4 == 0 ? Ending::Failed : Ending::Succeeded);
        }
    }

    void extend(Calls::iterator call)
    {
        Amounts totals = call->second.reservation.granted();
        totals[placeOf(BudgetUnit::Bytes)] += below(20);
        const bool expected = m_model.fits(call->first, totals);
        // The record of its intent says what was held then; a crash falls back to it.
        ASSERT_EQ(m_ledger->extend(call->second.reservation, totals), expected);
        if (expected) {
            m_model.change(call->first, totals);
        }
        settle(call, Ending::Succeeded);
    }

    void settle(Calls::iterator call, Ending ending)
    {
        Amounts used = call->second.reservation.granted();
        for (std::int64_t& amount : used) {
            amount -= amount > 1 ? below(unsigned(amount)) : 0;
        }
        const auto delta = m_ledger->settle(std::move(call->second.reservation), used, ending);
        if (delta) {
            m_records.emplace_back(true, toJson(*delta));
        }
        m_model.settle(call->first, used, ending == Ending::Failed);
        m_calls.erase(call);
    }

    void keepSnapshot()
    {
        m_records.clear();
        m_snapshot = toJson(m_ledger->snapshot());
    }

    void edit()
    {
        api::Budget& budget = m_budgets[below(unsigned(m_budgets.size()))];
        if (below(3) == 0) {
            // Removed and set again: its use is the same, and what runs stays used.
            const api::Budget same = budget;
            std::erase(m_budgets, same);
            configure();
            m_budgets.push_back(same);
        } else {
            budget.limit += below(10);
            budget.failedCallsCount = !budget.failedCallsCount;
        }
        configure();
        keepSnapshot();
    }

    void configure()
    {
        ASSERT_TRUE(m_ledger->configure(m_budgets).empty());
        m_model.configure(m_budgets);
    }

    // All that is left is the snapshot and the records since, in their order.
    void crash()
    {
        ++crashes;
        for (auto& [call, running] : m_calls) {
            if (running.recorded) {
                m_model.freeze(call);
            } else {
                m_model.giveBack(call);
            }
        }
        m_calls.clear();
        begin();
        if (!m_snapshot.empty()) {
            const auto json = JsonDocument::parse(m_snapshot);
            m_ledger->restore(*budget::snapshotFrom(json->root()));
        }
        for (const auto& [settled, record] : m_records) {
            const auto json = JsonDocument::parse(record);
            const Delta delta = *budget::deltaFrom(json->root());
            settled ? m_ledger->replaySettled(delta) : m_ledger->replayReserved(delta);
        }
        m_ledger->finishReplay();
        catchUp();
        compare();
    }

    // The latest time stands in the records; what passed since the last one is lost, as it may be:
    // both go on from the wall clock's, which has been past it by then.
    void catchUp()
    {
        m_clock.setWall(std::max(m_clock.wallNow(), m_latest));
        tellTime(microseconds(0));
    }

    std::mt19937 m_random;
    test::ManualClock m_clock;
    WallTime m_start;
    WallTime m_latest{};
    std::vector<api::Budget> m_budgets;
    test::ReferenceModel m_model;
    std::unique_ptr<Ledger> m_ledger;
    Calls m_calls; // before the ledger, which they refer to
    std::uint64_t m_nextCall = 1;
    std::string m_snapshot;
    std::vector<std::pair<bool, std::string>> m_records; // settled or reserved
};

TEST(LedgerProperties, NothingIsOverdrawnOrLostWhateverHappens)
{
    unsigned granted = 0;
    unsigned refused = 0;
    unsigned crashes = 0;
    for (unsigned round = 0; round < kRounds; ++round) {
        SCOPED_TRACE("seed " + std::to_string(round));
        World world(round);
        for (unsigned step = 0; step < kSteps / kRounds && !HasFatalFailure(); ++step) {
            world.step();
        }
        if (HasFatalFailure()) {
            return;
        }
        world.finish();
        granted += world.granted;
        refused += world.refused;
        crashes += world.crashes;
    }
    // All of it happened often enough to mean something.
    EXPECT_GT(granted, kSteps / 10);
    EXPECT_GT(refused, kSteps / 50);
    EXPECT_GT(crashes, kSteps / 1000);
}

} // namespace
} // namespace portcullis
