#include "tests/faults/crash_disk.h"
#include "tests/faults/fault_fixture.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"
#include "tests/support/small_disk.h"

#include <sqlite3.h>

// The disk fails, fills up, or is taken away, and comes back.
namespace portcullis::faults {
namespace {

namespace fs = std::filesystem;

constexpr int kSkipped = 77;
constexpr int kCalls = 6;
constexpr std::uint64_t kQuickRuns = 30;

class DiskFailure : public FaultTest
{
protected:
    // Makes calls on a log of its own; after an error it waits until the log takes calls again.
    void callsOn(const fs::path& folder)
    {
        m_options.folder = folder;
        auto log = tryOpen();
        for (int i = 0; log && i < kCalls; ++i) {
            static_cast<void>(call(**log, i, 3000));
            EXPECT_TRUE(waitFor([&log] { return !(*log)->health(); }));
        }
    }

    std::uint64_t operationsOfARun()
    {
        CrashDisk disk(1);
        callsOn(m_folder.path() / "counted");
        return disk.operations();
    }

    // The k-th operation of SQLite's on its files fails, those after it do not.
    void failAt(std::uint64_t k, int code)
    {
        SCOPED_TRACE("operation " + std::to_string(k) + ", code " + std::to_string(code));
        m_oracle.clear();
        const fs::path folder = m_folder.path() / "failing";
        fs::remove_all(folder);
        {
            CrashDisk disk(1);
            disk.failOnce(k, code);
            callsOn(folder);
        }
        const Findings found = examine(kCalls);
        EXPECT_EQ(found.fault, "");
        m_receipts += found.receipts;
    }

    std::uint64_t m_receipts = 0;
};

TEST_F(DiskFailure, AtAnyOperationLosesNothingThatWasReported)
{
    const std::uint64_t operations = operationsOfARun();
    ASSERT_GT(operations, 100U);
    const std::uint64_t step = isLongRun() ? 1 : operations / kQuickRuns;
    std::uint64_t runs = 0;
    for (const int code : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
        for (std::uint64_t k = 1; k <= operations && !HasFailure(); k += step) {
            failAt(k, code);
            ++runs;
        }
    }
    std::cout << runs << " of " << 2 * operations << " operations of the database failed once; "
              << m_receipts << " records reported, 0 lost\n";
}

// The child's part of the next test; what it returns names the step that went wrong.
int fillAndFree(audit::AuditLog& log,
                Oracle& oracle,
                const fs::path& filler,
                const std::function<bool(int)>& call,
                const std::function<bool(const std::function<bool()>&)>& wait)
{
    using audit::test::SmallDisk;
    const auto begun = audit::test::appendTo(log, audit::test::intent("running"));
    oracle.keep(*begun);
    SmallDisk::fillTo(filler, 7 << 20);
    if (!wait([&log] { return log.warning().has_value(); }) || log.health() || !call(1)) {
        return 1; // the first level: a warning, and calls go on
    }
    SmallDisk::fillTo(filler, 3 << 20);
    if (!wait([&log] { return log.health().has_value(); }) || call(2)) {
        return 2; // the second: no new calls
    }
    SmallDisk::fillTo(filler, 0);
    const auto ended = audit::test::appendTo(
        log, audit::test::outcome("running", begun->n, std::string(200'000, 'r')));
    if (!ended) {
        return 3; // the third: the reserve is for what has happened
    }
    oracle.keep(*ended);
    fs::remove(filler);
    return wait([&log] { return !log.health(); }) && call(3) ? 0 : 4;
}

TEST_F(DiskFailure, AFullDiskRefusesCallsAndKeepsWhatHasHappened)
{
    const int code = inOtherProcess([this] {
        if (!audit::test::SmallDisk::mount(m_options.folder, "16m")) {
            return kSkipped;
        }
        m_options.minimumFreeBytes = 4 << 20;
        m_options.warningFreeBytes = 8 << 20;
        auto log = open();
        const int went = fillAndFree(
            *log,
            m_oracle,
            m_options.folder / "filler",
            [&](int i) { return call(*log, i); },
            waitFor);
        if (went != 0) {
            return went;
        }
        log.reset();
        const Findings found = examine();
        audit::Connection reading = audit::test::readOnly(database(), key());
        const auto notes = reading.queryInteger(
            "SELECT count(*) FROM rec WHERE type IN ('audit.suspended', 'audit.resumed')");
        std::cout << "disk filled to three levels and freed: " << found.receipts
                  << " records reported, 0 lost " << found.fault << "\n";
        return !found.fault.empty() ? 5 : notes.value_or(0) == 2 ? 0 : 6;
    });
    if (code == kSkipped) {
        GTEST_SKIP() << "mounting is not allowed here";
    }
    EXPECT_EQ(code, 0);
}

TEST_F(DiskFailure, AReadOnlyDiskIsSaidAndNothingIsLost)
{
    const int code = inOtherProcess([this] {
        if (!audit::test::SmallDisk::mount(m_options.folder, "16m")) {
            return kSkipped;
        }
        fill(0, 5);
        audit::test::SmallDisk::setReadOnly(m_options.folder, true);
        const auto refused = tryOpen();
        if (refused || refused.error().code != ErrorCode::IoError) {
            return 1;
        }
        audit::test::SmallDisk::setReadOnly(m_options.folder, false);
        const Findings found = examine();
        std::cout << "read-only disk: refused to open; " << found.receipts
                  << " records reported before, 0 lost " << found.fault << "\n";
        return found.fault.empty() ? 0 : 2;
    });
    if (code == kSkipped) {
        GTEST_SKIP() << "mounting is not allowed here";
    }
    EXPECT_EQ(code, 0);
}

TEST_F(DiskFailure, AFolderThatMayNoLongerBeEnteredIsSaid)
{
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0) {
        ASSERT_EQ(::chown(m_folder.path().c_str(), kNobody, kNobody), 0);
    }
    const int code = inOtherProcess([this] {
        if (::geteuid() == 0 && ::setresuid(kNobody, kNobody, kNobody) != 0) {
            return kSkipped;
        }
        fill(0, 5);
        fs::permissions(m_options.folder, fs::perms::none);
        const auto refused = tryOpen();
        fs::permissions(m_options.folder, fs::perms::owner_all);
        if (refused || refused.error().code != ErrorCode::IoError) {
            return 1;
        }
        const Findings found = examine();
        std::cout << "permission lost: refused to open; " << found.receipts
                  << " records reported before, 0 lost " << found.fault << "\n";
        return found.fault.empty() ? 0 : 2;
    });
    EXPECT_EQ(code, 0);
}

// Nothing brings the records back; but no call goes through unrecorded, and the pin tells.
TEST_F(DiskFailure, ARemovedFolderStopsCallsAndIsNoticedAtTheNextStart)
{
    const auto pins = std::make_shared<audit::test::MemoryPins>();
    m_options.pins = pins;
    m_options.pinPace.pause = {};
    auto log = open();
    ASSERT_TRUE(call(*log, 1));
    fs::remove_all(m_options.folder);
    ASSERT_TRUE(waitFor([&log] { return log->health().has_value(); }));
    EXPECT_EQ(log->health()->code, ErrorCode::IoError);
    EXPECT_FALSE(call(*log, 2));
    log.reset();
    EXPECT_NE(examine().fault.find("it is suspended"), std::string::npos);
    EXPECT_EQ(open()->suspension()->verdict, audit::LogVerdict::DatabaseMissing);
    std::cout << "folder removed while in use: calls refused, 2 records lost with it, noticed\n";
}

} // namespace
} // namespace portcullis::faults
