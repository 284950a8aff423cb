#include "gateway/base/json.h"
#include "tests/gateway/budget/ledger_fixture.h"

namespace portcullis::budget {
namespace {

using api::BudgetUnit;
using api::BudgetWindow;
using std::chrono::hours;
using std::chrono::minutes;

class LedgerCrash : public LedgerTest
{
protected:
    // A ledger of the same budgets, made of what is written down.
    api::BudgetUse after(const std::string& snapshot,
                         const std::vector<Delta>& reserved,
                         const std::vector<Delta>& settled,
                         std::vector<api::Budget> budgets)
    {
        Ledger again(m_clock, nullptr);
        EXPECT_TRUE(again.configure(budgets).empty());
        if (!snapshot.empty()) {
            const auto json = JsonDocument::parse(snapshot);
            const auto read = snapshotFrom(json->root());
            EXPECT_TRUE(read);
            again.restore(read.value_or(Snapshot()));
        }
        for (const Delta& delta : reserved) {
            again.replayReserved(delta);
        }
        for (const Delta& delta : settled) {
            again.replaySettled(delta);
        }
        again.finishReplay();
        return *again.use(budgets.front().id, 10);
    }

    std::string snapshot() { return toJson(m_ledger.snapshot()); }
};

TEST_F(LedgerCrash, ADeltaIsReadAsItWasWritten)
{
    Delta delta{17, m_clock.wallNow(), {1, 1, 300, 40, 60'000, 2500}, {BudgetId("a")}};
    EXPECT_EQ(toJson(delta),
              R"({"at":1795339800000000,"budgets":["a"],"bytes":300,"calls":1,"cost_micros":2500,)"
              R"("id":17,"tokens":40,"upstream_ms":60000,"write_calls":1})");
    const auto json = JsonDocument::parse(toJson(delta));
    EXPECT_EQ(*deltaFrom(json->root()), delta);
}

TEST_F(LedgerCrash, ADamagedDeltaIsAnError)
{
    for (const char* text : {R"({})",
                             R"({"at":1,"budgets":["a"],"id":0})",
                             R"({"at":1,"budgets":[1],"id":1})",
                             R"({"at":-1,"budgets":["a"],"id":1})",
                             R"({"at":1,"budgets":["a"],"calls":-1,"id":1})",
                             R"({"at":1,"budgets":["a"],"calls":9000000000000001,"id":1})"}) {
        const auto json = JsonDocument::parse(text);
        const auto read = deltaFrom(json->root());
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::Corrupt);
    }
}

TEST_F(LedgerCrash, ADamagedSnapshotIsAnError)
{
    configure({ofKey(10)});
    const std::string good = snapshot();
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"\"next\":1", "\"next\":0"},
                                                          {"\"budgets\":[", "\"budgets\":[3,"},
                                                          {"\"used\":0", "\"used\":\"0\""},
                                                          {"\"slices\":[]", "\"slices\":[[1]]"}}) {
        std::string bad = good;
        ASSERT_NE(bad.find(from), std::string::npos) << from;
        bad.replace(bad.find(from), from.size(), to);
        const auto json = JsonDocument::parse(bad);
        EXPECT_FALSE(snapshotFrom(json->root())) << bad;
    }
}

TEST_F(LedgerCrash, RecordsAloneMakeTheLedgerAgain)
{
    configure({ofKey(10)});
    Reservation done = take(calls(3));
    Reservation lost = take(calls(2));
    const std::vector reserved = {*m_ledger.record(done), *m_ledger.record(lost)};
    const auto settled = m_ledger.settle(std::move(done), usedCalls(1), Ending::Succeeded);
    const auto use = after({}, reserved, {*settled}, {ofKey(10)});
    EXPECT_EQ(use.used, 3U); // 1, and the 2 of which nobody knows
    EXPECT_EQ(use.reserved, 0U);
}

TEST_F(LedgerCrash, ASnapshotKnowsWhatRunsAndWhatIsSettledLater)
{
    for (const BudgetWindow window : {BudgetWindow::Calendar, BudgetWindow::Rolling}) {
        api::Budget budget = ofKey(100);
        budget.window = window;
        configure({});
        m_clock.advance(hours(72));
        configure({budget});
        spend(20);
        Reservation running = take(calls(10));
        Reservation unrecorded = take(calls(7));
        const auto reserved = m_ledger.record(running);
        const std::string kept = snapshot();
        EXPECT_EQ(after(kept, {}, {}, {budget}).used, 30U);
        const auto settled = m_ledger.settle(std::move(running), usedCalls(4), Ending::Succeeded);
        EXPECT_EQ(after(kept, {}, {*settled}, {budget}).used, 24U);
        // Recorded after it, reserved before it.
        const auto late = m_ledger.record(unrecorded);
        EXPECT_EQ(after(kept, {*late}, {*settled}, {budget}).used, 31U);
        // A record that the snapshot knows already changes nothing.
        EXPECT_EQ(after(snapshot(), {}, {*settled}, {budget}).used, 31U);
        m_ledger.giveBack(std::move(unrecorded));
    }
}

TEST_F(LedgerCrash, TheNextReservationsHaveNumbersOfTheirOwn)
{
    configure({ofKey(10)});
    const Reservation first = take(calls(1));
    const Delta delta = *m_ledger.record(first);
    Ledger again(m_clock, nullptr);
    ASSERT_TRUE(again.configure({ofKey(10)}).empty());
    again.replayReserved(delta);
    again.finishReplay();
    const auto answer = again.reserve(m_payer, calls(1));
    EXPECT_GT(again.record(std::get<Reservation>(answer))->reservation, delta.reservation);
}

TEST_F(LedgerCrash, TheLatestTimeSeenOutlivesACrash)
{
    configure({ofKey(10)});
    spend(10);
    const std::string kept = snapshot();
    m_clock.setWall(m_clock.wallNow() - hours(48));
    EXPECT_EQ(after(kept, {}, {}, {ofKey(10)}).used, 10U);
}

TEST_F(LedgerCrash, ABudgetChangedMeanwhileKeepsItsUse)
{
    configure({ofKey(10)});
    spend(6);
    api::Budget other = ofKey(20);
    other.window = BudgetWindow::Rolling;
    EXPECT_EQ(after(snapshot(), {}, {}, {other}).used, 6U);
    other.unit = BudgetUnit::Bytes;
    EXPECT_EQ(after(snapshot(), {}, {}, {other}).used, 0U);
}

TEST_F(LedgerCrash, ARemovedBudgetIsRememberedInTheSnapshot)
{
    configure({ofKey(10)});
    spend(6);
    configure({});
    EXPECT_EQ(after(snapshot(), {}, {}, {ofKey(10)}).used, 6U);
    m_clock.advance(hours(24));
    EXPECT_TRUE(m_ledger.snapshot().budgets.empty());
}

TEST_F(LedgerCrash, WarningsAreNotGivenAgain)
{
    configure({ofKey(10)});
    spend(9);
    EXPECT_TRUE(after(snapshot(), {}, {}, {ofKey(10)}).warned);
    const Reservation running = take(calls(1));
    EXPECT_TRUE(after({}, {*m_ledger.record(running)}, {}, {ofKey(1)}).warned);
}

TEST_F(LedgerCrash, WindowsThatEndedWhileNobodyRanAreEnded)
{
    configure({ofKey(10)});
    spend(6);
    const std::string kept = snapshot();
    Reservation later = take(calls(1));
    const auto reserved = m_ledger.record(later);
    m_clock.advance(hours(48));
    const auto use = after(kept, {*reserved}, {}, {ofKey(10)});
    EXPECT_EQ(use.used, 0U);
    ASSERT_EQ(use.history.size(), 2U);
    EXPECT_EQ(use.history[1].used, 7U);
}

} // namespace
} // namespace portcullis::budget
