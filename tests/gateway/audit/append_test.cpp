#include "gateway/audit/canonical.h"
#include "gateway/audit/log_check.h"
#include "gateway/audit/run_facts.h"
#include "gateway/base/encoding.h"
#include "gateway/base/os_user.h"
#include "tests/gateway/audit/read_raw.h"

#include <gmock/gmock.h>

#include <latch>
#include <thread>
#include <unistd.h>

namespace portcullis::audit::test {
namespace {

using AuditAppend = LogTest;

TEST_F(AuditAppend, NumbersRecordsFromZeroWithoutGaps)
{
    auto log = open();
    EXPECT_EQ(mustAppend(*log, started()), 0);
    EXPECT_EQ(mustAppend(*log, intent("c1")), 1);
    EXPECT_EQ(mustAppend(*log, outcome("c1", 1, "{}")), 2);
    EXPECT_EQ(log->recordCount(), 3U);
    log.reset();
    log = open();
    EXPECT_EQ(log->recordCount(), 3U);
    EXPECT_EQ(mustAppend(*log, started()), 3);
}

// No record, no call: at the moment of completion another connection already reads the record.
TEST_F(AuditAppend, CommitsBeforeItCompletes)
{
    for (const auto durability : {api::Durability::Strict, api::Durability::Standard}) {
        m_options.durability = durability;
        auto log = open();
        std::promise<std::int64_t> seen;
        log->append(intent("c"), [this, &seen](const Result<Receipt>& receipt) {
            Connection other = readOnly(database(), key());
            auto found = other.prepare("SELECT n FROM rec WHERE n = ?1");
            found->bind(1, receipt.value_or(Receipt{}).n);
            seen.set_value(found->step().value_or(false) ? found->integer(0) : -1);
        });
        EXPECT_GE(seen.get_future().get(), 0);
    }
}

TEST_F(AuditAppend, WritesAllThatWaitsInOneTransaction)
{
    auto log = open();
    std::latch blocked(1);
    std::latch release(1);
    log->append(started(), [&](const Result<Receipt>&) {
        blocked.count_down();
        release.wait();
    });
    blocked.wait();
    std::vector<std::int64_t> order;
    for (int i = 0; i < 50; ++i) {
        log->append(intent("c" + std::to_string(i)), [&order](const Result<Receipt>& receipt) {
            order.push_back(receipt.value_or(Receipt{}).n);
        });
    }
    release.count_down();
    log->flush();
    EXPECT_EQ(log->timings().batches, 2U);
    EXPECT_EQ(log->timings().records, 51U);
    ASSERT_EQ(order.size(), 50U);
    for (std::size_t i = 0; i < order.size(); ++i) {
        EXPECT_EQ(order[i], static_cast<std::int64_t>(i) + 1);
    }
}

TEST_F(AuditAppend, CountsPerKeyAndPerServer)
{
    auto log = open();
    for (int run = 0; run < 2; ++run) { // counters go on after a restart
        CallIntent other = intent("o");
        other.caller.key = KeyId("vk_fedcba9876543210");
        other.server = ServerId("db");
        const auto first = mustAppend(*log, intent("c"));
        const auto second = mustAppend(*log, std::move(other));
        mustAppend(*log, outcome("c", first, "{}"));
        CallOutcome closing = outcome("o", second, "{}");
        closing.key = KeyId("vk_fedcba9876543210");
        mustAppend(*log, std::move(closing));
        log.reset();
        log = open();
    }
    Connection reading = readOnly(database(), key());
    std::vector<std::string> counters;
    for (const RawRecord& record : readRecords(reading)) {
        const auto header = parsed(record.header);
        counters.push_back(std::string(header.root()["kn"].raw()) + "/" +
                           header.root()["srv"].string() + std::string(header.root()["sn"].raw()));
    }
    EXPECT_THAT(counters,
                ::testing::ElementsAre(
                    "1/fx1", "1/db1", "2/fx2", "2/fx3", "3/fx4", "3/db2", "4/fx5", "4/fx6"));
}

TEST_F(AuditAppend, StoresCanonicalLinesThatHoldTogether)
{
    auto log = open();
    CallIntent strange = intent("c1");
    strange.tool = std::string("t\xFF\x01\"", 4);
    strange.caller.executable = std::string(5000, 'x');
    const auto n = mustAppend(*log, std::move(strange));
    mustAppend(*log, outcome("c1", n, "{}"));
    mustAppend(*log, denied("c2", "rm"));
    mustAppend(*log, AccessRefused{{}, api::Reason::BadHost, 3});
    mustAppend(*log, ConfigurationChanged{"set_key", "vk_1", 4, "aa", "bb", "gui"});
    mustAppend(*log, RunClose{"asked"});
    Connection reading = readOnly(database(), key());
    const auto records = readRecords(reading);
    ASSERT_EQ(records.size(), 6U);
    for (const RawRecord& record : records) {
        EXPECT_TRUE(parseCanonical(record.header)) << record.header;
        EXPECT_TRUE(parseCanonical(record.body)) << record.body;
        EXPECT_LE(record.header.size(), 1024U);
        const Digest leaf = sha256(std::string(1, '\0') + record.header);
        EXPECT_EQ(toHex(asBytes(record.leaf)), toHex(leaf));
        const auto header = parsed(record.header);
        EXPECT_EQ(header.root()["body"].string(), toHex(sha256(record.body)));
        EXPECT_EQ(header.root()["n"].integer(), record.n);
        EXPECT_EQ(parsed(record.body).root()["n"].integer(), record.n);
        EXPECT_EQ(parsed(record.body).root()["nonce"].string().size(), 32U);
    }
}

TEST_F(AuditAppend, EveryTypeOfRecordHasACanonicalBody)
{
    const auto log = open();
    CallIntent call = intent(callId(0));
    call.readOnly = true;
    call.destructive = true;
    call.serverTransport = "stdio";
    call.serverConfigHash = std::string(64, 'c');
    const std::int64_t n = mustAppend(*log, call);
    CallOutcome ended = outcome(callId(0), n, "{}");
    ended.resultBlocks = 3;
    mustAppend(*log, ended);
    RunOpen run = runFacts(database().parent_path());
    run.configRevision = 7;
    run.configHash = std::string(64, 'a');
    mustAppend(*log, run);
    mustAppend(*log, AccessRefused{});
    mustAppend(*log, ConfigurationChanged{"key.change", "vk_0", 3, "aa", "bb", "gui"});
    mustAppend(*log, ReviewSignedOff{{0, 2, true, "Look at this"}, {}, "gui"});
    mustAppend(*log, BundleExported{{}, {}, "ctl"});
    mustAppend(*log, LogChecked{{}, {}, "ctl"});
    mustAppend(*log, ContentErased{{{0, 1}}, "Art. 17", "ctl"});
    mustAppend(*log, RecordsPurged{api::Removable::Bodies, {0, 1}, m_clock.wallNow(), 0, "ctl"});
    mustAppend(*log, HoldSet{{"h", {}, "Case 12", "gui", -1}});
    mustAppend(*log, HoldReleased{"h", "Closed", "gui"});
    mustAppend(*log, RunClose{"quit"});
    Connection connection = readOnly(database(), key());
    for (const RawRecord& record : readRecords(connection)) {
        EXPECT_TRUE(record.body.empty() || parseCanonical(record.body)) << record.body;
        EXPECT_TRUE(parseCanonical(record.header)) << record.header;
    }
    const auto report = checkLog(connection, contentKeys(), m_keys, {api::CheckDepth::Deep, {}});
    EXPECT_EQ(report->fault.value_or(""), "");
}

TEST_F(AuditAppend, WhoeverActsIsNamedByTheAccountOfTheProgram)
{
    const auto log = open();
    mustAppend(*log, ConfigurationChanged{"key.change", "vk_0", 3, "aa", "bb", "gui"});
    mustAppend(*log, ReviewSignedOff{{0, 1, true, "Look at this"}, {}, "gui"});
    mustAppend(*log, ContentErased{{{0, 1}}, "Art. 17", "ctl"});
    mustAppend(*log, HoldSet{{"h", {}, "Case 12", "gui", -1}});
    mustAppend(*log, HoldReleased{"h", "Closed", "gui"});
    mustAppend(*log, BundleExported{{}, {}, "ctl"});
    mustAppend(*log, LogChecked{{}, {}, "ctl"});
    Connection connection = readOnly(database(), key());
    for (const RawRecord& record : readRecords(connection)) {
        const auto body = parsed(record.body);
        EXPECT_EQ(body.root()["user"].string(), osUser()) << record.body;
    }
    EXPECT_TRUE(osUser().ends_with(std::to_string(::geteuid())));
}

TEST_F(AuditAppend, ARunTellsWhatItRunsOn)
{
    mustAppend(*open(), started()); // and closed: everything is in the file
    const auto log = open();
    RunOpen unlocked = runFacts(database().parent_path());
    unlocked.unlockedBy = "gui";
    unlocked.unlockedWith = "keychain";
    mustAppend(*log, unlocked);
    Connection connection = readOnly(database(), key());
    const auto body = parsed(readRecords(connection).at(1).body);
    const JsonValue run = body.root();
    for (const char* const library : {"openssl", "sqlcipher", "sqlite"}) {
        EXPECT_FALSE(run["libs"][library].string().empty()) << library;
    }
    EXPECT_FALSE(run["build"].string().empty());
    EXPECT_EQ(run["boot_id"].string().size(), 36U);
    EXPECT_GT(run["db_bytes"].integer().value_or(0), 0);
    EXPECT_EQ(run["unlocked_by"].string(), "gui");
    EXPECT_EQ(run["unlocked_with"].string(), "keychain");
    EXPECT_EQ(run["user"].string(), osUser());
    EXPECT_TRUE(parseCanonical(readRecords(connection).at(1).body));
}

TEST_F(AuditAppend, AReviewNamesTheTreeThatItSpeaksOf)
{
    const auto log = open();
    mustAppend(*log, denied(callId(0), "drop"));
    const Digest root = log->checkpoint(0)->head.root;
    mustAppend(*log, ReviewSignedOff{{0, 1, false, "All in order"}, {}, "gui"});
    Connection connection = readOnly(database(), key());
    const auto body = parsed(readRecords(connection).at(1).body);
    EXPECT_EQ(body.root()["root"].string(), toHex(root));
    EXPECT_EQ(body.root()["comment"].string(), "All in order");
    EXPECT_EQ(body.root()["result"].string(), "ok");
    EXPECT_EQ(body.root()["end"].integer(), 1);
}

TEST_F(AuditAppend, CutsIdsSoThatEveryHeaderFits)
{
    auto log = open();
    CallIntent record = intent(std::string(2000, '\x01'));
    record.caller.key = KeyId(std::string(2000, '"'));
    record.server = ServerId(std::string(2000, '\xff'));
    EXPECT_EQ(mustAppend(*log, record), 0);
    EXPECT_EQ(mustAppend(*log, intent("c")), 1);
    EXPECT_FALSE(log->health());
    Connection connection = readOnly(database(), key());
    const std::string header = readRecords(connection).at(0).header;
    EXPECT_LE(header.size(), 1024U);
    EXPECT_EQ(parsed(header).root()["call"].string(), std::string(100, '_'));
}

TEST_F(AuditAppend, KeepsTimeFromFallingBack)
{
    auto log = open();
    mustAppend(*log, started());
    const auto before = toMicros(m_clock.wallNow());
    m_clock.setWall(m_clock.wallNow() - std::chrono::hours(24));
    mustAppend(*log, RunClose{""});
    log.reset();
    log = open();
    mustAppend(*log, started());
    Connection reading = readOnly(database(), key());
    const auto records = readRecords(reading);
    ASSERT_EQ(records.size(), 5U);
    for (const std::size_t i : {1U, 2U, 3U, 4U}) {
        const auto header = parsed(records[i].header);
        EXPECT_EQ(header.root()["type"].string() == "clock.step", i % 2 == 1);
        EXPECT_EQ(header.root()["t"].integer(), toMicros(m_clock.wallNow()));
        EXPECT_EQ(header.root()["hw"].integer(), before);
    }
}

TEST_F(AuditAppend, RefusesNewCallsWhenTheQueueIsFullAndKeepsRoomForOutcomes)
{
    m_options.queueCapacity = 4;
    auto log = open();
    std::latch blocked(1);
    std::latch release(1);
    log->append(started(), [&](const Result<Receipt>&) {
        blocked.count_down();
        release.wait();
    });
    blocked.wait();
    int refused = 0;
    int stored = 0;
    const auto note = [&](const Result<Receipt>& receipt) {
        if (receipt) {
            ++stored;
        } else {
            EXPECT_EQ(receipt.error().code, ErrorCode::Busy);
            ++refused;
        }
    };
    for (int i = 0; i < 6; ++i) {
        log->append(intent("c" + std::to_string(i)), note);
    }
    EXPECT_EQ(refused, 2); // at once
    for (int i = 0; i < 6; ++i) {
        log->append(outcome("x" + std::to_string(i), -1, "{}"), note);
    }
    EXPECT_EQ(refused, 4);
    release.count_down();
    log->flush();
    EXPECT_EQ(stored, 8);
}

TEST_F(AuditAppend, TakesRecordsFromManyThreads)
{
    auto log = open();
    constexpr int kThreads = 200;
    constexpr int kCalls = 5;
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&log, &failed, i] {
                for (int call = 0; call < kCalls; ++call) {
                    const std::string id = std::to_string(i) + "-" + std::to_string(call);
                    const auto receipt = append(*log, intent(id));
                    failed += receipt && append(*log, outcome(id, receipt->n, "{}")) ? 0 : 1;
                }
            });
        }
    }
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(log->recordCount(), 2U * kThreads * kCalls);
    Connection reading = readOnly(database(), key());
    const auto records = readRecords(reading);
    ASSERT_EQ(records.size(), 2U * kThreads * kCalls);
    EXPECT_EQ(records.back().n, 2 * kThreads * kCalls - 1);
}

TEST_F(AuditAppend, CompletesEverythingBeforeItCloses)
{
    auto log = open();
    std::atomic<int> completed = 0;
    for (int i = 0; i < 100; ++i) {
        log->append(intent("c" + std::to_string(i)),
                    [&completed](const Result<Receipt>& receipt) { completed += receipt ? 1 : 0; });
    }
    log.reset();
    EXPECT_EQ(completed, 100);
}

TEST_F(AuditAppend, ChangesDurabilityWhileRunning)
{
    auto log = open();
    for (const auto durability :
         {api::Durability::Standard, api::Durability::Strict, api::Durability::Standard}) {
        log->setDurability(durability);
        mustAppend(*log, intent("c"));
    }
    EXPECT_FALSE(log->health());
    EXPECT_EQ(log->recordCount(), 3U);
}

// More than one snapshot and, in pieces, more than one checkpoint.
TEST_F(AuditAppend, KeepsManyRecordsAcrossARestart)
{
    m_options.durability = api::Durability::Standard;
    auto log = open();
    constexpr int kRecords = 6000;
    for (int i = 0; i < kRecords / 2; ++i) {
        const std::string id = std::to_string(i);
        log->append(intent(id), [&log, id](const Result<Receipt>& receipt) {
            log->append(outcome(id, receipt.value_or(Receipt{}).n, std::string(1000, 'r')),
                        [](const Result<Receipt>&) {});
        });
    }
    log->flush();
    log->flush();
    EXPECT_EQ(log->recordCount(), std::uint64_t{kRecords});
    log.reset();
    log = open();
    EXPECT_EQ(log->recordCount(), std::uint64_t{kRecords});
    const auto page = log->activity({});
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->rows.front().outcome, api::Outcome::Ok); // nothing was orphaned
    EXPECT_EQ(std::filesystem::file_size(database().string() + "-wal"), 0U);
}

} // namespace
} // namespace portcullis::audit::test
