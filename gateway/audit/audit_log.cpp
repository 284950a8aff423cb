#include "gateway/audit/audit_log.h"

#include "gateway/audit/instance_lock.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/writer.h"

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr const char* kFileName = "audit.db";
constexpr std::uintmax_t kPageBytes = 4096;

// The parts of an open log. Reader before writer: while the writer closes, it empties the WAL,
// which a reader would hold up.
class Log final : public AuditLog
{
public:
    Log(FileHandle lock,
        FileHandle database,
        SecretBytes readerKey,
        const std::filesystem::path& file)
        : m_lock(std::move(lock))
        , m_database(std::move(database))
        , m_reader(std::make_unique<Reader>(file, std::move(readerKey), m_live))
    {}

    ~Log() override
    {
        m_reader.reset();
        m_writer.reset();
    }

    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    [[nodiscard]] LiveView& live() { return m_live; }

    [[nodiscard]] int databaseDescriptor() const { return m_database.get(); }

    void name(std::string origin) { m_origin = std::move(origin); }

    // With the writer's file open: the file exists and the key is right.
    [[nodiscard]] Result<>
    start(const LogOptions& options, std::unique_ptr<LogFile> file, DiskSpace space)
    {
        m_writer = std::make_unique<Writer>(options, std::move(file), std::move(space));
        return m_reader->open();
    }

    void append(Record record, Completion done) override
    {
        m_writer->append(std::move(record), std::move(done));
    }

    [[nodiscard]] std::optional<Error> health() const override { return m_writer->health(); }

    void setDurability(api::Durability durability) override { m_writer->setDurability(durability); }

    [[nodiscard]] Result<api::ActivityPage> activity(const api::ActivityQuery& query) override
    {
        return m_reader->activity(query);
    }

    [[nodiscard]] Result<api::CallDetails> details(std::int64_t n) override
    {
        return m_reader->details(n);
    }

    [[nodiscard]] Result<std::vector<api::KeyUse>> keyUses() override { return m_live.keyUses(); }

    [[nodiscard]] std::uint64_t recordCount() const override { return m_live.records(); }

    [[nodiscard]] std::string origin() const override { return m_origin; }

    [[nodiscard]] LogTimings timings() const override { return m_writer->timings(); }

    void flush() override { m_writer->flush(); }

private:
    std::string m_origin;
    FileHandle m_lock;     // released last
    FileHandle m_database; // see LogFile: closed after the connections
    LiveView m_live;
    std::unique_ptr<Reader> m_reader;
    std::unique_ptr<Writer> m_writer;
};

std::string systemError(int code)
{
    return std::generic_category().message(code);
}

Result<> prepareFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    const bool created = std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::IoError,
                    "The audit log's folder " + folder.string() + " cannot be created.",
                    error.message());
    }
    if (created) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    return {};
}

// A database that lost its beginning beside a WAL that did not would be filled anew from nothing.
Result<> checkShape(const std::filesystem::path& file)
{
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(file, missing);
    const std::uintmax_t present = missing ? 0 : size;
    std::error_code noWal;
    const std::uintmax_t wal = std::filesystem::file_size(file.string() + "-wal", noWal);
    const bool truncated = present > 0 && present < kPageBytes;
    if (truncated || (present == 0 && !noWal && wal > 0)) {
        return fail(ErrorCode::Corrupt,
                    "The audit log " + file.string() +
                        " is cut off; restore it from a backup, or move it and its -wal file away "
                        "to start a new log.");
    }
    return {};
}

// Only the owner may read the file; SQLite gives its companions the same mode.
Result<FileHandle> ensureFile(const std::filesystem::path& file)
{
    FileHandle handle(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!handle.isOpen() || ::fchmod(handle.get(), 0600) != 0) {
        return fail(ErrorCode::IoError,
                    "The audit log " + file.string() + " cannot be opened; check its owner.",
                    systemError(errno));
    }
    return handle;
}

// The names of the new files must survive a power cut as well.
Result<> syncFolder(const std::filesystem::path& folder)
{
    const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle.isOpen() || ::fsync(handle.get()) != 0) {
        return fail(ErrorCode::IoError,
                    "The audit log's folder " + folder.string() +
                        " cannot be synced; check the disk.",
                    systemError(errno));
    }
    return {};
}

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

// What comes before a key matters: the folder is ours, and its files have the right shape and mode.
Result<std::unique_ptr<Log>> claim(const std::filesystem::path& folder, const SecretBytes& key)
{
    if (auto ready = prepareFolder(folder); !ready) {
        return fail(ready.error());
    }
    auto lock = lockInstance(folder);
    if (!lock) {
        return fail(lock.error());
    }
    const std::filesystem::path file = folder / kFileName;
    if (auto shape = checkShape(file); !shape) {
        return fail(shape.error());
    }
    auto database = ensureFile(file);
    if (!database) {
        return fail(database.error());
    }
    return std::make_unique<Log>(std::move(*lock), std::move(*database), key.duplicate(), file);
}

Result<std::unique_ptr<LogFile>>
openFile(const LogOptions& options, SecretBytes key, const Clock& clock, Log& log)
{
    const std::filesystem::path path = options.folder / kFileName;
    auto file = std::make_unique<LogFile>(path,
                                          log.databaseDescriptor(),
                                          std::move(key),
                                          options.keys,
                                          options.durability,
                                          clock,
                                          log.live());
    if (auto opened = file->open(); !opened) {
        return fail(openError(opened.error(), path));
    }
    log.name(file->origin());
    if (auto synced = syncFolder(options.folder); !synced) {
        return fail(synced.error());
    }
    if (auto orphans = file->writeOrphans(); !orphans) {
        return fail(orphans.error());
    }
    return file;
}

} // namespace

Result<std::unique_ptr<AuditLog>>
AuditLog::open(const LogOptions& options, SecretBytes key, const Clock& clock)
{
    try {
        auto log = claim(options.folder, key);
        if (!log) {
            return fail(log.error());
        }
        auto file = openFile(options, std::move(key), clock, **log);
        if (!file) {
            return fail(file.error());
        }
        DiskSpace space(
            options.folder, options.reserveBytes, options.minimumFreeBytes, options.freeBytes);
        if (auto started = (*log)->start(options, std::move(*file), std::move(space)); !started) {
            return fail(started.error());
        }
        return std::unique_ptr<AuditLog>(std::move(*log));
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "The audit log cannot be opened.", error.what());
    }
}

} // namespace portcullis::audit
