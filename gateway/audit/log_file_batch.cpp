#include "gateway/audit/clean_record.h"
#include "gateway/audit/log_file.h"
#include "gateway/audit/removal.h"
#include "gateway/audit/stored_tree.h"

#include <algorithm>
#include <chrono>
#include <utility>

// How a batch of records gets into the log: one transaction.
namespace portcullis::audit {

namespace {

constexpr std::int64_t kSnapshotEvery = 4096; // records; opening replays at most about as many

} // namespace

Encoded& LogFile::encode(Job& job, Effects& effects)
{
    const auto start = std::chrono::steady_clock::now();
    Encoded& encoded = m_encoder.encode(job.record, m_state, effects, m_clock.wallNow());
    const auto spent = std::chrono::steady_clock::now() - start;
    m_encodeNanos += static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count());
    return encoded;
}

// Never the last of a batch: what comes after it goes by the clock as it is now.
Result<> LogFile::insertClockStep(Effects& effects)
{
    const auto step = m_clockWatch.look(fromMicros(m_state.lastHw));
    if (!step) {
        return {};
    }
    return insert(m_encoder.encode(LogNote(*step), m_state, effects, m_clock.wallNow()), false);
}

Result<> LogFile::insertJobs(std::span<Job> jobs, BatchResults& receipts, Effects& effects)
{
    const auto undecided =
        std::ranges::count_if(receipts, [](const auto& receipt) { return !receipt; });
    if (auto step = insertClockStep(effects); !step) {
        return step;
    }
    std::ptrdiff_t inserted = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (receipts[i]) {
            continue;
        }
        Receipt receipt;
        if (auto done = insertJob(jobs[i], ++inserted == undecided, receipt, effects); !done) {
            return done;
        }
        receipts[i] = receipt;
    }
    return {};
}

Result<> LogFile::insertJob(Job& job, bool endsBatch, Receipt& receipt, Effects& effects)
{
    if (isRemoval(job.record)) {
        cleanRecord(job.record, kMaxTextBytes, kMaxIdBytes); // what is done is what is recorded
        if (auto removed = remove(job.record); !removed) {
            return removed;
        }
    }
    Encoded& encoded = encode(job, effects);
    receipt = Receipt{encoded.n, fromMicros(encoded.t), encoded.leaf, removedBy(job.record)};
    return insert(encoded, endsBatch);
}

// In the transaction of the record that says so: both are there, or neither.
Result<> LogFile::remove(Record& record)
{
    Removal removal(m_store->connection(), m_contents.keys());
    auto removed = removal.apply(record, m_state.next);
    return removed ? m_contents.load(m_store->connection()) : removed;
}

// What was removed is gone when its keys are; who asked is told when they are not.
void LogFile::settleRemovals(std::span<Job> jobs, BatchResults& results)
{
    const auto removes = [](const Job& job) { return destroysKeys(job.record); };
    if (std::ranges::none_of(jobs, removes)) {
        return;
    }
    destroyKeys();
    for (std::size_t i = 0; i < jobs.size() && m_keysWait; ++i) {
        if (removes(jobs[i]) && *results[i]) {
            results[i] = fail(*m_keysWait);
        }
    }
}

// The last record of a batch carries the signed head: it costs no page of its own, and every commit
// leaves one behind.
Result<> LogFile::insert(Encoded& record, bool endsBatch)
{
    m_completed.clear();
    m_state.tree.append(record.leaf, &m_completed);
    std::string head;
    if (endsBatch) {
        m_ending = m_state.head();
        auto signature = m_signer->signHead(m_ending);
        if (!signature) {
            return fail(std::move(signature.error()));
        }
        head = std::move(*signature);
        record.head = head;
    }
    Result<> inserted;
    if (!record.salts.empty()) {
        inserted = m_contents.seal(record);
    }
    if (inserted) {
        inserted = m_store->insert(record);
    }
    for (auto node = m_completed.begin(); inserted && node != m_completed.end(); ++node) {
        if (isStored(node->subtree)) {
            inserted = m_store->insert(*node);
        }
    }
    return inserted;
}

Result<> LogFile::commit(const Effects& effects)
{
    if (m_state.next - m_state.snapshot >= kSnapshotEvery) {
        if (auto saved = m_store->saveSnapshot(m_state); !saved) {
            return saved;
        }
        m_state.snapshot = m_state.next;
    }
    if (auto committed = m_store->commit(); !committed) {
        return committed;
    }
    m_committed = m_state.next;
    m_head = std::exchange(m_ending, {});
    m_clockWatch.committed();
    m_live.apply(effects, m_committed);
    m_checkpointer->committed();
    return {};
}

Result<> LogFile::write(std::span<Job> jobs, BatchResults& results)
{
    if (areDecided(results)) {
        return {}; // no record that could carry the head
    }
    if (auto held = checkLock(); !held) { // before a new key gets into the file
        close();
        return held;
    }
    BatchResults receipts = results;
    Effects effects;
    const std::int64_t before = m_committed;
    auto done = m_store->begin();
    if (done) {
        done = insertJobs(jobs, receipts, effects);
    }
    const std::int64_t after = m_state.next;
    if (done) {
        done = commit(effects);
    }
    if (done) {
        results = std::move(receipts);
        settleRemovals(jobs, results);
        return {};
    }
    m_store->abandon();
    if (auto recovered = recover(done.error()); !recovered) {
        return fail(done.error());
    }
    // A COMMIT may report an error and yet be found complete when the file is opened again.
    if (m_committed == after && after > before) {
        results = std::move(receipts);
        settleRemovals(jobs, results);
        return {};
    }
    return done;
}

} // namespace portcullis::audit
