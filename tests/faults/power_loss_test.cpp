#include "tests/faults/crash_disk.h"
#include "tests/faults/fault_fixture.h"

#include <random>

// The power fails at a random moment, many times: no record that was reported as written may be
// missing, and the log must open by itself. PORTCULLIS_SEED replays one round, and
// PORTCULLIS_ROUNDS sets how many there are.
namespace portcullis::faults {
namespace {

constexpr std::uint64_t kQuickRounds = 60;
constexpr std::uint64_t kLongRounds = 2000;

struct Tally
{
    std::uint64_t rounds = 0;
    std::uint64_t receipts = 0;
    std::uint64_t untold = 0;
    std::uint64_t orphaned = 0;
};

class PowerLoss : public FaultTest
{
protected:
    void callUntilFailure(audit::AuditLog& log)
    {
        for (int i = 0; i < 4000; ++i) {
            if (!call(log, i, static_cast<std::size_t>(1 + i * 61 % 9000))) {
                return;
            }
        }
    }

    void round(std::uint64_t seed, Tally& tally)
    {
        SCOPED_TRACE("PORTCULLIS_SEED=" + std::to_string(seed));
        std::mt19937_64 random(seed);
        m_oracle.clear();
        m_options.folder = m_folder.path() / ("log" + std::to_string(seed));
        const auto left = m_folder.path() / ("left" + std::to_string(seed));
        {
            CrashDisk disk(seed);
            auto log = open();
            ASSERT_NE(log, nullptr);
            disk.failAfter(1 + random() % 3000);
            callUntilFailure(*log);
            ASSERT_TRUE(disk.failed());
            log.reset();
            disk.imageTo(left);
        }
        copyContentKeys(m_options.folder, left);
        std::filesystem::remove_all(m_options.folder);
        m_options.folder = left;
        const Findings found = examine(1);
        EXPECT_EQ(found.fault, "");
        ++tally.rounds;
        tally.receipts += found.receipts;
        tally.untold += found.untold;
        tally.orphaned += found.orphaned;
        std::filesystem::remove_all(left);
    }
};

TEST_F(PowerLoss, LosesNoRecordThatWasReported)
{
    Tally tally;
    const std::uint64_t first = fromEnvironment("PORTCULLIS_SEED", 1);
    const bool one = std::getenv("PORTCULLIS_SEED") != nullptr;
    const std::uint64_t rounds =
        one ? 1 : fromEnvironment("PORTCULLIS_ROUNDS", isLongRun() ? kLongRounds : kQuickRounds);
    for (std::uint64_t seed = first; seed < first + rounds && !HasFailure(); ++seed) {
        round(seed, tally);
    }
    std::cout << "power lost " << tally.rounds << " times; " << tally.receipts
              << " records reported, 0 lost; " << tally.orphaned << " calls closed as orphaned; "
              << tally.untold << " recorded that nobody was told of\n";
}

} // namespace
} // namespace portcullis::faults
