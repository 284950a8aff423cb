#include "gateway/audit/bundle/bundle_check.h"
#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/merkle.h"
#include "gateway/audit/signed_note.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"
#include "tests/gateway/audit/memory_pins.h"

#include <filesystem>

// What an open log gives out about itself.
namespace portcullis::audit::test {
namespace {

using bundle::test::BundleTest;

class LogEvidenceTest : public BundleTest
{
protected:
    LogEvidenceTest()
    {
        m_log = open();
        for (int i = 0; i < 5; ++i) {
            appendCall(*m_log, i);
        }
    }

    [[nodiscard]] std::filesystem::path output() const { return m_folder.path() / "out.zip"; }

    [[nodiscard]] Result<api::ExportSummary> exported(const api::ExportRequest& request = {},
                                                      const api::JobWatch& watch = {}) const
    {
        return m_log->exportBundle(request, {m_secret, {}}, output(), "ctl", watch);
    }

    // From now on the log takes no records: what remembers it is gone.
    void suspend()
    {
        m_log.reset();
        m_options.pins = std::make_shared<MemoryPins>();
        m_log = open();
        ASSERT_TRUE(m_log->suspension());
    }

    // Header and body of the newest record.
    [[nodiscard]] std::string newest() const
    {
        const auto details = m_log->details(static_cast<std::int64_t>(m_log->recordCount()) - 1);
        EXPECT_TRUE(details);
        return details ? details->outcomeHeader + details->outcomeBody : std::string();
    }

    SecretBytes m_secret{std::string_view("passphrase")}; // of an organisation's key
    std::unique_ptr<AuditLog> m_log;
};

TEST_F(LogEvidenceTest, AnExportIsARecordThatTheBundleDoesNotHaveYet)
{
    api::ExportRequest request;
    request.purpose = "Quarterly review";
    request.requestedBy = "Ada";
    request.tool = "echo";
    request.redacted = {"result"};
    const std::uint64_t before = m_log->recordCount();
    const auto summary = exported(request);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->head.size, before);
    EXPECT_EQ(m_log->recordCount(), before + 1);
    const std::string record = newest();
    for (const std::string& part : {std::string(R"("type":"export.bundle")"),
                                    R"("bundle":")" + summary->bundleId,
                                    std::string(R"("by":"ctl")"),
                                    std::string(R"("purpose":"Quarterly review")"),
                                    std::string(R"("redacted":["result"])"),
                                    std::string(R"("requested_by":"Ada")"),
                                    std::string(R"("scope":{"tool":"echo"})"),
                                    R"("range":{"begin":0,"end":)" + std::to_string(before)}) {
        EXPECT_NE(record.find(part), std::string::npos) << part << " in " << record;
    }
    const auto verdict = bundle::checkBundle(output(), {});
    ASSERT_TRUE(verdict);
    EXPECT_NE(verdict->status, bundle::Verdict::Status::Invalid) << verdict->sentence;
}

TEST_F(LogEvidenceTest, WithoutItsRecordThereIsNoBundle)
{
    suspend();
    const auto summary = exported();
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(std::filesystem::exists(output()));
}

TEST_F(LogEvidenceTest, ALogThatTakesNoRecordsCanBeChecked)
{
    suspend();
    const std::uint64_t before = m_log->recordCount();
    const auto report = m_log->check({api::CheckDepth::Deep, {}}, "ctl", {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->records, before);
    EXPECT_FALSE(report->fault);
    EXPECT_TRUE(report->isPinMissing);
    EXPECT_EQ(m_log->recordCount(), before);
}

TEST_F(LogEvidenceTest, ACancelledExportLeavesNeitherBundleNorRecord)
{
    const std::uint64_t before = m_log->recordCount();
    std::stop_source stop;
    stop.request_stop();
    const auto summary = exported({}, {{}, stop.get_token()});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(std::filesystem::exists(output()));
    EXPECT_EQ(m_log->recordCount(), before);
}

TEST_F(LogEvidenceTest, AnExportBearsTheTimeOfTheLogsClock)
{
    api::ExportRequest request;
    request.created = WallTime{}; // of no meaning here
    ASSERT_TRUE(exported(request));
    const auto files = bundle::BundleFiles::open(output());
    ASSERT_TRUE(files);
    const auto manifest = files->readLine(bundle::kManifest);
    ASSERT_TRUE(manifest);
    EXPECT_NE(manifest->find("\"created\":" + std::to_string(toMicros(m_clock.wallNow()))),
              std::string::npos)
        << *manifest;
}

TEST_F(LogEvidenceTest, ACheckIsARecord)
{
    const std::uint64_t before = m_log->recordCount();
    std::vector<std::uint64_t> totals;
    const auto report =
        m_log->check({api::CheckDepth::Deep, {}},
                     "gui",
                     {[&](std::uint64_t, std::uint64_t total) { totals.push_back(total); }, {}});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->fault);
    EXPECT_EQ(report->records, before);
    EXPECT_EQ(totals, (std::vector<std::uint64_t>{before}));
    const std::string record = newest();
    for (const char* part : {R"("type":"check.log")", R"("by":"gui")", R"("depth":"deep")"}) {
        EXPECT_NE(record.find(part), std::string::npos) << part << " in " << record;
    }
    EXPECT_EQ(record.find("fault"), std::string::npos);
}

TEST_F(LogEvidenceTest, APinThatFitsIsPartOfTheCheck)
{
    const auto then = m_log->checkpoint(0);
    ASSERT_TRUE(then);
    appendCall(*m_log, 50);
    const auto report = m_log->check({api::CheckDepth::Heads, then->head}, "ctl", {});
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->fault) << *report->fault;
}

TEST_F(LogEvidenceTest, APinOfAnotherLogIsAFaultThatIsRecorded)
{
    auto head = m_log->checkpoint(0)->head;
    head.root[0] ^= 1;
    const auto report = m_log->check({api::CheckDepth::Heads, head}, "ctl", {});
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->fault);
    EXPECT_EQ(report->firstBad, static_cast<std::int64_t>(head.size) - 1);
    EXPECT_NE(newest().find(R"("first_bad":)"), std::string::npos);
}

TEST_F(LogEvidenceTest, APinOfALargerLogIsAFault)
{
    auto head = m_log->checkpoint(0)->head;
    head.size += 5;
    const auto report = m_log->check({api::CheckDepth::Heads, head}, "ctl", {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->firstBad, static_cast<std::int64_t>(head.size) - 5);
}

TEST_F(LogEvidenceTest, ACheckpointProvesThatTheLogGoesOn)
{
    const auto before = m_log->checkpoint(0);
    ASSERT_TRUE(before);
    appendCall(*m_log, 50);
    const auto now = m_log->checkpoint(before->head.size);
    ASSERT_TRUE(now) << now.error().message;
    EXPECT_TRUE(isConsistent(
        before->head.size, before->head.root, now->head.size, now->head.root, now->consistency));
    const auto beyond = m_log->checkpoint(now->head.size + 1);
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().code, ErrorCode::InvalidArgument);
}

TEST_F(LogEvidenceTest, ACheckpointIsSignedByBothKeys)
{
    const auto checkpoint = m_log->checkpoint(0);
    ASSERT_TRUE(checkpoint) << checkpoint.error().message;
    EXPECT_EQ(checkpoint->head.size, m_log->recordCount());
    EXPECT_EQ(checkpoint->head.origin, m_log->origin());
    const auto note = SignedNote::parse(checkpoint->note);
    ASSERT_TRUE(note);
    EXPECT_EQ(api::TreeHead::parse(note->text).value(), checkpoint->head);
    for (const std::string& key : {checkpoint->ed25519Key, checkpoint->p256Key}) {
        const auto verifier = parseVkey(key);
        ASSERT_TRUE(verifier) << key;
        EXPECT_EQ(verdictOf(*note, *verifier), NoteVerdict::Valid);
    }
}

} // namespace
} // namespace portcullis::audit::test
