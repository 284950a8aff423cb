#include "tests/gateway/audit/retention_fixture.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace portcullis::audit::test {
namespace {

TEST_F(RetentionTest, ErasedContentIsGoneAndTheLogIsStillGenuine)
{
    const auto log = open();
    const std::int64_t kept = call(*log, "P1");
    const std::int64_t erased = call(*log, "P2");
    const auto report = log->erase(about("P2"), "dpo", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->records, (std::vector<api::NumberRange>{{erased, erased + 2}}));
    EXPECT_EQ(argumentsOf(*log, erased), "");
    EXPECT_EQ(argumentsOf(*log, kept), R"({"patient":"P1"})");
    expectGenuine();
    Connection connection = readOnly(database(), key());
    const auto body = parsed(readRecords(connection).back().body);
    EXPECT_EQ(body.root()["reason"].string(), "Art. 17 request 4711");
    EXPECT_EQ(body.root()["by"].string(), "dpo");
    EXPECT_EQ(body.root()["records"].first()["begin"].integer(), erased);
}

// What a backup is good for: the old database does not open with the keys of today.
TEST_F(RetentionTest, ErasedContentIsUnreadableInOlderCopiesOfTheDatabase)
{
    auto log = open();
    const std::int64_t kept = call(*log, "P1");
    const std::int64_t erased = call(*log, "P2");
    log.reset();
    const fs::path copy = m_folder.path() / "copy";
    fs::create_directory(copy);
    fs::copy(database(), copy / "audit.db");
    log = open();
    ASSERT_TRUE(log->erase(about("P2"), "dpo", {}));
    const std::int64_t after = call(*log, "P3");
    log.reset();
    fs::copy(m_options.folder / "audit.keys", copy / "audit.keys");
    m_options.folder = copy;
    log = open();
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(argumentsOf(*log, erased), "");
    EXPECT_EQ(argumentsOf(*log, kept), "") << "it had the same key, and has a new one since";
    EXPECT_TRUE(log->warning());
    EXPECT_EQ(call(*log, "P4"), erased + 2) << "such a copy takes calls";
    EXPECT_EQ(after, erased + 3);
    EXPECT_EQ(argumentsOf(*log, erased + 2), R"({"patient":"P4"})");
    EXPECT_EQ(argumentsOf(*log, kept), "") << "no number of a key is used twice";
    Connection connection = readOnly(database(), key());
    const auto lost = checkLog(connection, contentKeys(), m_keys, {api::CheckDepth::Deep, {}});
    EXPECT_EQ(lost->fault.value_or(""), "");
    EXPECT_EQ(lost->contentsLost, 4U);
    EXPECT_EQ(log->erase(about("P1"), "dpo", {})->unreadable, 4U);
}

TEST_F(RetentionTest, ATextIsFoundHoweverJsonSaysIt)
{
    const auto log = open();
    const std::int64_t plain = call(*log, "Zoë \\\"Z\\\"");
    const std::int64_t coded = call(*log, "Zo\\u00eb \\\"Z\\\"");
    const std::int64_t nested = call(*log, R"({\"name\":\"Zo\\u00EB \\\"Z\\\"\"})");
    static_cast<void>(call(*log, "Zoe"));
    api::EraseRequest request = about("Zoë \"Z\"");
    request.onlyLook = true;
    const auto report = log->erase(request, "dpo", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->records, (std::vector<api::NumberRange>{{plain, nested + 2}}));
    EXPECT_EQ(coded, plain + 2);
    EXPECT_NE(argumentsOf(*log, plain), "") << "it was only looked for";
    EXPECT_EQ(log->recordCount(), 8U) << "looking leaves no record";
}

// What was kept only to be proven has no text to search, but its salts prove a guess.
TEST_F(RetentionTest, ContentsWithoutATextAreFoundByAWholeValueOrCounted)
{
    const auto log = open();
    const auto prove = [&](const std::string& arguments) {
        CallIntent record = intent(callId(m_calls++));
        record.arguments = content(arguments, api::ContentMode::ProveOnly);
        return mustAppend(*log, record);
    };
    const std::int64_t whole = prove(R"({"n":7,"patient":"P1"})");
    static_cast<void>(prove(R"({"patient":"P1 of 7 Mill Lane"})"));
    const std::int64_t text = call(*log, "P1");
    const auto report = log->erase(about("P1"), "dpo", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->records,
              (std::vector<api::NumberRange>{{whole, whole + 1}, {text, text + 2}}));
    EXPECT_EQ(report->withoutText, 1U);
    EXPECT_EQ(report->unreadable, 0U);
    expectGenuine();
}

TEST_F(RetentionTest, AHoldKeepsContentsFromErasureAndFromAge)
{
    const auto log = open();
    const std::int64_t held = call(*log, "P1");
    api::RecordFilter records;
    records.call = CallId(callId(0));
    const auto hold = log->setHold(holdOf(records));
    ASSERT_TRUE(hold) << hold.error().message;
    EXPECT_EQ(hold->n, held + 2);
    const std::int64_t other = call(*log, "P1");

    const auto refused = log->erase(about("P1"), "dpo", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PermissionDenied);
    EXPECT_NE(argumentsOf(*log, other), "") << "all or nothing";

    m_clock.advance(hours(48));
    const auto old = log->removeOld({m_clock.wallNow(), m_clock.wallNow()}, "retention", {});
    ASSERT_TRUE(old) << old.error().message;
    EXPECT_EQ(old->contents, 2U);
    EXPECT_EQ(old->bodies, 2U);
    EXPECT_EQ(argumentsOf(*log, held), R"({"patient":"P1"})");
    EXPECT_EQ(argumentsOf(*log, other), "");
    EXPECT_EQ(query("SELECT body IS NULL FROM rec WHERE n = " + std::to_string(held)), 0);
    EXPECT_EQ(query("SELECT body IS NULL FROM rec WHERE n = " + std::to_string(other)), 1);
    expectGenuine();

    ASSERT_TRUE(log->releaseHold(hold->id, "Case closed", "gui"));
    EXPECT_TRUE(log->holds()->empty());
    const auto rest = log->removeOld({m_clock.wallNow(), m_clock.wallNow()}, "retention", {});
    ASSERT_TRUE(rest) << rest.error().message;
    EXPECT_EQ(rest->contents, 2U);
    EXPECT_EQ(rest->bodies, 2U);
    EXPECT_EQ(argumentsOf(*log, held), "");
    expectGenuine();
}

// A filter that the log cut would hold other records, or all of them.
TEST_F(RetentionTest, AFilterThatNoRecordMeetsIsRefused)
{
    const auto log = open();
    std::vector<api::RecordFilter> wrong(5);
    wrong[0].tool = std::string(2000, 't');
    wrong[1].tool = "";
    wrong[2].tool = "\xFF";
    wrong[3].server = ServerId(std::string(200, 's'));
    wrong[4].key = KeyId("a key");
    for (const api::RecordFilter& records : wrong) {
        const auto hold = log->setHold(holdOf(records));
        ASSERT_FALSE(hold);
        EXPECT_EQ(hold.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(log->recordCount(), 0U);
}

TEST_F(RetentionTest, AHoldIsInForceAsItIsRecorded)
{
    const auto log = open();
    api::Hold hold = holdOf({});
    hold.id = "0197";
    hold.by = std::string(3000, 'b');
    hold.records.tool = std::string(3000, 't');
    mustAppend(*log, HoldSet{hold});
    const auto inForce = log->holds().value();
    ASSERT_EQ(inForce.size(), 1U);
    Connection connection = readOnly(database(), key());
    const auto body = parsed(readRecords(connection).back().body);
    EXPECT_EQ(inForce[0].by, body.root()["by"].string());
    EXPECT_EQ(inForce[0].records.tool, body.root()["scope"]["tool"].string());
}

TEST_F(RetentionTest, HoldsAreThereAfterARestart)
{
    auto log = open();
    api::RecordFilter records;
    records.key = KeyId("vk_0123456789abcdef");
    records.tool = "echo";
    records.time.from = m_clock.wallNow();
    const auto hold = log->setHold(holdOf(records));
    ASSERT_TRUE(hold) << hold.error().message;
    log.reset();
    log = open();
    EXPECT_EQ(log->holds().value(), std::vector<api::Hold>{*hold});
    const auto unknown = log->releaseHold("none", "why not", "gui");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(log->releaseHold(hold->id, "", "gui")) << "without a reason";
}

TEST_F(RetentionTest, OldRecordsGoAndNewOnesStay)
{
    const auto log = open();
    std::vector<std::int64_t> calls;
    for (int day = 0; day < 5; ++day) {
        calls.push_back(call(*log, "P" + std::to_string(day)));
        m_clock.advance(hours(24));
    }
    mustAppend(*log, ConfigurationChanged{"key.change", "vk_0", 3, "aa", "bb", "gui"});
    const auto report =
        log->removeOld({m_clock.wallNow() - hours(60), m_clock.wallNow() - hours(84)}, "ctl", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->contents, 6U);
    EXPECT_EQ(report->bodies, 4U);
    for (std::size_t day = 0; day < calls.size(); ++day) {
        EXPECT_EQ(argumentsOf(*log, calls[day]).empty(), day < 3) << day;
    }
    EXPECT_EQ(query("SELECT count(*) FROM rec WHERE body IS NULL"), 4);
    EXPECT_EQ(query("SELECT count(*) FROM shared_key"), 2);
    expectGenuine();
    const std::uint64_t records = log->recordCount();
    EXPECT_TRUE(log->removeOld({m_clock.wallNow() - hours(60), {}}, "ctl", {}));
    EXPECT_EQ(log->recordCount(), records) << "nothing to remove, nothing to record";
}

// Times of records never fall, so what is recorded after it looks younger than it is.
TEST_F(RetentionTest, AClockThatWasAheadIsSaidAfterItWasSetRight)
{
    auto log = open();
    m_clock.setWall(m_clock.wallNow() + hours(24 * 40));
    static_cast<void>(call(*log, "P1"));
    EXPECT_FALSE(log->warning());
    m_clock.setWall(m_clock.wallNow() - hours(24 * 39));
    static_cast<void>(call(*log, "P2"));
    log.reset();
    log = open();
    ASSERT_TRUE(log->warning());
    EXPECT_NE(log->warning()->find("38 days"), std::string::npos) << *log->warning();
    log.reset();
    m_clock.advance(hours(24 * 39));
    EXPECT_FALSE(open()->warning()) << "it has caught up";
}

// The age of a content is its own, not that of the next one.
TEST_F(RetentionTest, APauseWithoutCallsKeepsNothingLonger)
{
    const auto log = open();
    const std::int64_t old = call(*log, "P1");
    m_clock.advance(hours(24 * 40));
    const std::int64_t young = call(*log, "P2");
    ASSERT_TRUE(log->removeOld({m_clock.wallNow() - hours(24 * 9), {}}, "ctl", {}));
    EXPECT_EQ(argumentsOf(*log, old), "");
    EXPECT_NE(argumentsOf(*log, young), "");
    expectGenuine();
}

TEST_F(RetentionTest, LargeContentsGoInSmallSteps)
{
    const auto log = open();
    const std::string large(3 << 20, 'x');
    for (int i = 0; i < 5; ++i) {
        static_cast<void>(call(*log, large));
    }
    const auto report = log->removeOld({m_clock.wallNow() + hours(1), {}}, "ctl", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->contents, 10U);
    EXPECT_GE(query("SELECT count(*) FROM rec WHERE type = 'retention.purge'"), 3);
    expectGenuine();
}

// What a look says would go is what goes then.
TEST_F(RetentionTest, OldRecordsAreOnlyLookedAtWhenThatIsAsked)
{
    const auto log = open();
    std::vector<std::int64_t> calls;
    for (int day = 0; day < 5; ++day) {
        calls.push_back(call(*log, "P" + std::to_string(day)));
        m_clock.advance(hours(24));
    }
    ASSERT_TRUE(log->setHold(holdOf({{}, {}, {}, CallId(callId(1)), {}})));
    const std::uint64_t records = log->recordCount();
    api::RetentionRequest request{
        m_clock.wallNow() - hours(60), m_clock.wallNow() - hours(84), true};
    const auto look = log->removeOld(request, "gui", {});
    ASSERT_TRUE(look) << look.error().message;
    EXPECT_EQ(*look, (api::RetentionReport{4, 2}));
    EXPECT_EQ(log->recordCount(), records);
    EXPECT_NE(argumentsOf(*log, calls[0]), "");
    request.onlyLook = false;
    EXPECT_EQ(log->removeOld(request, "gui", {}), look);
    expectGenuine();
}

TEST_F(RetentionTest, BodiesNeverGoBeforeTheirContents)
{
    const auto log = open();
    static_cast<void>(call(*log, "P1"));
    const auto report = log->removeOld({{}, m_clock.wallNow() + hours(1)}, "ctl", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->contents, 2U);
    EXPECT_EQ(report->bodies, 2U);
    expectGenuine();
}

TEST_F(RetentionTest, AnErasureNeedsAReasonAndSomethingToGoBy)
{
    const auto log = open();
    static_cast<void>(call(*log, "P1"));
    EXPECT_EQ(log->erase({}, "dpo", {}).error().code, ErrorCode::InvalidArgument);
    api::EraseRequest request = about("P1");
    request.reason.clear();
    EXPECT_EQ(log->erase(request, "dpo", {}).error().code, ErrorCode::InvalidArgument);
    request = about("\xFF");
    EXPECT_EQ(log->erase(request, "dpo", {}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(log->recordCount(), 2U);
}

TEST_F(RetentionTest, OnlyAKeeperMayRemove)
{
    auto log = open();
    static_cast<void>(call(*log, "P1"));
    log.reset();
    auto connection = openConnection(database(), key(), Access::Writer, api::Durability::Strict);
    ASSERT_TRUE(connection);
    restrict(*connection, Access::Keeper);
    for (const char* sql : {"UPDATE rec SET header = x'00'",
                            "UPDATE rec SET body = x'00'",
                            "DELETE FROM rec",
                            "DELETE FROM node",
                            "UPDATE payload SET text = x'00'",
                            "DROP TABLE payload",
                            "PRAGMA writable_schema = ON"}) {
        EXPECT_FALSE(connection->execute(sql)) << sql;
    }
    EXPECT_TRUE(connection->execute("DELETE FROM payload WHERE n = 0"));
    EXPECT_TRUE(connection->execute("UPDATE rec SET body = NULL WHERE n = 0"));
}

} // namespace
} // namespace portcullis::audit::test
