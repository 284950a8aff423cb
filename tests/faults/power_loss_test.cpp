#include "gateway/audit/merkle.h"
#include "tests/faults/crash_disk.h"
#include "tests/gateway/audit/log_fixture.h"
#include "tests/gateway/audit/read_raw.h"

#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

// The power fails at a random moment, many times: no record that was reported as written may be
// missing, and the log must open by itself. PORTCULLIS_SEED replays one round, and
// PORTCULLIS_ROUNDS sets how many there are.
namespace portcullis::audit::test {
namespace {

std::uint64_t fromEnvironment(const char* name, std::uint64_t otherwise)
{
    const char* const text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Tally
{
    std::uint64_t rounds = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t more = 0; // found, though nobody was told
};

class PowerLoss : public LogTest
{
protected:
    // Appends until the power is gone; what was reported as written.
    std::vector<Receipt> appendUntilFailure(AuditLog& log)
    {
        std::vector<Receipt> receipts;
        for (int i = 0; i < 4000; ++i) {
            const std::string call = callId(i);
            const auto begun = append(log, intent(call, std::string(1 + i * 37 % 6000, 'a')));
            if (!begun) {
                return receipts;
            }
            receipts.push_back(*begun);
            const auto ended =
                append(log, outcome(call, begun->n, std::string(i * 61 % 9000, 'r')));
            if (!ended) {
                return receipts;
            }
            receipts.push_back(*ended);
        }
        return receipts;
    }

    void round(std::uint64_t seed, Tally& tally)
    {
        SCOPED_TRACE("PORTCULLIS_SEED=" + std::to_string(seed));
        std::mt19937_64 random(seed);
        m_options.folder = m_folder.path() / ("log" + std::to_string(seed));
        const auto found = m_folder.path() / ("found" + std::to_string(seed));
        std::vector<Receipt> receipts;
        {
            portcullis::faults::CrashDisk disk(seed);
            auto log = open();
            ASSERT_NE(log, nullptr);
            disk.failAfter(1 + random() % 3000);
            receipts = appendUntilFailure(*log);
            ASSERT_TRUE(disk.failed());
            log.reset();
            disk.imageTo(found);
        }
        std::filesystem::remove_all(m_options.folder);
        m_options.folder = found;
        expectAll(receipts, tally);
        std::filesystem::remove_all(found);
    }

    void expectAll(const std::vector<Receipt>& receipts, Tally& tally)
    {
        auto log = open();
        ASSERT_NE(log, nullptr);
        EXPECT_FALSE(log->health());
        log.reset();
        Connection connection = readOnly(database(), key());
        const auto records = readRecords(connection);
        ASSERT_GE(records.size(), receipts.size());
        for (const Receipt& receipt : receipts) {
            const RawRecord& record = records[static_cast<std::size_t>(receipt.n)];
            EXPECT_EQ(record.n, receipt.n);
            EXPECT_EQ(leafHash(record.header), receipt.leaf) << "record " << receipt.n;
        }
        ++tally.rounds;
        tally.acknowledged += receipts.size();
        tally.more += records.size() - receipts.size();
    }
};

TEST_F(PowerLoss, LosesNoRecordThatWasReported)
{
    Tally tally;
    const std::uint64_t first = fromEnvironment("PORTCULLIS_SEED", 1);
    const bool one = std::getenv("PORTCULLIS_SEED") != nullptr;
    const std::uint64_t rounds = one ? 1 : fromEnvironment("PORTCULLIS_ROUNDS", 60);
    for (std::uint64_t seed = first; seed < first + rounds && !HasFailure(); ++seed) {
        round(seed, tally);
    }
    std::cout << "power lost " << tally.rounds << " times; " << tally.acknowledged
              << " records reported, 0 of them missing; " << tally.more
              << " found besides (unreported, and orphans closed at the start)\n";
}

} // namespace
} // namespace portcullis::audit::test
