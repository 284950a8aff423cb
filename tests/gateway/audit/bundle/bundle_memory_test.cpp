#include "gateway/audit/bundle/bundle_check.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"

#include <fstream>

// Neither writing nor checking a bundle takes more memory when there is more in it.
namespace portcullis::audit::bundle::test {
namespace {

constexpr int kRecords = 20'000;
constexpr long kMostGrowth = 8 * 1024; // KiB, while 60 MiB of content are in the range

// The largest resident size since the last call, in KiB; 0 where the system does not tell.
long takePeakKiB()
{
    std::ifstream status("/proc/self/status");
    long peak = 0;
    for (std::string word; status >> word;) {
        if (word == "VmHWM:") {
            status >> peak;
        }
    }
    std::ofstream clear("/proc/self/clear_refs");
    clear << "5" << std::flush; // proc(5): resets the peak
    return clear ? peak : 0;
}

class BundleMemory : public BundleTest
{
protected:
    void SetUp() override
    {
        BundleTest::SetUp();
#ifdef PORTCULLIS_SANITIZED
        GTEST_SKIP() << "sanitizers keep memory that was given back";
#endif
        if (takePeakKiB() == 0) {
            GTEST_SKIP() << "the system does not tell the peak of memory";
        }
        m_short.range = RecordRange{0, 1500};
        m_log = open();
        for (int i = 0; i < kRecords; ++i) {
            CallDenied record = audit::test::denied(callName(i), "drop");
            record.arguments =
                audit::test::content(R"({"text":")" + std::string(3000, 'x') + R"("})");
            m_log->append(std::move(record), [](auto) {});
            if (i % 1000 == 999) {
                m_log->flush();
            }
        }
    }

    std::unique_ptr<AuditLog> m_log;
    ExportRequest m_short;
};

TEST_F(BundleMemory, OfAnExportDoesNotGrowWithTheRange)
{
    ASSERT_TRUE(tryExport(*m_log, m_short));
    static_cast<void>(takePeakKiB());
    ASSERT_TRUE(tryExport(*m_log, m_short));
    const long peak = takePeakKiB();
    ASSERT_TRUE(tryExport(*m_log, {}));
    EXPECT_LT(takePeakKiB() - peak, kMostGrowth);
    EXPECT_EQ(verify(bundlePath()).status, 0);
}

TEST_F(BundleMemory, OfACheckDoesNotGrowWithTheRange)
{
    ASSERT_TRUE(tryExport(*m_log, m_short));
    ASSERT_EQ(checkBundle(bundlePath(), {})->status, Verdict::Status::Valid);
    const auto large = bundlePath().parent_path() / "large.zip";
    std::filesystem::rename(bundlePath(), bundlePath().parent_path() / "short.zip");
    ASSERT_TRUE(tryExport(*m_log, {}));
    std::filesystem::rename(bundlePath(), large);
    static_cast<void>(takePeakKiB());
    ASSERT_TRUE(checkBundle(bundlePath().parent_path() / "short.zip", {}));
    const long peak = takePeakKiB();
    const auto verdict = checkBundle(large, {});
    EXPECT_LT(takePeakKiB() - peak, kMostGrowth);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, Verdict::Status::Valid) << verdict->sentence;
    EXPECT_EQ(verdict->counts.values, static_cast<std::uint64_t>(kRecords));
}

} // namespace
} // namespace portcullis::audit::bundle::test
