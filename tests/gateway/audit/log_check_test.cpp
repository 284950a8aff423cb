#include "gateway/audit/log_check.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"

#include <filesystem>

namespace portcullis::audit::test {
namespace {

class LogCheckTest : public LogTest
{
protected:
    // Two records a call, and a refusal.
    void fill(int calls)
    {
        const auto log = open();
        ASSERT_NE(log, nullptr);
        for (int i = 0; i < calls; ++i) {
            const std::int64_t n = mustAppend(*log, intent(callId(i)));
            mustAppend(*log, outcome(callId(i), n, "{}"));
        }
        mustAppend(*log, denied(callId(calls), "hidden"));
    }

    void tamper(const std::string& sql) { tamperWith(database(), key(), kWithoutTriggers + sql); }

    [[nodiscard]] api::LogReport check(api::CheckDepth depth = api::CheckDepth::Deep,
                                       Remembered remembered = {})
    {
        Connection connection = readOnly(database(), key());
        auto report =
            checkLog(connection, contentKeys(), m_keys, {depth, {}}, {}, std::move(remembered));
        EXPECT_TRUE(report) << (report ? "" : report.error().cause);
        return report ? std::move(*report) : api::LogReport();
    }
};

TEST_F(LogCheckTest, FindsNothingInAGenuineLog)
{
    fill(150);
    const api::LogReport deep = check();
    EXPECT_EQ(deep.fault.value_or(""), "");
    EXPECT_EQ(deep.records, 301U);
    EXPECT_EQ(deep.head.size, 301U);
    EXPECT_EQ(deep.signatures, 301U);
    const api::LogReport quick = check(api::CheckDepth::Heads);
    EXPECT_FALSE(quick.fault);
    EXPECT_EQ(quick.signatures, 1U);
    EXPECT_EQ(quick.head, deep.head);
}

TEST_F(LogCheckTest, AnEmptyLogIsGenuine)
{
    static_cast<void>(open());
    EXPECT_FALSE(check().fault);
    EXPECT_EQ(check().records, 0U);
}

TEST_F(LogCheckTest, FollowsAcceptedAlarms)
{
    const auto pins = std::make_shared<MemoryPins>();
    m_options.pins = pins;
    fill(3);
    for (int round = 0; round < 2; ++round) {
        pins->replace(std::nullopt);
        const auto log = open();
        ASSERT_TRUE(log->suspension());
        ASSERT_TRUE(log->accept("ctl"));
        mustAppend(*log, denied(callId(100 + round), "y"));
    }
    const api::LogReport report = check();
    EXPECT_EQ(report.fault.value_or(""), "");
    EXPECT_TRUE(report.head.origin.ends_with("/3")) << report.head.origin;
    EXPECT_EQ(report.records, 11U);
}

struct Damage
{
    const char* name;
    const char* sql;
    std::int64_t firstBad;
};

void PrintTo(const Damage& damage, std::ostream* out)
{
    *out << damage.name;
}

class TamperedLog : public LogCheckTest, public testing::WithParamInterface<Damage>
{};

TEST_P(TamperedLog, IsFoundAtItsFirstBadRecord)
{
    fill(150);
    tamper(GetParam().sql);
    for (const api::CheckDepth depth : {api::CheckDepth::Deep, api::CheckDepth::Heads}) {
        const api::LogReport report = check(depth);
        ASSERT_TRUE(report.fault);
        EXPECT_EQ(report.firstBad, GetParam().firstBad) << *report.fault;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Audit,
    TamperedLog,
    testing::Values(
        Damage{"EditedHeader",
               "UPDATE rec SET header = CAST(replace(header, 'fx', 'fy') AS BLOB) WHERE n = 7",
               7},
        Damage{"EditedBody",
               "UPDATE rec SET body = CAST(replace(body, 'echo', 'ecco') AS BLOB) WHERE n = 8",
               8},
        Damage{"EditedTool", "UPDATE rec SET tool = 'other' WHERE n = 9", 9},
        Damage{"EditedClient", "UPDATE rec SET client = 'somebody' WHERE n = 10", 10},
        Damage{"EditedOutcome", "UPDATE rec SET outcome = 'ok' WHERE n = 300", 300},
        Damage{"EditedReason", "UPDATE rec SET reason = NULL WHERE n = 300", 300},
        Damage{"EditedTime", "UPDATE rec SET t = t + 1 WHERE n = 11", 11},
        Damage{"EditedDuration", "UPDATE rec SET duration_us = 1 WHERE n = 13", 13},
        Damage{"EditedIntent", "UPDATE rec SET intent = 0 WHERE n = 15", 15},
        Damage{"EditedLeaf", "UPDATE rec SET leaf = randomblob(32) WHERE n = 16", 16},
        Damage{"DeletedRecord", "DELETE FROM rec WHERE n = 20", 20},
        Damage{"DeletedFirst", "DELETE FROM rec WHERE n = 0", 0},
        Damage{"Swapped",
               "UPDATE rec SET n = 5000 WHERE n = 30; UPDATE rec SET n = 30 WHERE n = 31;"
               "UPDATE rec SET n = 31 WHERE n = 5000",
               30},
        Damage{"EditedNode", "UPDATE node SET hash = randomblob(32)", 255},
        Damage{"NoNode", "DELETE FROM node", 255},
        Damage{"CutWithinACommit", "UPDATE rec SET head = NULL WHERE n = 300", 300}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(LogCheckTest, AReplacedSignatureIsFoundByADeepCheckOnly)
{
    fill(20);
    tamper("UPDATE rec SET head = (SELECT head FROM rec WHERE n = 4) WHERE n = 5");
    EXPECT_EQ(check(api::CheckDepth::Deep).firstBad, 5);
    EXPECT_FALSE(check(api::CheckDepth::Heads).fault);
}

TEST_F(LogCheckTest, ALogSignedWithOtherKeysIsNotGenuine)
{
    fill(3);
    m_keys = std::make_shared<const LogKeys>(LogKeys::generate().value());
    EXPECT_EQ(check(api::CheckDepth::Deep).firstBad, 0);
    EXPECT_EQ(check(api::CheckDepth::Heads).firstBad, 6);
}

TEST_F(LogCheckTest, RemovedBodiesAreCounted)
{
    fill(3);
    {
        const auto log = open();
        m_clock.advance(std::chrono::hours(1));
        const api::RetentionRequest old{{}, m_clock.wallNow()};
        ASSERT_TRUE(log->removeOld(old, "ctl", {}));
    }
    const api::LogReport report = check();
    EXPECT_EQ(report.fault.value_or(""), "");
    EXPECT_EQ(report.bodiesRemoved, 7U);
}

TEST_F(LogCheckTest, FindsWhatIsMissingWithoutARecordOfIt)
{
    fill(3);
    tamper("UPDATE rec SET body = NULL WHERE n = 4");
    EXPECT_EQ(check(api::CheckDepth::Heads).fault,
              "Record 4: its body is missing, and no record says that it was removed.");
}

// Who removes something may not hide it behind a record of another removal.
TEST_F(LogCheckTest, FindsMoreMissingThanWasRemovedByWhatTheRecordsSay)
{
    fill(3);
    {
        const auto log = open();
        api::Hold hold;
        hold.reason = "Case 12";
        hold.records.call = CallId(callId(1)); // records 2 and 3
        ASSERT_TRUE(log->setHold(hold));
        m_clock.advance(std::chrono::hours(48));
        ASSERT_TRUE(log->removeOld({m_clock.wallNow(), m_clock.wallNow()}, "ctl", {}));
        ASSERT_TRUE(log->releaseHold(log->holds()->front().id, "Closed", "ctl"));
    }
    EXPECT_EQ(check().fault.value_or(""), "");
    tamper("DELETE FROM payload WHERE n = 2");
    EXPECT_EQ(check().fault,
              "Record 2: its content is missing, and no record says that it was removed.")
        << "it was on hold then";
}

// It was gone when the removal came, which did not find it.
TEST_F(LogCheckTest, CountsWhatIsMissingAgainstWhatWasRemoved)
{
    fill(3);
    tamper("DELETE FROM payload WHERE n = 2");
    {
        const auto log = open();
        m_clock.advance(std::chrono::hours(48));
        ASSERT_TRUE(log->removeOld({m_clock.wallNow(), {}}, "ctl", {}));
    }
    EXPECT_EQ(check().fault,
              "Record 0: from it to record 6, 7 contents are missing, but only 6 were removed by "
              "what the records say.");
}

TEST_F(LogCheckTest, WhatIsRemovedAgainAfterAHoldIsNoSurplus)
{
    fill(3);
    const auto log = open();
    api::Hold hold;
    hold.reason = "Case 12";
    hold.records.call = CallId(callId(1));
    const auto held = log->setHold(hold);
    ASSERT_TRUE(held);
    m_clock.advance(std::chrono::hours(48));
    for (int removal = 0; removal < 2; ++removal) {
        ASSERT_TRUE(log->removeOld({m_clock.wallNow(), m_clock.wallNow()}, "ctl", {}));
        EXPECT_EQ(check().fault.value_or(""), "");
        EXPECT_EQ(log->releaseHold(held->id, "Closed", "ctl").has_value(), removal == 0);
    }
    EXPECT_EQ(check().bodiesRemoved, 7U);
}

TEST_F(LogCheckTest, OnlyCallsMayHaveLostTheirBodies)
{
    {
        const auto log = open();
        mustAppend(*log, ConfigurationChanged{"key.change", "vk_0", 3, "aa", "bb", "gui"});
    }
    fill(3);
    {
        const auto log = open();
        m_clock.advance(std::chrono::hours(1));
        ASSERT_TRUE(log->removeOld({{}, m_clock.wallNow()}, "ctl", {}));
    }
    EXPECT_FALSE(check().fault);
    tamper("UPDATE rec SET body = NULL WHERE n = 0");
    EXPECT_EQ(check(api::CheckDepth::Heads).fault,
              "Record 0: its body is missing, and bodies of its type are never removed.");
}

TEST_F(LogCheckTest, FindsAContentThatIsMissingOrAnotherOne)
{
    fill(3);
    tamper("DELETE FROM payload WHERE n = 3");
    EXPECT_EQ(check(api::CheckDepth::Heads).fault,
              "Record 3: its content is missing, and no record says that it was removed.");
    tamper("INSERT INTO payload SELECT 3, salts, text FROM payload WHERE n = 1");
    EXPECT_FALSE(check(api::CheckDepth::Heads).fault) << "contents are not opened";
    EXPECT_EQ(check().fault, "Record 3: its content is not the one that was recorded.");
}

TEST_F(LogCheckTest, CountsContentsWhoseKeyIsGone)
{
    fill(3);
    std::filesystem::remove(m_options.folder / "audit.keys");
    const api::LogReport report = check();
    EXPECT_EQ(report.fault.value_or(""), "");
    EXPECT_EQ(report.contentsLost, 7U);
}

TEST_F(LogCheckTest, SaysTheLatestThatIsRemembered)
{
    fill(2);
    const api::TreeHead then = check().head;
    fill(2);
    api::TreeHead empty = then;
    empty.size = 0;
    const api::LogReport report = check(api::CheckDepth::Heads, {{empty, then, empty}, true});
    EXPECT_EQ(report.fault.value_or(""), "");
    EXPECT_EQ(report.remembered, then);
    EXPECT_FALSE(report.isPinMissing);
}

TEST_F(LogCheckTest, SaysThatNotAllIsRememberedOfALogWithRecords)
{
    static_cast<void>(open());
    EXPECT_FALSE(check(api::CheckDepth::Heads, {{}, false}).isPinMissing) << "it is new";
    fill(2);
    const api::LogReport report = check(api::CheckDepth::Heads, {{}, false});
    EXPECT_EQ(report.fault.value_or(""), "");
    EXPECT_TRUE(report.isPinMissing);
    EXPECT_FALSE(report.remembered);
}

// The same records, signed by the same keys as those of another epoch.
TEST_F(LogCheckTest, IsTheLogThatIsRememberedAndNoOther)
{
    fill(2);
    api::TreeHead other = check().head;
    other.origin = other.origin.substr(0, other.origin.rfind('/')) + "/2";
    const api::LogReport report = check(api::CheckDepth::Heads, {{other}, true});
    ASSERT_TRUE(report.fault);
    EXPECT_NE(report.fault->find("is remembered as " + other.origin), std::string::npos)
        << *report.fault;
}

TEST_F(LogCheckTest, CanBeCancelled)
{
    fill(3);
    std::stop_source stop;
    stop.request_stop();
    Connection connection = readOnly(database(), key());
    const auto report = checkLog(
        connection, contentKeys(), m_keys, {api::CheckDepth::Deep, {}}, {{}, stop.get_token()});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace portcullis::audit::test
