#include "gateway/audit/open_log.h"

#include "gateway/base/crypto.h"

#include <algorithm>
#include <future>
#include <utility>

namespace portcullis::audit {

namespace {

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

// A pin store asked by several threads, one after the other.
class SerialPins final : public PinStore
{
public:
    explicit SerialPins(std::shared_ptr<PinStore> store)
        : m_store(std::move(store))
    {}

    [[nodiscard]] Result<Pins> load() override
    {
        const std::scoped_lock lock(m_mutex);
        return m_store->load();
    }

    [[nodiscard]] Result<> save(const Pin& pin) override
    {
        const std::scoped_lock lock(m_mutex);
        return m_store->save(pin);
    }

    [[nodiscard]] api::PinPlace place() const override { return m_store->place(); }

private:
    std::mutex m_mutex; // held while the store is asked
    std::shared_ptr<PinStore> m_store;
};

} // namespace

LogOptions OpenLog::withSerialPins(LogOptions options)
{
    if (options.pins) {
        options.pins = std::make_shared<SerialPins>(std::move(options.pins));
    }
    return options;
}

Result<std::unique_ptr<LogFile>> OpenLog::openFile(SecretBytes key)
{
    auto file = std::make_unique<LogFile>(m_path,
                                          LogDescriptors{m_descriptor->get(), m_folder.lock.get()},
                                          std::move(key),
                                          m_options.keys,
                                          m_contentKeys,
                                          m_options.durability,
                                          m_clock,
                                          m_live);
    if (auto opened = file->open(); !opened) {
        return fail(openError(opened.error(), m_path));
    }
    m_openedAfter = file->lastTime();
    if (file->missingKeys() > 0) {
        m_contentsWarning = "Arguments and results of older calls can no longer be shown: keys to "
                            "them are missing from audit.keys. If they were not erased, restore "
                            "that file from a backup.";
    }
    if (auto synced = syncFolder(m_options.folder); !synced) {
        return fail(synced.error());
    }
    return file;
}

Result<> OpenLog::savePin(const api::TreeHead& head) const
{
    if (!m_options.pins) {
        return {};
    }
    if (auto synced = syncWal(m_path); !synced) {
        return synced;
    }
    return m_options.pins->save({head, m_clock.wallNow()});
}

Result<> OpenLog::start(std::unique_ptr<LogFile> file)
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
    auto pins = m_options.pins->load();
    auto judged = pins ? m_file->judge(*pins) : fail(std::move(pins.error()));
    if (!judged) {
        return fail(std::move(judged.error()));
    }
    if (judged->verdict != LogVerdict::Ok) {
        suspend(std::move(*judged));
        return {};
    }
    // Before the first record, so that no log with records is without a pin.
    if (m_file->head().size == 0) {
        if (auto saved = savePin(m_file->head()); !saved) {
            return saved;
        }
        return begin(m_file->head());
    }
    const auto sizeOf = [](const Pin& pin) { return pin.head.size; };
    return begin(std::move(std::ranges::min_element(pins->pins, {}, sizeOf)->head));
}

void OpenLog::suspend(LogAlarm alarm)
{
    const Pin* const pinned = alarm.pinned ? &*alarm.pinned : nullptr;
    const std::scoped_lock lock(m_mutex);
    m_suspension = Suspension{alarm.verdict, describe(alarm.verdict, alarm.found, pinned)};
    if (pinned != nullptr) {
        m_suspension->pinned = pinned->head;
    }
    m_alarm = std::move(alarm);
}

void OpenLog::nameLog()
{
    const std::scoped_lock lock(m_mutex);
    m_signer = m_file->signer();
}

Result<> OpenLog::begin(api::TreeHead pinned)
{
    if (auto adopted = m_file->adoptKeys(); !adopted) {
        return adopted;
    }
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

std::optional<Error> OpenLog::health() const
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

std::optional<std::string> OpenLog::warning() const
{
    const Writer* const writer = running();
    const auto warning = writer != nullptr ? writer->warning() : std::nullopt;
    return warning ? warning : m_contentsWarning;
}

std::optional<Suspension> OpenLog::suspension() const
{
    const std::scoped_lock lock(m_mutex);
    return m_suspension;
}

Result<> OpenLog::accept(std::string by)
{
    const std::scoped_lock changing(m_changing);
    if (m_file == nullptr) {
        return {};
    }
    if (!m_epochBegun) {
        m_alarm.by = std::move(by);
        if (auto begun = m_file->beginEpoch(m_alarm); !begun) {
            return begun;
        }
        m_epochBegun = true;
        nameLog();
    }
    // Once it is pinned, no start asks again.
    auto done = m_file->setKeysAside();
    if (done) {
        done = savePin(m_file->head());
    }
    return done ? begin(m_file->head()) : done;
}

// The descriptor goes after the connection: closing it would drop the locks of all of them.
Result<std::vector<BudgetEntry>> OpenLog::budgetEntries()
{
    auto connection = m_reader->openAnother();
    return connection ? readBudgetEntries(*connection) : fail(std::move(connection.error()));
}

Result<std::vector<RecordedChange>> OpenLog::changes(std::int64_t begin, std::string_view prefix)
{
    auto connection = m_reader->openAnother();
    return connection ? readChanges(*connection, begin, prefix)
                      : fail(std::move(connection.error()));
}

Result<api::LogConnection> OpenLog::openReader()
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

// A suspended log is held against what it was suspended for as well: that does not end when
// somebody puts an older pin beside it.
Result<api::LogReport>
OpenLog::check(const api::CheckRequest& request, const std::string& by, const api::JobWatch& watch)
{
    auto remembered = rememberedBy(m_options.pins.get());
    if (!remembered) {
        return fail(std::move(remembered.error()));
    }
    const auto held = suspension();
    if (held && held->pinned) {
        remembered->heads.push_back(*held->pinned);
    }
    const auto enter = held ? LogEvidence::Enter() : entering();
    return m_evidence.check(signer().keys(), request, std::move(*remembered), by, watch, enter);
}

// Signed under the same name, another tree would be this installation's word against itself. The
// signer is of the epoch from before the question, so that no acceptance comes in between.
Result<api::Checkpoint> OpenLog::checkpoint(std::uint64_t since)
{
    const LogSigner before = signer();
    if (const auto held = suspension()) {
        return fail(ErrorCode::Unavailable,
                    held->sentence +
                        " No checkpoint of it is signed until a person has looked at it and "
                        "accepted it (portcullisctl audit accept).");
    }
    return m_evidence.checkpoint(before, since);
}

LogEvidence::Enter OpenLog::entering()
{
    return [this](Record record) -> Result<Receipt> {
        std::promise<Result<Receipt>> promise;
        auto answer = promise.get_future();
        append(std::move(record),
               [&promise](Result<Receipt> receipt) { promise.set_value(std::move(receipt)); });
        return answer.get();
    };
}

void OpenLog::setDurability(api::Durability durability)
{
    const std::scoped_lock lock(m_mutex);
    if (Writer* const writer = running()) {
        writer->setDurability(durability);
    } else {
        m_durability = durability;
    }
}

Result<api::Hold> OpenLog::setHold(api::Hold hold)
{
    hold.id = uuidV7(toMicros(m_clock.wallNow()) / 1000);
    return m_retention.setHold(hold, entering());
}

Result<>
OpenLog::releaseHold(const std::string& id, const std::string& reason, const std::string& by)
{
    return m_retention.releaseHold(id, reason, by, entering());
}

Result<api::EraseReport>
OpenLog::erase(const api::EraseRequest& request, const std::string& by, const api::JobWatch& watch)
{
    return m_retention.erase(request, by, watch, entering());
}

Result<api::RetentionReport> OpenLog::removeOld(const api::RetentionRequest& request,
                                                const std::string& by,
                                                const api::JobWatch& watch)
{
    return m_retention.removeOld(request, by, watch, entering());
}

} // namespace portcullis::audit
