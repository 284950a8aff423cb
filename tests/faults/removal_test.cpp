#include "tests/faults/crash_disk.h"
#include "tests/faults/fault_fixture.h"
#include "tests/gateway/audit/read_raw.h"

#include <sqlite3.h>

// The disk fails while contents are erased: they are all there, or all gone with a record that says
// so, and the contents that shared their keys can be read in either case.
namespace portcullis::faults {
namespace {

namespace fs = std::filesystem;

constexpr int kCalls = 4;
constexpr std::uint64_t kQuickRuns = 25;

class Removal : public FaultTest
{
protected:
    // Fills the log and erases the second call, once the disk is as `prepare` leaves it.
    bool erase(const std::function<void()>& prepare)
    {
        const auto log = open();
        for (int i = 0; i < kCalls; ++i) {
            EXPECT_TRUE(call(*log, i));
        }
        log->flush();
        prepare();
        api::EraseRequest request;
        request.records = api::NumberRange{2, 4};
        request.reason = "Art. 17";
        const auto erased = log->erase(request, "ctl", {});
        return erased.has_value();
    }

    [[nodiscard]] std::int64_t count(const std::string& what)
    {
        audit::Connection reading = audit::test::readOnly(database(), key());
        return reading.queryInteger("SELECT count(*) FROM " + what).value_or(-1);
    }

    // After the fault, in the folder that is left.
    void look(bool reported)
    {
        const Findings found = examine(kCalls);
        EXPECT_EQ(found.fault, "");
        const std::int64_t records = count("rec WHERE type = 'erasure.done'");
        const std::int64_t contents = count("payload");
        EXPECT_EQ(contents, records == 0 ? 2 * kCalls : 2 * kCalls - 2);
        EXPECT_LE(records, 1);
        EXPECT_TRUE(records == 1 || !reported) << "said to be erased, and is there";
        m_done += static_cast<std::uint64_t>(records);
        m_receipts += found.receipts;
    }

    void begin(const std::string& name)
    {
        m_oracle.clear();
        m_options.folder = m_folder.path() / name;
        fs::remove_all(m_options.folder);
    }

    // Writes and syncs of a fill, and of the erasure after it.
    std::pair<std::uint64_t, std::uint64_t> operations()
    {
        begin("counted");
        std::uint64_t before = 0;
        CrashDisk disk(1);
        EXPECT_TRUE(erase([&] { before = disk.operations(); }));
        return {before, disk.operations()};
    }

    std::uint64_t m_done = 0;
    std::uint64_t m_receipts = 0;
};

TEST_F(Removal, IsDoneOrNotWhereverTheDiskFails)
{
    const auto [first, last] = operations();
    ASSERT_GT(last, first);
    const std::uint64_t step =
        isLongRun() ? 1 : std::max<std::uint64_t>(1, (last - first) / kQuickRuns);
    std::uint64_t runs = 0;
    for (const int code : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
        for (std::uint64_t k = first + 1; k <= last && !HasFailure(); k += step, ++runs) {
            SCOPED_TRACE("operation " + std::to_string(k) + ", code " + std::to_string(code));
            begin("failing");
            bool reported = false;
            {
                CrashDisk disk(1);
                reported = erase([&disk, k = k, code] { disk.failOnce(k, code); });
            }
            look(reported);
        }
    }
    std::cout << runs << " operations failed during an erasure: done " << m_done
              << " times, not done " << runs - m_done << " times, in part never; " << m_receipts
              << " records reported, 0 lost\n";
}

TEST_F(Removal, IsDoneOrNotWheneverThePowerFails)
{
    const auto [first, last] = operations();
    const std::uint64_t rounds = isLongRun() ? 500 : kQuickRuns;
    for (std::uint64_t seed = 1; seed <= rounds && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        begin("failing");
        const fs::path left = m_folder.path() / "left";
        fs::remove_all(left);
        bool reported = false;
        {
            CrashDisk disk(seed);
            reported = erase([&] { disk.failAfter(1 + seed % (last - first + 1)); });
            disk.imageTo(left);
        }
        copyContentKeys(m_options.folder, left);
        m_options.folder = left;
        look(reported);
    }
    std::cout << "power lost " << rounds << " times during an erasure: done " << m_done
              << " times, in part never; " << m_receipts << " records reported, 0 lost\n";
}

} // namespace
} // namespace portcullis::faults
