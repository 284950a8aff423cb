#include "gateway/audit/instance_lock.h"
#include "tests/gateway/audit/read_raw.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <functional>
#include <unistd.h>

namespace portcullis::audit::test {
namespace {

class AuditRecovery : public LogTest
{
protected:
    // Runs `work` in another process, which then dies without closing anything.
    static void inDyingProcess(const std::function<bool()>& work)
    {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::_exit(work() ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status));
        ASSERT_EQ(WEXITSTATUS(status), 0);
    }

    // A log with a WAL that nobody has copied into the database.
    void leaveAnOpenCall()
    {
        inDyingProcess([this] {
            auto log = tryOpen();
            return log && append(**log, denied("d", "t")) && append(**log, intent("open")) &&
                   (log->release(), true);
        });
    }

    std::string bytes() { return readFile(database()) + readFile(database().string() + "-wal"); }
};

TEST_F(AuditRecovery, RecordsCallsThatACrashLeftOpen)
{
    leaveAnOpenCall();
    auto log = open();
    EXPECT_EQ(log->recordCount(), 3U);
    auto page = log->activity({});
    ASSERT_EQ(page->rows.size(), 2U);
    EXPECT_EQ(page->rows[0].outcome, api::Outcome::Orphaned);
    EXPECT_EQ(page->rows[0].call.str(), "open");
    EXPECT_EQ(page->rows[0].tool, "echo");
    EXPECT_EQ(page->rows[0].key.str(), "vk_0123456789abcdef");
    const auto details = log->details(page->rows[0].n);
    EXPECT_EQ(details->arguments, R"({"text":"hi"})");
    EXPECT_THAT(details->outcomeBody, ::testing::HasSubstr(R"("in":1)"));
    log.reset();
    log = open();
    EXPECT_EQ(log->recordCount(), 3U) << "only once";
}

TEST_F(AuditRecovery, RecordsCallsThatAnOrderlyEndLeftOpen)
{
    auto log = open();
    mustAppend(*log, intent("open"));
    log.reset();
    log = open();
    const auto page = log->activity({});
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].outcome, api::Outcome::Orphaned);
}

TEST_F(AuditRecovery, AWrongKeyIsLockedAndChangesNothing)
{
    leaveAnOpenCall();
    const std::string before = bytes();
    const auto wrong = tryOpen(8);
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error().code, ErrorCode::Locked);
    EXPECT_THAT(wrong.error().message, ::testing::HasSubstr("key"));
    EXPECT_EQ(bytes(), before);
    open().reset(); // copies the WAL
    const std::string closed = bytes();
    EXPECT_EQ(tryOpen(8).error().code, ErrorCode::Locked);
    EXPECT_EQ(AuditLog::open(m_options, SecretBytes(), m_clock).error().code, ErrorCode::Locked);
    EXPECT_EQ(bytes(), closed);
    EXPECT_EQ(open()->recordCount(), 3U);
}

TEST_F(AuditRecovery, AForeignFileIsLockedAndKept)
{
    std::filesystem::create_directories(m_options.folder);
    for (const std::string& foreign :
         {std::string("SQLite format 3") + std::string(8177, '\0'), std::string(8192, 'x')}) {
        std::ofstream(database(), std::ios::binary) << foreign;
        EXPECT_EQ(tryOpen().error().code, ErrorCode::Locked);
        EXPECT_EQ(readFile(database()), foreign);
    }
}

TEST_F(AuditRecovery, AFileThatIsCutOffIsCorrupt)
{
    leaveAnOpenCall();
    const std::string whole = readFile(database());
    for (const std::size_t size : {std::size_t{0}, std::size_t{100}}) {
        std::filesystem::resize_file(database(), size);
        const auto cut = tryOpen();
        ASSERT_FALSE(cut.has_value());
        EXPECT_EQ(cut.error().code, ErrorCode::Corrupt);
    }
    std::filesystem::remove(database());
    EXPECT_EQ(tryOpen().error().code, ErrorCode::Corrupt);
    std::ofstream(database(), std::ios::binary) << whole;
    EXPECT_TRUE(tryOpen().has_value());
}

TEST_F(AuditRecovery, HoldsNothingInPlainText)
{
    auto log = open();
    CallIntent call = intent("canary-call", R"({"canary-name":"canary-value"})");
    call.tool = "canary-tool";
    mustAppend(*log, outcome("canary-call", mustAppend(*log, std::move(call)), "canary-result"));
    for (int closed = 0; closed < 2; ++closed) {
        for (const auto& entry : std::filesystem::directory_iterator(m_options.folder)) {
            const std::string all = readFile(entry.path());
            EXPECT_EQ(all.find("canary"), std::string::npos) << entry.path();
            EXPECT_EQ(all.find("SQLite format 3"), std::string::npos) << entry.path();
            struct stat info = {};
            ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
            EXPECT_EQ(info.st_mode & 0777U, 0600U) << entry.path();
        }
        log.reset();
    }
    struct stat folder = {};
    ASSERT_EQ(::stat(m_options.folder.c_str(), &folder), 0);
    EXPECT_EQ(folder.st_mode & 0777U, 0700U);
}

TEST_F(AuditRecovery, WhoHasTheLogIsToldToWhoeverAsks)
{
    EXPECT_FALSE(heldElsewhere(m_options.folder)) << "there is no folder yet";
    {
        const auto log = open();
        const auto holder = heldElsewhere(m_options.folder);
        ASSERT_TRUE(holder);
        EXPECT_EQ(holder->code, ErrorCode::Busy);
        EXPECT_NE(holder->message.find("process " + std::to_string(::getpid()) + ", since "),
                  std::string::npos)
            << holder->message;
    }
    EXPECT_FALSE(heldElsewhere(m_options.folder));
    EXPECT_TRUE(tryOpen()) << "the question took nothing";
}

TEST_F(AuditRecovery, ASecondInstanceIsBusyAndNamesTheFirst)
{
    auto log = open();
    const auto second = tryOpen();
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
    EXPECT_THAT(second.error().message,
                ::testing::HasSubstr("process " + std::to_string(::getpid()) +
                                     ", since 2026-11-22T09:30:00.000Z"));
    mustAppend(*log, intent("c"));
    log.reset();
    EXPECT_TRUE(tryOpen().has_value());
}

TEST_F(AuditRecovery, ATamperedPageIsCorrupt)
{
    auto log = open();
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < 40; ++i) {
        numbers.push_back(mustAppend(*log, denied(std::to_string(i), "t")));
    }
    log.reset();
    const std::string whole = readFile(database());
    const std::size_t pages = whole.size() / 4096;
    ASSERT_GE(pages, 8U);
    int detected = 0;
    for (std::size_t page = 0; page < pages; ++page) {
        std::string changed = whole;
        changed[page * 4096 + 100] = static_cast<char>(changed[page * 4096 + 100] ^ 1);
        std::ofstream(database(), std::ios::binary) << changed;
        std::filesystem::remove(database().string() + "-wal");
        std::optional<ErrorCode> found;
        if (auto opened = tryOpen(); !opened) {
            found = opened.error().code;
        } else {
            for (const std::int64_t n : numbers) {
                const auto details = (*opened)->details(n);
                found = details ? found : details.error().code;
            }
        }
        if (found) {
            ++detected;
            EXPECT_EQ(*found, page == 0 ? ErrorCode::Locked : ErrorCode::Corrupt) << page;
        }
    }
    // Pages of tables without rows, and of the listing, are not read by any of this.
    EXPECT_GE(detected, static_cast<int>(pages) - 9);
}

TEST_F(AuditRecovery, AMissingTailIsCorrupt)
{
    auto log = open();
    for (int i = 0; i < 5; ++i) {
        mustAppend(*log, denied(std::to_string(i), "t"));
    }
    log.reset();
    {
        auto connection =
            openConnection(database(), key(), Access::Writer, api::Durability::Strict);
        ASSERT_TRUE(connection.has_value());
        EXPECT_FALSE(connection->execute("DELETE FROM rec WHERE n = 4")) << "the trigger";
        ASSERT_TRUE(connection->execute("DROP TRIGGER rec_no_delete; DELETE FROM rec WHERE n = 4"));
    }
    EXPECT_EQ(tryOpen().error().code, ErrorCode::Corrupt);
}

TEST_F(AuditRecovery, ANewerSchemaIsUnsupported)
{
    open().reset();
    {
        auto connection =
            openConnection(database(), key(), Access::Writer, api::Durability::Strict);
        ASSERT_TRUE(connection->execute("UPDATE meta SET v = v + 1 WHERE k = 'schema'"));
    }
    EXPECT_EQ(tryOpen().error().code, ErrorCode::Unsupported);
}

TEST_F(AuditRecovery, ALogThatDidNotKnowCasesIsBroughtUpToDate)
{
    auto log = open();
    mustAppend(*log, denied("c1", "t"));
    log.reset();
    {
        auto connection =
            openConnection(database(), key(), Access::Writer, api::Durability::Strict);
        ASSERT_TRUE(connection.has_value());
        ASSERT_TRUE(connection->execute("ALTER TABLE rec DROP COLUMN case_id;"
                                        "ALTER TABLE list_kind DROP COLUMN case_id;"
                                        "UPDATE listing SET version = 1;"
                                        "UPDATE meta SET v = 3 WHERE k = 'schema'"));
    }
    log = open();
    const auto page = log->activity({});
    ASSERT_TRUE(page) << page.error().cause;
    EXPECT_EQ(page->rows.size(), 1U);
    CallDenied refused = denied("c2", "t");
    refused.caller.caseId = CaseId("tiger");
    mustAppend(*log, refused);
    api::ActivityQuery query;
    query.caseId = CaseId("tiger");
    EXPECT_EQ(log->activity(query)->rows.size(), 1U);
}

TEST_F(AuditRecovery, ConnectionsDoOnlyWhatTheyAreFor)
{
    auto log = open();
    mustAppend(*log, intent("c"));
    log.reset();
    for (const auto access : {Access::Writer, Access::Reader}) { // Keeper: see RemovalTest
        auto connection = openConnection(database(), key(), access, api::Durability::Strict);
        ASSERT_TRUE(connection.has_value()) << connection.error().cause;
        restrict(*connection, access);
        for (const char* sql : {"ATTACH '/tmp/portcullis-x' AS x KEY ''",
                                "PRAGMA writable_schema = ON",
                                "PRAGMA key = 'x'",
                                "PRAGMA rekey = 'x'",
                                "DROP TABLE rec",
                                "DROP TRIGGER rec_no_delete",
                                "CREATE TABLE x(a)",
                                "UPDATE rec SET header = 'x'",
                                "UPDATE rec SET body = NULL",
                                "DELETE FROM rec",
                                "DELETE FROM payload",
                                "DELETE FROM counter",
                                "SELECT sqlcipher_export('main')",
                                "SELECT load_extension('x')",
                                "VACUUM INTO '/tmp/portcullis-x'"}) {
            EXPECT_FALSE(connection->execute(sql)) << sql;
        }
        EXPECT_TRUE(connection->execute("SELECT count(*) FROM rec"));
        EXPECT_EQ(connection->execute("DELETE FROM open_call").has_value(),
                  access == Access::Writer);
    }
}

} // namespace
} // namespace portcullis::audit::test
