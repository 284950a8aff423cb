#include "tests/faults/fault_fixture.h"

#include <atomic>
#include <cstdlib>
#include <sqlite3.h>

// Memory runs out in the database, once, at each of its allocations. A program of its own: the
// allocator is SQLite's for the whole process and set before everything else.
namespace portcullis::faults {
namespace {

constexpr int kCalls = 6;
constexpr std::uint64_t kQuickRuns = 40;

struct Memory
{
    sqlite3_mem_methods below{};
    std::atomic<std::uint64_t> count = 0;
    std::atomic<std::uint64_t> failing = 0; // the allocation that fails; 0 for none
};

// SQLite takes functions without an object.
Memory& memory()
{
    static Memory only;
    return only;
}

bool fails()
{
    return ++memory().count == memory().failing;
}

void* allocate(int bytes)
{
    return fails() ? nullptr : memory().below.xMalloc(bytes);
}

void* allocateAgain(void* old, int bytes)
{
    return fails() ? nullptr : memory().below.xRealloc(old, bytes);
}

class ShortMemory : public FaultTest
{
protected:
    struct Allocations
    {
        std::uint64_t opening = 0;
        std::uint64_t all = 0;
    };

    Allocations callsOn(const std::filesystem::path& folder, std::uint64_t failing)
    {
        Allocations made;
        m_options.folder = folder;
        memory().count = 0;
        memory().failing = failing;
        auto log = tryOpen();
        made.opening = memory().count;
        const bool opened = log.has_value();
        for (int i = 0; log && i < kCalls; ++i) {
            static_cast<void>(call(**log, i));
            EXPECT_TRUE(waitFor([&log] { return !(*log)->health(); }));
        }
        log = fail(ErrorCode::Cancelled, "done");
        EXPECT_EQ(std::filesystem::exists(folder / "audit.reserve"), opened)
            << "room on the disk is no memory";
        made.all = memory().count;
        memory().failing = 0;
        return made;
    }

    void failAt(std::uint64_t k)
    {
        SCOPED_TRACE("allocation " + std::to_string(k));
        m_oracle.clear();
        const auto folder = m_folder.path() / "failing";
        std::filesystem::remove_all(folder);
        callsOn(folder, k);
        const Findings found = examine(kCalls);
        EXPECT_EQ(found.fault, "");
        m_receipts += found.receipts;
        ++m_runs;
    }

    std::uint64_t m_receipts = 0;
    std::uint64_t m_runs = 0;
};

TEST_F(ShortMemory, AtAnyAllocationLosesNothingThatWasReported)
{
    const Allocations made = callsOn(m_folder.path() / "counted", 0);
    ASSERT_GT(made.all, made.opening);
    const auto step = [](std::uint64_t count) { return isLongRun() ? 1 : 1 + count / kQuickRuns; };
    for (std::uint64_t k = 1; k <= made.opening && !HasFailure(); k += step(made.opening)) {
        failAt(k);
    }
    const std::uint64_t running = made.all - made.opening;
    for (std::uint64_t k = 1; k <= running && !HasFailure(); k += step(running)) {
        failAt(made.opening + k);
    }
    std::cout << "memory ran out at " << m_runs << " of " << made.all << " allocations, "
              << made.opening << " of which open the log; " << m_receipts
              << " records reported, 0 lost\n";
}

} // namespace
} // namespace portcullis::faults

int main(int count, char** values)
{
    using namespace portcullis::faults;
    sqlite3_mem_methods counting{};
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory().below) != SQLITE_OK) {
        return 2;
    }
    counting = memory().below;
    counting.xMalloc = allocate;
    counting.xRealloc = allocateAgain;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &counting) != SQLITE_OK) {
        return 2;
    }
    testing::InitGoogleTest(&count, values);
    return RUN_ALL_TESTS();
}
