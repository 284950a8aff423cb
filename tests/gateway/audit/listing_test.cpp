#include "gateway/api/log_listing.h"
#include "gateway/audit/listing.h"
#include "gateway/audit/log_check.h"
#include "gateway/audit/store.h"
#include "tests/gateway/audit/read_raw.h"

#include <random>
#include <sqlite3.h>
#include <thread>

namespace portcullis::audit::test {
namespace {

class AuditListing : public LogTest
{
protected:
    static std::string callId(int i)
    {
        return "019aab12-3456-7789-8abc-def" + std::to_string(100'000'000 + i);
    }

    // Calls and refusals of a few keys, servers and tools.
    void fill(int calls)
    {
        std::mt19937 random(7);
        const auto one = [&random](int most) {
            return std::to_string(random() % static_cast<unsigned>(most));
        };
        m_options.queueCapacity = 100'000;
        m_options.durability = api::Durability::Standard;
        const auto log = open();
        ASSERT_NE(log, nullptr);
        const auto add = [&log](Record record) {
            log->append(std::move(record),
                        [](const Result<Receipt>& receipt) { EXPECT_TRUE(receipt); });
        };
        for (int i = 0; i < calls; ++i) {
            if (i % 7 == 0) {
                add(denied(callId(i), "hidden" + one(5)));
                continue;
            }
            CallIntent call = intent(callId(i));
            call.caller.key = KeyId("vk_" + one(3));
            call.server = ServerId("server" + one(2));
            call.tool = "tool" + one(4);
            CallOutcome end = outcome(callId(i), -1, "{}");
            end.key = call.caller.key;
            end.server = call.server;
            end.tool = call.tool;
            end.outcome = i % 5 == 0 ? api::Outcome::Timeout : api::Outcome::Ok;
            end.totalMicros = static_cast<std::int64_t>(random() % 300'000);
            add(std::move(call));
            add(std::move(end));
        }
    }

    [[nodiscard]] Store store()
    {
        auto opened = Store::open(database(), key(), api::Durability::Standard);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().cause);
        return std::move(*opened);
    }

    // As if nothing had been listed yet.
    void forget() { tamper("UPDATE listing SET version = 0"); }

    void listAll()
    {
        Store log = store();
        const std::int64_t end = log.load()->next;
        while (log.listedUpTo() < end) {
            ASSERT_TRUE(log.listMore());
        }
    }

    // Runs SQL as somebody would who has the database's key and no scruples.
    void tamper(const std::string& sql)
    {
        auto connection =
            openConnection(database(), key(), Access::Writer, api::Durability::Strict);
        ASSERT_TRUE(connection);
        const auto done = connection->execute(sql.c_str());
        ASSERT_TRUE(done) << done.error().cause;
    }

    [[nodiscard]] std::string fault()
    {
        Connection connection = readOnly(database(), key());
        const auto report =
            checkLog(connection, contentKeys(), m_keys, {api::CheckDepth::Heads, {}});
        EXPECT_TRUE(report) << (report ? "" : report.error().cause);
        return report ? report->fault.value_or("") : "no report";
    }

    std::vector<std::int64_t> numbers(const std::string& sql)
    {
        Connection connection = readOnly(database(), key());
        auto rows = connection.prepare(sql);
        EXPECT_TRUE(rows) << (rows ? "" : rows.error().cause);
        std::vector<std::int64_t> found;
        while (rows && rows->step().value_or(false)) {
            found.push_back(rows->integer(0));
        }
        return found;
    }
};

TEST(Pace, RisesWithTheDurationAndKeepsTwoDigits)
{
    EXPECT_EQ(api::paceOf(-1), 0);
    EXPECT_EQ(api::paceOf(99), 99);
    EXPECT_EQ(api::paceOf(100), 100);
    EXPECT_EQ(api::paceOf(109), 100);
    EXPECT_EQ(api::paceOf(110), 101);
    EXPECT_EQ(api::paceOf(999), 189);
    EXPECT_EQ(api::paceOf(1099), 190);
    EXPECT_EQ(api::paceOf(INT64_MAX), 90 * 17 + 92);
    for (std::int64_t micros = 0; micros < 200'000; ++micros) {
        ASSERT_LE(api::paceOf(micros), api::paceOf(micros + 1)) << micros;
    }
}

TEST(CallPrefix, IsTheFirstHalfOfAnId)
{
    EXPECT_EQ(api::callPrefix("019aab12-3456-7789-8abc-def012345678"), 0x019aab1234567789);
    for (const char* other : {"",
                              "c1",
                              "019aab12-3456-7789",
                              "019aab12 3456-7789-8abc-def0",
                              "-19aab12-3456-7789-8abc-def0",
                              "019aab1x-3456-7789-8abc-def0"}) {
        EXPECT_EQ(api::callPrefix(other), std::nullopt) << other;
    }
}

TEST_F(AuditListing, FindsWhatAPlainSearchFinds)
{
    fill(900);
    listAll();
    std::mt19937 random(3);
    for (int round = 0; round < 60; ++round) {
        std::string where = "1";
        const auto maybe = [&](const std::string& condition) {
            where += random() % 2 == 0 ? " AND " + condition : "";
        };
        maybe("key = 'vk_" + std::to_string(random() % 4) + "'");
        maybe("srv = 'server" + std::to_string(random() % 3) + "'");
        maybe("tool LIKE '%" + std::to_string(random() % 5) + "'");
        maybe("type = 'call.outcome'");
        maybe("outcome = 'timeout'");
        const auto plain = numbers("SELECT n FROM rec WHERE " + where + " ORDER BY n");
        EXPECT_EQ(numbers("SELECT n FROM list_post WHERE kind IN (SELECT id FROM list_kind WHERE " +
                          where + ") ORDER BY n"),
                  plain)
            << where;
    }
    EXPECT_EQ(numbers("SELECT n FROM list_pace WHERE pace >= 370 ORDER BY n"),
              numbers("SELECT n FROM rec WHERE duration_us >= 100000 ORDER BY n"));
}

TEST_F(AuditListing, CountsByBlocks)
{
    fill(2500);
    listAll();
    for (const int block : {0, 1}) {
        const std::string range = " WHERE n / 4096 = " + std::to_string(block);
        std::int64_t sum = 0;
        for (const auto count :
             numbers("SELECT count FROM list_block WHERE block = " + std::to_string(block))) {
            sum += count;
        }
        EXPECT_EQ(numbers("SELECT count(*) FROM rec" + range).at(0), sum);
    }
    EXPECT_EQ(fault(), "");
}

TEST_F(AuditListing, FollowsInQuietMoments)
{
    const auto log = open();
    for (int i = 0; i < 20; ++i) {
        mustAppend(*log, denied(callId(i), "t"));
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (numbers("SELECT next FROM listing") != std::vector<std::int64_t>{20}) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline);
        std::this_thread::yield();
    }
    EXPECT_EQ(fault(), "");
}

TEST_F(AuditListing, IsNeverFarBehind)
{
    m_options.queueCapacity = 100'000;
    m_options.durability = api::Durability::Standard;
    const auto log = open();
    constexpr int kRecords = 9000;
    for (int i = 0; i < kRecords; ++i) {
        log->append(denied(callId(i), "t"),
                    [](const Result<Receipt>& receipt) { EXPECT_TRUE(receipt); });
    }
    log->flush();
    EXPECT_GE(numbers("SELECT next FROM listing").at(0),
              kRecords - kMostUnlisted - 2 * kListedSlice);
}

TEST_F(AuditListing, GoesOnWhereItEnded)
{
    fill(600);
    forget();
    {
        Store log = store();
        ASSERT_TRUE(log.listMore());
        EXPECT_EQ(log.listedUpTo(), kListedSlice);
    }
    EXPECT_EQ(fault(), "") << "what is listed is right by itself";
    EXPECT_EQ(store().listedUpTo(), kListedSlice);
    listAll();
    EXPECT_EQ(fault(), "");
}

TEST_F(AuditListing, ASliceThatFailsLeavesNothingBehind)
{
    fill(400);
    forget();
    Store log = store();
    tamper("INSERT INTO list_post SELECT n, 500 FROM rec WHERE n < 100"); // in the way of a record
    bool failed = false;
    for (int i = 0; i < 3 && !failed; ++i) {
        failed = !log.listMore().has_value();
    }
    EXPECT_TRUE(failed);
    EXPECT_EQ(log.listedUpTo(), 0);
    EXPECT_EQ(numbers("SELECT count(*) FROM list_kind").at(0), 0);
    EXPECT_EQ(numbers("SELECT count(*) FROM list_post").at(0), 100);
    tamper("DELETE FROM list_post");
    listAll();
    EXPECT_EQ(fault(), "");
}

TEST_F(AuditListing, IsMadeAgainWhenItIsMissingOrSaysMoreThanThereIs)
{
    fill(300);
    for (const char* loss : {"DROP TABLE list_paces",
                             "DROP TABLE listing",
                             "UPDATE listing SET version = version + 1",
                             "UPDATE listing SET next = 100000"}) {
        listAll();
        tamper(loss);
        EXPECT_EQ(store().listedUpTo(), 0) << loss;
        listAll();
        EXPECT_EQ(fault(), "") << loss;
    }
}

TEST_F(AuditListing, TheCheckOfTheLogFindsEveryLie)
{
    fill(300);
    for (const char* lie :
         {"UPDATE list_kind SET tool = 'other' WHERE id = 3",
          "DELETE FROM list_post WHERE n = 77",
          "INSERT INTO list_post VALUES(1, 100000)",
          "UPDATE list_block SET count = count + 1 WHERE kind = 2",
          "INSERT INTO list_block VALUES(0, 1000, 1)",
          "DELETE FROM list_pace WHERE n = (SELECT max(n) FROM list_pace)",
          "UPDATE list_pace SET kind = kind + 1 WHERE n = (SELECT max(n) FROM list_pace)",
          "UPDATE list_paces SET count = 0 WHERE pace = (SELECT max(pace) FROM list_paces)",
          "DELETE FROM list_call WHERE n = 10",
          "INSERT INTO list_call VALUES(5, 10)"}) {
        forget();
        listAll();
        ASSERT_EQ(fault(), "");
        tamper(lie);
        EXPECT_NE(fault(), "") << lie;
    }
}

TEST_F(AuditListing, AHandedOutConnectionReadsAndNothingElse)
{
    auto log = open();
    mustAppend(*log, denied(callId(1), "t"));
    auto reader = log->openReader();
    ASSERT_TRUE(reader);
    const auto run = [&reader](const char* sql) {
        return sqlite3_exec(reader->get(), sql, nullptr, nullptr, nullptr);
    };
    EXPECT_EQ(run("SELECT * FROM rec"), SQLITE_OK);
    for (const char* sql : {"DELETE FROM list_post",
                            "INSERT INTO list_post VALUES(1, 1)",
                            "PRAGMA key = 'x'",
                            "PRAGMA wal_checkpoint",
                            "ATTACH ':memory:' AS other",
                            "CREATE TEMP TABLE t(x)"}) {
        EXPECT_EQ(run(sql), SQLITE_AUTH) << sql;
    }
    log.reset(); // what was handed out goes on reading
    EXPECT_EQ(run("SELECT * FROM rec"), SQLITE_OK);
}

} // namespace
} // namespace portcullis::audit::test
