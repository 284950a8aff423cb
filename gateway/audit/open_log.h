#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/audit/log_evidence.h"
#include "gateway/audit/log_folder.h"
#include "gateway/audit/log_retention.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/writer.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace portcullis::audit {

// The parts of an open log. Reader before writer: while the writer closes, it empties the WAL,
// which a reader would hold up.
class OpenLog final : public AuditLog
{
public:
    OpenLog(const LogOptions& options,
            const Clock& clock,
            LogFolder folder,
            SecretBytes readerKey,
            std::shared_ptr<ContentKeys> contentKeys)
        : m_options(withSerialPins(options))
        , m_clock(clock)
        , m_path(options.folder / kLogFileName)
        , m_folder(std::move(folder))
        , m_descriptor(std::make_shared<FileHandle>(std::move(m_folder.database)))
        , m_contentKeys(std::move(contentKeys))
        , m_evidence(m_path, readerKey.duplicate(), m_contentKeys, options.renderer)
        , m_retention(m_path, readerKey.duplicate(), m_contentKeys)
        , m_reader(std::make_unique<Reader>(m_path, std::move(readerKey), m_contentKeys, m_live))
    {}

    ~OpenLog() override
    {
        m_reader.reset();
        m_writer.reset();
    }

    OpenLog(const OpenLog&) = delete;
    OpenLog& operator=(const OpenLog&) = delete;

    // The writer's file, open; only before start().
    [[nodiscard]] Result<std::unique_ptr<LogFile>> openFile(SecretBytes key);
    // Takes records from now on, or after accept() when the file is not as it was pinned.
    [[nodiscard]] Result<> start(std::unique_ptr<LogFile> file);

    void append(Record record, Completion done) override
    {
        if (Writer* const writer = running()) {
            writer->append(std::move(record), std::move(done));
        } else {
            done(fail(*health()));
        }
    }

    [[nodiscard]] std::optional<Error> health() const override;

    [[nodiscard]] std::optional<Error> refusal() override
    {
        Writer* const writer = running();
        return writer != nullptr ? writer->refusal() : health();
    }

    [[nodiscard]] std::optional<WallTime> openedAfter() const override { return m_openedAfter; }

    [[nodiscard]] std::optional<std::string> warning() const override;

    [[nodiscard]] std::optional<Suspension> suspension() const override;
    [[nodiscard]] Result<> accept(std::string by) override;

    [[nodiscard]] std::optional<Error> pinError() const override
    {
        const Writer* const writer = running();
        return writer != nullptr ? writer->pinError() : std::nullopt;
    }

    void setDurability(api::Durability durability) override;

    [[nodiscard]] Result<api::ActivityPage> activity(const api::ActivityQuery& query) override
    {
        return m_reader->activity(query);
    }

    [[nodiscard]] Result<api::CallDetails> details(std::int64_t n) override
    {
        return m_reader->details(n);
    }

    [[nodiscard]] Result<std::vector<api::KeyUse>> keyUses() override { return m_live.keyUses(); }

    [[nodiscard]] Result<std::vector<BudgetEntry>> budgetEntries() override;

    [[nodiscard]] Result<std::vector<RecordedChange>> changes(std::int64_t begin,
                                                              std::string_view prefix) override;
    [[nodiscard]] Result<api::LogConnection> openReader() override;

    [[nodiscard]] std::uint64_t recordCount() const override { return m_live.records(); }

    [[nodiscard]] Result<api::ExportSummary> exportBundle(api::ExportRequest request,
                                                          const organisation::KeyOpening& opening,
                                                          const std::filesystem::path& output,
                                                          const std::string& by,
                                                          const api::JobWatch& watch) override
    {
        request.created = m_clock.wallNow();
        return m_evidence.exportBundle(signer(), request, opening, output, by, watch, entering());
    }

    [[nodiscard]] Result<api::LogReport> check(const api::CheckRequest& request,
                                               const std::string& by,
                                               const api::JobWatch& watch) override;

    [[nodiscard]] Result<api::Checkpoint> checkpoint(std::uint64_t since) override;

    [[nodiscard]] Result<api::Hold> setHold(api::Hold hold) override;
    [[nodiscard]] Result<>
    releaseHold(const std::string& id, const std::string& reason, const std::string& by) override;

    [[nodiscard]] Result<std::vector<api::Hold>> holds() override { return m_retention.holds(); }

    [[nodiscard]] Result<api::EraseReport> erase(const api::EraseRequest& request,
                                                 const std::string& by,
                                                 const api::JobWatch& watch) override;
    [[nodiscard]] Result<api::RetentionReport> removeOld(const api::RetentionRequest& request,
                                                         const std::string& by,
                                                         const api::JobWatch& watch) override;

    [[nodiscard]] std::string origin() const override { return signer().origin(); }

    [[nodiscard]] LogTimings timings() const override
    {
        const Writer* const writer = running();
        return writer != nullptr ? writer->timings() : LogTimings();
    }

    void flush() override
    {
        if (Writer* const writer = running()) {
            writer->flush();
        }
    }

private:
    [[nodiscard]] Writer* running() const { return m_running.load(std::memory_order_acquire); }

    // Of the epoch that the log is in.
    [[nodiscard]] LogSigner signer() const
    {
        const std::scoped_lock lock(m_mutex);
        return *m_signer;
    }

    // A check asks for the pins while another thread saves one.
    [[nodiscard]] static LogOptions withSerialPins(LogOptions options);
    // Appends a record and waits for it.
    [[nodiscard]] LogEvidence::Enter entering();
    void nameLog();
    void suspend(LogAlarm alarm);
    // Takes records; `pinned` is what the pin store has.
    [[nodiscard]] Result<> begin(api::TreeHead pinned);
    [[nodiscard]] Result<> savePin(const api::TreeHead& head) const;

    const LogOptions m_options; // its pins are asked by one thread at a time
    const Clock& m_clock;
    std::filesystem::path m_path;
    LogFolder m_folder;                             // released last
    std::shared_ptr<const FileHandle> m_descriptor; // shared with the connections handed out
    std::shared_ptr<ContentKeys> m_contentKeys;
    LiveView m_live;
    std::optional<std::string> m_contentsWarning; // from openFile() on
    std::optional<WallTime> m_openedAfter;        // as well
    LogEvidence m_evidence;
    LogRetention m_retention;
    std::unique_ptr<Reader> m_reader;

    std::mutex m_changing;           // held through start() and accept(); guards the next three
    std::unique_ptr<LogFile> m_file; // until the writer has it
    LogAlarm m_alarm;
    bool m_epochBegun = false; // by an accept() that did not get to its end

    mutable std::mutex m_mutex;        // of the next three; never held for long
    std::optional<LogSigner> m_signer; // from start() on
    std::optional<Suspension> m_suspension;
    std::optional<api::Durability> m_durability; // wanted while there is no writer

    std::unique_ptr<Writer> m_writer;
    std::atomic<Writer*> m_running{nullptr}; // m_writer, for every thread
};

} // namespace portcullis::audit
