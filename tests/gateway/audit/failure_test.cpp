#include "tests/gateway/audit/log_fixture.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"
#include "tests/support/small_disk.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>
#include <unistd.h>

namespace portcullis::audit::test {
namespace {

constexpr int kSkipped = 77;

class AuditFailure : public LogTest
{
protected:
    // For what changes the whole process: runs `work` in another one; its exit code.
    static int inOtherProcess(const std::function<int()>& work)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            ::_exit(work());
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }

    static bool waitFor(const std::function<bool()>& condition)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

    static bool waitForHealth(const AuditLog& log, bool healthy)
    {
        return waitFor([&log, healthy] { return !log.health() == healthy; });
    }
};

TEST_F(AuditFailure, RefusesNewCallsWhileSpaceIsShort)
{
    std::atomic<std::uint64_t> free = 1 << 30;
    m_options.freeBytes = [&free] { return std::optional(free.load()); };
    auto log = open();
    const auto running = mustAppend(*log, intent("c1"));
    EXPECT_TRUE(std::filesystem::exists(m_options.folder / "audit.reserve"));
    free = m_options.minimumFreeBytes - 1;
    ASSERT_TRUE(waitForHealth(*log, false));
    EXPECT_EQ(log->health()->code, ErrorCode::ResourceExhausted);
    EXPECT_THAT(log->health()->message, ::testing::HasSubstr("0 MiB left"));
    const auto refused = append(*log, intent("c2"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::ResourceExhausted);
    mustAppend(*log, outcome("c1", running, "{}")); // what has happened is still recorded
    mustAppend(*log, denied("c3", "t"));
    free = 1 << 30;
    ASSERT_TRUE(waitForHealth(*log, true));
    mustAppend(*log, intent("c4"));
}

TEST_F(AuditFailure, RecordsWhenCallsAreRefusedAndTakenAgain)
{
    std::atomic<std::uint64_t> free = 1 << 30;
    m_options.freeBytes = [&free] { return std::optional(free.load()); };
    auto log = open();
    free = 0;
    ASSERT_TRUE(waitForHealth(*log, false));
    ASSERT_TRUE(waitFor([&log] { return log->recordCount() == 1; }));
    m_clock.advance(std::chrono::minutes(5));
    EXPECT_TRUE(log->refusal());
    EXPECT_FALSE(append(*log, intent("c1")));
    EXPECT_TRUE(log->health()); // asking counts nothing
    free = 1 << 30;
    ASSERT_TRUE(waitForHealth(*log, true));
    EXPECT_FALSE(log->refusal());
    mustAppend(*log, intent("c2"));
    Connection reading = readOnly(database(), key());
    const auto records = readRecords(reading);
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(parsed(records[0].header).root()["type"].string(), "audit.suspended");
    EXPECT_EQ(parsed(records[0].body).root()["reason"].string(), "resource_exhausted");
    EXPECT_EQ(parsed(records[1].header).root()["type"].string(), "audit.resumed");
    const auto resumed = parsed(records[1].body);
    EXPECT_EQ(resumed.root()["reason"].string(), "resource_exhausted");
    EXPECT_EQ(resumed.root()["refused"].integer(), 2);
    EXPECT_EQ(resumed.root()["since"].integer(), portcullis::test::ManualClock::kDefaultStart);
}

TEST_F(AuditFailure, WarnsBeforeSpaceIsShort)
{
    m_options.warningFreeBytes = m_options.minimumFreeBytes * 4;
    m_options.freeBytes = [this] { return std::optional(m_options.minimumFreeBytes * 2); };
    auto log = open();
    EXPECT_FALSE(log->health());
    ASSERT_TRUE(log->warning());
    EXPECT_THAT(*log->warning(), ::testing::HasSubstr("2 MiB left"));
    mustAppend(*log, intent("c1"));
}

TEST_F(AuditFailure, StartsWhileSpaceIsShort)
{
    m_options.freeBytes = [] { return std::optional<std::uint64_t>(0); };
    auto log = open();
    EXPECT_TRUE(log->health());
    mustAppend(*log, started());
}

TEST_F(AuditFailure, RefusesWhenSpaceIsUnknown)
{
    m_options.freeBytes = [] { return std::optional<std::uint64_t>(); };
    EXPECT_EQ(open()->health()->code, ErrorCode::IoError);
}

// Writes fail with EFBIG: an error of the disk as good as any, and one that ends again.
TEST_F(AuditFailure, ComesBackWhenWritesFailForAWhile)
{
    const int code = inOtherProcess([this] {
        std::signal(SIGXFSZ, SIG_IGN);
        auto log = open();
        const auto running = append(*log, intent("c1"));
        struct rlimit limit = {};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = 1024;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (append(*log, outcome("c1", running->n, "{}")) || !log->health()) {
            return 1;
        }
        if (append(*log, intent("c2"))) {
            return 2;
        }
        limit.rlim_cur = before;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (!waitForHealth(*log, true)) {
            return 3;
        }
        // The outcome that failed is there by now, and that the log takes calls again; perhaps
        // also that it took none.
        return log->recordCount() >= 3 && append(*log, intent("c3")) ? 0 : 4;
    });
    EXPECT_EQ(code, 0);
    auto log = open();
    EXPECT_GE(log->recordCount(), 5U) << "c3 is orphaned";
}

// A pin that is ahead of the log would be an alarm at the next start.
TEST_F(AuditFailure, DoesNotPinACallThatWasRefused)
{
    const int code = inOtherProcess([this] {
        std::signal(SIGXFSZ, SIG_IGN);
        const auto pins = std::make_shared<MemoryPins>();
        m_options.pins = pins;
        auto log = open();
        if (!append(*log, denied("c1", "t"))) {
            return 1;
        }
        struct rlimit limit = {};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = 1024;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (append(*log, intent("c2"))) {
            return 2;
        }
        limit.rlim_cur = before;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        log.reset();
        const auto again = open();
        return again->recordCount() == pins->saved().back().head.size && !again->suspension() ? 0
                                                                                              : 3;
    });
    EXPECT_EQ(code, 0);
}

// A real full disk.
TEST_F(AuditFailure, UsesTheReserveForOutcomesWhenTheDiskIsFull)
{
    const int code = inOtherProcess([this] {
        if (!SmallDisk::mount(m_options.folder, "8m")) {
            return kSkipped;
        }
        m_options.minimumFreeBytes = 64 * 1024;
        auto log = open();
        const auto running = append(*log, intent("c1"));
        SmallDisk::fillTo(m_options.folder / "filler", 0);
        // More than what is left in the last blocks of the WAL.
        if (!append(*log, outcome("c1", running->n, std::string(200'000, 'r')))) {
            return 1;
        }
        if (std::filesystem::exists(m_options.folder / "audit.reserve") || !log->health()) {
            return 2;
        }
        if (append(*log, intent("c2"))) {
            return 3;
        }
        std::filesystem::remove(m_options.folder / "filler");
        if (!waitForHealth(*log, true) ||
            !std::filesystem::exists(m_options.folder / "audit.reserve")) {
            return 4;
        }
        if (!append(*log, intent("c3"))) {
            return 5;
        }
        log.reset();
        log = open();
        const auto calls = log->activity({});
        return calls && calls->rows.size() == 2 ? 0 : 6; // c1 and c3, and nothing of c2
    });
    if (code == kSkipped) {
        GTEST_SKIP() << "mounting is not allowed here";
    }
    EXPECT_EQ(code, 0);
}

TEST_F(AuditFailure, NoticesThatItsFileWasMovedAndComesBack)
{
    auto log = open();
    const auto running = mustAppend(*log, intent("c1"));
    const auto elsewhere = m_folder.path() / "elsewhere";
    std::filesystem::rename(m_options.folder, elsewhere);
    ASSERT_TRUE(waitForHealth(*log, false));
    EXPECT_EQ(log->health()->code, ErrorCode::IoError);
    EXPECT_FALSE(append(*log, intent("c2")));
    EXPECT_FALSE(append(*log, outcome("c1", running, "{}")));
    std::filesystem::rename(elsewhere, m_options.folder);
    ASSERT_TRUE(waitForHealth(*log, true));
    EXPECT_EQ(log->recordCount(), 3U) << "the outcome that had to wait, and the end of waiting";
    const auto page = log->activity({});
    ASSERT_TRUE(page);
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_NE(page->rows[0].outcome, api::Outcome::Running);
    const auto details = log->details(page->rows[0].n);
    ASSERT_TRUE(details);
    EXPECT_NE(details->outcomeBody.find(R"("err":"withheld")"), std::string::npos);
}

TEST_F(AuditFailure, RefusesAnOlderFileInItsPlace)
{
    auto log = open();
    mustAppend(*log, intent("c1"));
    log.reset();
    const std::string older = readFile(database());
    log = open();
    mustAppend(*log, denied("c2", "t"));
    std::filesystem::remove(database());
    std::filesystem::remove(database().string() + "-wal");
    std::filesystem::remove(database().string() + "-shm");
    std::ofstream(database(), std::ios::binary) << older;
    ASSERT_TRUE(waitFor([&log] {
        const auto health = log->health();
        return health && health->code == ErrorCode::Corrupt;
    }));
    EXPECT_FALSE(append(*log, intent("c3")));
}

} // namespace
} // namespace portcullis::audit::test
