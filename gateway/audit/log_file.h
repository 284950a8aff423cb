#pragma once

#include "gateway/api/config.h"
#include "gateway/audit/checkpointer.h"
#include "gateway/audit/clock_watch.h"
#include "gateway/audit/content_keeper.h"
#include "gateway/audit/encoder.h"
#include "gateway/audit/instance_lock.h"
#include "gateway/audit/live_view.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/record_queue.h"
#include "gateway/audit/store.h"
#include "gateway/base/clock.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace portcullis::audit {

// What became of each job of a batch; empty while undecided.
using BatchResults = std::vector<std::optional<Result<Receipt>>>;

[[nodiscard]] bool areDecided(const BatchResults& results);

// What is open on a log's folder for as long as the log is.
struct LogDescriptors
{
    int database = -1; // for syncing; closed after every connection, as closing any descriptor of a
                       // file drops the locks that SQLite holds on it
    int lock = -1;     // of the instance
};

// The log's file as a sequence of batches: encodes records, stores them in one transaction, keeps
// the state and the live view in step with what is committed, and finds its way back after a
// failure.
//
// Owner: the writer. Thread: the writer's (syncError() any). Failure: a failed batch leaves nothing
// stored and the state loaded again, or the file closed until reopen() works.
class LogFile
{
public:
    // `clock` and `live` must outlive it, and so must what the descriptors are of.
    LogFile(std::filesystem::path file,
            LogDescriptors descriptors,
            SecretBytes key,
            KeySource keys,
            std::shared_ptr<ContentKeys> contentKeys,
            api::Durability durability,
            const Clock& clock,
            LiveView& live);

    // Opens, or closes and opens again; then Corrupt when records that were committed before are
    // missing, Busy when another program has added some.
    [[nodiscard]] Result<> open();
    void close();

    [[nodiscard]] bool isOpen() const { return m_store != nullptr; }

    // Writes the undecided jobs and decides them. On an error none is decided.
    [[nodiscard]] Result<> write(std::span<Job> jobs, BatchResults& results);
    // Closes the calls that an earlier run left open.
    [[nodiscard]] Result<> writeOrphans();
    // Writes what the log says of itself, alone. After an error it is as after a failed batch.
    [[nodiscard]] Result<> writeNote(const LogNote& note);
    // Saves the snapshot: also a trial whether writing works.
    [[nodiscard]] Result<> writeSnapshot();

    [[nodiscard]] Result<> setDurability(api::Durability durability);
    // The path still leads to the file that is open, and the lock is the folder's. Errors: IoError.
    [[nodiscard]] Result<> checkPlace() const;

    // Which log this is; empty until it was opened once.
    [[nodiscard]] std::string origin() const { return m_state.origin(); }

    // Signs for the log; of no use before it was opened.
    [[nodiscard]] const std::optional<LogSigner>& signer() const { return m_signer; }

    // Of the last record; nothing when there is none.
    [[nodiscard]] std::optional<WallTime> lastTime() const
    {
        return m_state.next > 0 ? std::optional(fromMicros(m_state.lastHw)) : std::nullopt;
    }

    // What has been committed last.
    [[nodiscard]] const api::TreeHead& head() const { return m_head; }

    // Whether it is as all of them say; what is wrong by the first that says otherwise. Only while
    // open.
    [[nodiscard]] Result<LogAlarm> judge(const Pins& pins);

    // A person goes on with a log that is not as it was pinned: begins a new epoch with a record
    // that says so.
    [[nodiscard]] Result<> beginEpoch(const LogAlarm& alarm);

    [[nodiscard]] std::size_t openCalls() const { return m_state.open.size(); }

    // Only while open.
    [[nodiscard]] Checkpointer& checkpointer() { return *m_checkpointer; }

    [[nodiscard]] Result<> emptyWal() { return m_store->checkpointAndTruncate(); }

    // Records that reviewers do not find by the listing yet; 0 while closed.
    [[nodiscard]] std::int64_t unlisted() const
    {
        return m_store ? m_state.next - m_store->listedUpTo() : 0;
    }

    // Lists a slice of them; only while open.
    [[nodiscard]] Result<> listMore();

    // The log is the right one: keys to contents that no record needs are destroyed, as the run
    // before may have ended in the middle. Beside a log that is new they are those of another one.
    [[nodiscard]] Result<> adoptKeys();
    // A person has accepted it in place of another one, which may come back: its keys are moved
    // into a file of their own.
    [[nodiscard]] Result<> setKeysAside();

    // Why keys of what was removed could not be destroyed yet; nothing when none wait.
    [[nodiscard]] const std::optional<Error>& keysWait() const { return m_keysWait; }

    // Tries them again; only while open.
    void destroyKeys();

    // Keys to contents that were not there when it was opened.
    [[nodiscard]] std::size_t missingKeys() const { return m_missingKeys; }

    [[nodiscard]] std::uint64_t encodeMicros() const { return m_encodeNanos / 1000; }

private:
    [[nodiscard]] Result<>
    insertJobs(std::span<Job> jobs, BatchResults& receipts, Effects& effects);
    [[nodiscard]] Result<> insertClockStep(Effects& effects);
    [[nodiscard]] Encoded& encode(Job& job, Effects& effects);
    [[nodiscard]] Result<> insertJob(Job& job, bool endsBatch, Receipt& receipt, Effects& effects);
    [[nodiscard]] Result<> remove(Record& record);
    void settleRemovals(std::span<Job> jobs, BatchResults& results);
    [[nodiscard]] Result<> insert(Encoded& record, bool endsBatch);
    [[nodiscard]] Result<> openContents();
    [[nodiscard]] Result<> checkContinuity(const LogState& state) const;
    [[nodiscard]] Result<> checkLock() const;
    [[nodiscard]] Result<> makeSigner(const LogState& state);
    [[nodiscard]] Result<> insertAlarm(const LogAlarm& alarm, Effects& effects);
    [[nodiscard]] Result<> checkHead(const LogState& state, Store& store);
    [[nodiscard]] Result<> commit(const Effects& effects);
    [[nodiscard]] Result<> recover(const Error& cause);

    std::filesystem::path m_file;
    SecretBytes m_key;
    KeySource m_keys;
    std::optional<LogSigner> m_signer; // of the file, from the first opening on
    api::Durability m_durability;
    const Clock& m_clock;
    LiveView& m_live;
    ClockWatch m_clockWatch;
    RecordEncoder m_encoder;
    ContentKeeper m_contents;
    std::size_t m_missingKeys = 0;
    std::optional<Error> m_keysWait;
    LogDescriptors m_descriptors;
    std::unique_ptr<Store> m_store;               // none while closed
    std::unique_ptr<Checkpointer> m_checkpointer; // of the open store
    LogState m_state;
    api::TreeHead m_head;                   // of what is committed
    api::TreeHead m_ending;                 // of the batch that is written or has failed
    std::vector<HashedSubtree> m_completed; // by the record being inserted
    std::int64_t m_committed = 0;           // records known to be committed
    std::uint64_t m_device = 0;             // of the open file
    std::uint64_t m_inode = 0;
    std::uint64_t m_encodeNanos = 0;
};

} // namespace portcullis::audit
