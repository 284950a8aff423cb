#include "gateway/audit/audit_log.h"

#include "gateway/audit/log_evidence.h"
#include "gateway/audit/log_folder.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/writer.h"

#include <atomic>
#include <future>
#include <mutex>
#include <utility>

namespace portcullis::audit {

namespace {

// The parts of an open log. Reader before writer: while the writer closes, it empties the WAL,
// which a reader would hold up.
class Log final : public AuditLog
{
public:
    Log(const LogOptions& options, const Clock& clock, LogFolder folder, SecretBytes readerKey)
        : m_options(options)
        , m_clock(clock)
        , m_path(options.folder / kLogFileName)
        , m_folder(std::move(folder))
        , m_descriptor(std::make_shared<FileHandle>(std::move(m_folder.database)))
        , m_evidence(m_path, readerKey.duplicate(), options.renderer)
        , m_reader(std::make_unique<Reader>(m_path, std::move(readerKey), m_live))
    {}

    ~Log() override
    {
        m_reader.reset();
        m_writer.reset();
    }

    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

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

    [[nodiscard]] std::optional<std::string> warning() const override
    {
        const Writer* const writer = running();
        return writer != nullptr ? writer->warning() : std::nullopt;
    }

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
                                               const api::JobWatch& watch) override
    {
        const auto enter = suspension() ? LogEvidence::Enter() : entering();
        return m_evidence.check(signer().keys(), request, by, watch, enter);
    }

    [[nodiscard]] Result<api::Checkpoint> checkpoint(std::uint64_t since) override
    {
        return m_evidence.checkpoint(signer(), since);
    }

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

    // Appends a record and waits for it.
    [[nodiscard]] LogEvidence::Enter entering();
    void nameLog();
    void suspend(LogAlarm alarm);
    // Takes records; `pinned` is what the pin store has.
    [[nodiscard]] Result<> begin(api::TreeHead pinned);
    [[nodiscard]] Result<std::optional<Pin>> loadPin() const;
    [[nodiscard]] Result<> savePin(const api::TreeHead& head) const;

    const LogOptions m_options;
    const Clock& m_clock;
    std::filesystem::path m_path;
    LogFolder m_folder;                             // released last
    std::shared_ptr<const FileHandle> m_descriptor; // shared with the connections handed out
    LiveView m_live;
    LogEvidence m_evidence;
    std::unique_ptr<Reader> m_reader;

    std::mutex m_changing;           // held through start() and accept(); guards the next two
    std::unique_ptr<LogFile> m_file; // until the writer has it
    LogAlarm m_alarm;

    mutable std::mutex m_mutex;        // of the next three; never held for long
    std::optional<LogSigner> m_signer; // from start() on
    std::optional<Suspension> m_suspension;
    std::optional<api::Durability> m_durability; // wanted while there is no writer

    std::unique_ptr<Writer> m_writer;
    std::atomic<Writer*> m_running{nullptr}; // m_writer, for every thread
};

Error openError(Error error, const std::filesystem::path& file)
{
    if (error.code == ErrorCode::Locked && !error.cause.empty()) {
        error.message =
            "The audit log " + file.string() +
            " cannot be read with this key: it belongs to another key, or its beginning "
            "is damaged. Nothing was changed.";
    }
    return error;
}

Result<std::unique_ptr<LogFile>> Log::openFile(SecretBytes key)
{
    auto file = std::make_unique<LogFile>(m_path,
                                          m_descriptor->get(),
                                          std::move(key),
                                          m_options.keys,
                                          m_options.durability,
                                          m_clock,
                                          m_live);
    if (auto opened = file->open(); !opened) {
        return fail(openError(opened.error(), m_path));
    }
    if (auto synced = syncFolder(m_options.folder); !synced) {
        return fail(synced.error());
    }
    return file;
}

// A pin that cannot be read tells as much as none.
Result<std::optional<Pin>> Log::loadPin() const
{
    auto pin = m_options.pins->load();
    if (!pin && pin.error().code == ErrorCode::Corrupt) {
        return std::optional<Pin>();
    }
    return pin;
}

Result<> Log::savePin(const api::TreeHead& head) const
{
    if (!m_options.pins) {
        return {};
    }
    if (auto synced = syncWal(m_path); !synced) {
        return synced;
    }
    return m_options.pins->save({head, m_clock.wallNow()});
}

Result<> Log::start(std::unique_ptr<LogFile> file)
{
    const std::scoped_lock changing(m_changing);
    m_file = std::move(file);
    nameLog();
    if (auto readable = m_reader->open(); !readable) {
        return readable;
    }
    if (!m_options.pins) {
        return begin({});
    }
    auto pin = loadPin();
    if (!pin) {
        return fail(std::move(pin.error()));
    }
    const auto verdict = m_file->judge(*pin);
    if (!verdict) {
        return fail(verdict.error());
    }
    if (*verdict != LogVerdict::Ok) {
        suspend({*verdict, m_file->head(), std::move(*pin), {}});
        return {};
    }
    // Before the first record, so that no log with records is without a pin.
    if (m_file->head().size == 0) {
        if (auto saved = savePin(m_file->head()); !saved) {
            return saved;
        }
        return begin(m_file->head());
    }
    return begin(std::move((*pin)->head));
}

void Log::suspend(LogAlarm alarm)
{
    const Pin* const pinned = alarm.pinned ? &*alarm.pinned : nullptr;
    const std::scoped_lock lock(m_mutex);
    m_suspension = Suspension{alarm.verdict, describe(alarm.verdict, alarm.found, pinned)};
    m_alarm = std::move(alarm);
}

void Log::nameLog()
{
    const std::scoped_lock lock(m_mutex);
    m_signer = m_file->signer();
}

Result<> Log::begin(api::TreeHead pinned)
{
    if (auto orphans = m_file->writeOrphans(); !orphans) {
        return orphans;
    }
    std::unique_ptr<PinKeeper> pins;
    if (m_options.pins) {
        auto sync = [path = m_path] { return syncWal(path); };
        pins = std::make_unique<PinKeeper>(
            m_options.pins, std::move(pinned), m_clock, std::move(sync), m_options.pinPace);
        pins->committed(m_file->head());
    }
    DiskSpace space(
        m_options.folder,
        {m_options.reserveBytes, m_options.minimumFreeBytes, m_options.warningFreeBytes},
        m_options.freeBytes);
    m_writer = std::make_unique<Writer>(
        m_options, m_clock, std::move(m_file), std::move(space), std::move(pins));
    const std::scoped_lock lock(m_mutex);
    m_suspension.reset();
    if (m_durability) {
        m_writer->setDurability(*m_durability);
    }
    m_running.store(m_writer.get(), std::memory_order_release);
    return {};
}

std::optional<Error> Log::health() const
{
    if (const Writer* const writer = running()) {
        return writer->health();
    }
    const auto why = suspension();
    return Error{ErrorCode::Unavailable,
                 (why ? why->sentence : std::string("The audit log is being opened.")) +
                     " No call is made until a person has looked at it and accepted it.",
                 {}};
}

std::optional<Suspension> Log::suspension() const
{
    const std::scoped_lock lock(m_mutex);
    return m_suspension;
}

Result<> Log::accept(std::string by)
{
    const std::scoped_lock changing(m_changing);
    if (m_file == nullptr) {
        return {};
    }
    m_alarm.by = std::move(by);
    if (auto begun = m_file->beginEpoch(m_alarm); !begun) {
        return begun;
    }
    nameLog();
    if (auto saved = savePin(m_file->head()); !saved) {
        return saved;
    }
    return begin(m_file->head());
}

// The descriptor goes after the connection: closing it would drop the locks of all of them.
Result<api::LogConnection> Log::openReader()
{
    struct Reading
    {
        std::shared_ptr<const FileHandle> descriptor;
        Connection connection;
    };

    auto connection = m_reader->openAnother();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    auto reading = std::make_shared<Reading>(Reading{m_descriptor, std::move(*connection)});
    ::sqlite3* const handle = reading->connection.handle();
    return api::LogConnection(std::move(reading), handle);
}

LogEvidence::Enter Log::entering()
{
    return [this](Record record) -> Result<> {
        std::promise<Result<Receipt>> promise;
        auto answer = promise.get_future();
        append(std::move(record),
               [&promise](Result<Receipt> receipt) { promise.set_value(std::move(receipt)); });
        auto receipt = answer.get();
        return receipt ? Result<>() : fail(std::move(receipt.error()));
    };
}

void Log::setDurability(api::Durability durability)
{
    const std::scoped_lock lock(m_mutex);
    if (Writer* const writer = running()) {
        writer->setDurability(durability);
    } else {
        m_durability = durability;
    }
}

} // namespace

Result<std::unique_ptr<AuditLog>>
AuditLog::open(const LogOptions& options, SecretBytes key, const Clock& clock)
{
    try {
        auto folder = claimFolder(options.folder, clock.wallNow());
        if (!folder) {
            return fail(folder.error());
        }
        auto log = std::make_unique<Log>(options, clock, std::move(*folder), key.duplicate());
        auto file = log->openFile(std::move(key));
        if (!file) {
            return fail(file.error());
        }
        if (auto started = log->start(std::move(*file)); !started) {
            return fail(started.error());
        }
        return log;
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "The audit log cannot be opened.", error.what());
    }
}

} // namespace portcullis::audit
