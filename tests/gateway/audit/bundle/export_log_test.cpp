#include "gateway/audit/bundle/record_scan.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"

#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

// Exports beside a log that is written, changed or too large, and onto a disk that is full.
namespace portcullis::audit::bundle::test {
namespace {

constexpr const char* kValid =
    "VALID: nothing was changed, and nothing between the first and the last record is missing.\n";

class BundleOfLog : public BundleTest
{
protected:
    void tamper(const char* sql) { audit::test::tamperWith(database(), key(), sql); }

    // Many records at once: nobody waits for each.
    static void appendMany(AuditLog& log, int from, int count, const std::string& arguments)
    {
        for (int i = 0; i < count; ++i) {
            log.append(audit::test::intent(callName(from + i), arguments), [](auto) {});
            if (i % 1000 == 999) {
                log.flush();
            }
        }
        log.flush();
    }

    void changeByte(const std::filesystem::path& file)
    {
        std::string content = readFile(file);
        ASSERT_FALSE(content.empty()) << file;
        content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
    }
};

TEST_F(BundleOfLog, AChangedByteInAnyFileIsFound)
{
    const auto log = openFilled(30);
    ExportRequest request;
    request.range = RecordRange{5, 80};
    static_cast<void>(mustExport(*log, request));
    auto folder = unpack();
    ASSERT_EQ(verify(folder).status, 0);
    for (const char* const name : {"log/headers.jsonl",
                                   "log/bodies.jsonl",
                                   "log/openings.jsonl",
                                   "log/proof.json",
                                   "log/checkpoint.note",
                                   "manifest.json",
                                   "MANIFEST.sha256",
                                   "README.txt",
                                   "signatures/manifest.p256",
                                   "signatures/manifest.ed25519"}) {
        folder = unpack();
        changeByte(folder / name);
        const Ran ran = verify(folder);
        EXPECT_EQ(ran.status, 1) << name << ": " << ran.output;
        EXPECT_TRUE(ran.lastLine().starts_with("INVALID: ")) << name << ": " << ran.output;
    }
}

TEST_F(BundleOfLog, ABundleIsOfOneMomentWhileTheLogGoesOn)
{
    const auto log = open();
    appendMany(*log, 0, 2000, R"({"text":"before"})");
    std::atomic<bool> done = false;
    std::thread writer([&log, &done] {
        for (int i = 0; !done; ++i) {
            mustAppend(*log, audit::test::intent(callName(100'000 + i)));
        }
    });
    int during = 0;
    const auto summary = tryExport(*log, {}, [&](std::uint64_t, std::uint64_t) {
        mustAppend(*log, audit::test::intent(callName(50'000 + during++)));
    });
    done = true;
    writer.join();
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_LT(summary->head.size, log->recordCount());
    EXPECT_EQ(summary->counts.headers, summary->head.size);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
}

TEST_F(BundleOfLog, BetweenPiecesTheLogCanBeEmptiedIntoItsDatabase)
{
    const auto log = open();
    appendMany(*log, 0, 2500, R"({"text":"before"})");
    Connection connection = audit::test::readOnly(database(), key());
    ContentReader contents(contentKeys());
    auto scan = RecordScan::open(connection, ScanOf::Contents);
    ASSERT_TRUE(scan);
    std::vector<std::uint64_t> pieces;
    const auto read = scan->forEach(
        0,
        2500,
        {},
        [&contents](const ScannedRecord& record) {
            if (record.hasText()) {
                const auto content = record.content(contents);
                EXPECT_TRUE(content && content->text);
            }
            return Result<>();
        },
        [&](std::uint64_t next) {
            pieces.push_back(next);
            EXPECT_EQ(sqlite3_txn_state(connection.handle(), nullptr), SQLITE_TXN_NONE);
        });
    ASSERT_TRUE(read);
    EXPECT_EQ(pieces, (std::vector<std::uint64_t>{1000, 2000, 2500}));
}

TEST_F(BundleOfLog, LargeContentMakesShorterPieces)
{
    const auto log = open();
    appendMany(*log, 0, 6, R"({"text":")" + std::string(3'000'000, 'x') + R"("})");
    Connection connection = audit::test::readOnly(database(), key());
    ContentReader contents(contentKeys());
    auto scan = RecordScan::open(connection, ScanOf::Contents);
    ASSERT_TRUE(scan);
    std::vector<std::uint64_t> pieces;
    ASSERT_TRUE(scan->forEach(
        0,
        6,
        {},
        [&contents](const ScannedRecord& record) {
            if (record.hasText()) {
                const auto content = record.content(contents);
                EXPECT_TRUE(content && content->text);
            }
            return Result<>();
        },
        [&](std::uint64_t next) {
            pieces.push_back(next);
            EXPECT_EQ(sqlite3_txn_state(connection.handle(), nullptr), SQLITE_TXN_NONE);
        }));
    EXPECT_EQ(pieces, (std::vector<std::uint64_t>{2, 4, 6}));
}

TEST_F(BundleOfLog, ACancelledExportLeavesNothing)
{
    const auto log = open();
    appendMany(*log, 0, 3000, "{}");
    std::stop_source stop;
    std::uint64_t last = 0;
    std::size_t files = 0;
    const auto summary = tryExport(
        *log,
        {},
        [&](std::uint64_t done, std::uint64_t) {
            last = done;
            files = filesWritten();
            static_cast<void>(done >= 2000 && stop.request_stop());
        },
        stop.get_token());
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(last, 2000U);
    EXPECT_EQ(files, 1U); // it had begun
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(BundleOfLog, RefusalsThatTheColumnsForListsHideAreMissed)
{
    const auto log = openFilled(2);
    tamper("DROP TRIGGER rec_no_update; UPDATE rec SET outcome = 'ok' WHERE n = 2");
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Unavailable);
}

TEST_F(BundleOfLog, ProgressRisesToItsTotal)
{
    const auto log = open();
    appendMany(*log, 0, 2500, "{}");
    std::vector<std::uint64_t> steps;
    std::uint64_t whole = 0;
    ASSERT_TRUE(tryExport(*log, {}, [&](std::uint64_t done, std::uint64_t total) {
        steps.push_back(done);
        whole = total;
    }));
    EXPECT_TRUE(std::ranges::is_sorted(steps));
    EXPECT_EQ(steps.size(), 4U);
    EXPECT_EQ(steps.back(), whole);
}

// Files of this process cannot grow beyond some size while it lives.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        m_oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit limit{bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }

    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_old = {};
    void (*m_oldHandler)(int) = nullptr;
};

TEST_F(BundleOfLog, AFullDiskIsSaidAndLeavesNothing)
{
    const auto log = open();
    appendMany(*log, 0, 2000, "{}");
    const FileSizeLimit full(100'000);
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::ResourceExhausted);
    EXPECT_NE(summary.error().message.find(bundlePath().string()), std::string::npos);
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(BundleOfLog, HasACheckpointOfEachDaysEnd)
{
    const auto log = open();
    std::vector<std::string> kept;
    for (int day = 0; day < 4; ++day) {
        fill(*log, 2);
        kept.push_back(log->checkpoint(0)->note);
        m_clock.advance(std::chrono::hours(24));
    }
    static_cast<void>(mustExport(*log));
    const std::string lines = readFile(unpack() / "log/checkpoints.jsonl");
    EXPECT_EQ(std::ranges::count(lines, '\n'), 3) << lines;
    for (std::size_t day = 0; day < 3; ++day) { // origin, size and root; signatures may differ
        std::string text;
        for (const char c : kept[day].substr(0, kept[day].find("\n\n"))) {
            text += c == '\n' ? std::string("\\n") : std::string(1, c);
        }
        EXPECT_NE(lines.find(text), std::string::npos) << text;
    }
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 0) << ran.output;
}

TEST_F(BundleOfLog, ChangedRecordsAreNotSignedAgain)
{
    const auto log = openFilled(10);
    tamper("DROP TRIGGER rec_no_update; UPDATE rec SET (header, leaf) = (SELECT header, leaf FROM "
           "rec WHERE n = 8) WHERE n = 7");
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(BundleOfLog, TheKeysOfAnotherLogSignNothing)
{
    const auto log = openFilled(1);
    const LogSigner signer =
        LogSigner::make(m_keys, "portcullis.local/00000000000000000000000000000000/1").value();
    Connection connection = audit::test::readOnly(database(), key());
    const auto summary = exportBundle(connection, contentKeys(), signer, {}, bundlePath());
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(BundleOfLog, AHeaderThatIsNotItsLeafIsNotExported)
{
    const auto log = openFilled(10);
    tamper("DROP TRIGGER rec_no_update; UPDATE rec SET header = (SELECT header FROM rec WHERE n = "
           "8) WHERE n = 7");
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Corrupt);
}

TEST_F(BundleOfLog, ContentThatIsNotWhatWasRecordedIsNotExported)
{
    const auto log = openFilled(10);
    tamper("UPDATE payload SET text = (SELECT text FROM payload WHERE n = 1) WHERE n = 4");
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Corrupt);
    EXPECT_NE(summary.error().message.find("record 4"), std::string::npos);
}

class BundleAfterRetention : public BundleOfLog
{
protected:
    // A log of which retention has removed the bodies of 28 records, by record 32.
    [[nodiscard]] std::unique_ptr<AuditLog> openRemoved()
    {
        auto log = openFilled(10);
        api::RecordFilter held;
        held.call = CallId(callName(2));
        EXPECT_TRUE(log->setHold({{}, held, "Case 12/2026", "gui", -1}));
        const auto removed =
            log->removeOld({{}, m_clock.wallNow() + std::chrono::hours(1)}, "", {});
        EXPECT_TRUE(removed && removed->bodies == 28);
        return log;
    }
};

TEST_F(BundleAfterRetention, RemovedBodiesAreNamedWithTheRecordOfIt)
{
    const auto log = openRemoved();
    const ExportSummary summary = mustExport(*log);
    EXPECT_EQ(summary.counts.purged, 28U);
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 3) << ran.output;
    EXPECT_EQ(ran.lastLine(),
              "VALID, BUT INCOMPLETE: 28 bodies were removed by retention before the export.\n");
    EXPECT_EQ(readFile(unpack() / "log/purged.jsonl"),
              "{\"begin\":0,\"by\":32,\"end\":3}\n{\"begin\":5,\"by\":32,\"end\":30}\n");
}

TEST_F(BundleAfterRetention, ARemovalThatTheRangeDoesNotShowIsTheExportersWord)
{
    const auto log = openRemoved();
    ExportRequest request;
    request.range = RecordRange{0, 20};
    static_cast<void>(mustExport(*log, request));
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 3) << ran.output;
    EXPECT_EQ(ran.lastLine(),
              "VALID, BUT INCOMPLETE: that 18 bodies were removed by retention is the exporter's "
              "word: the record that says so is not shown.\n");
}

TEST_F(BundleOfLog, ABodyThatNoRecordHasRemovedIsMissed)
{
    const auto log = openFilled(10);
    tamper("UPDATE rec SET body = NULL WHERE n IN (3, 4)");
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Corrupt);
    EXPECT_NE(summary.error().message.find("record 3"), std::string::npos);
}

} // namespace
} // namespace portcullis::audit::bundle::test
