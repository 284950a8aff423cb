#include "app/ctl/bench/tree_cost.h"

#include "app/ctl/bench/cpu_time.h"
#include "app/ctl/bench/traffic.h"
#include "gateway/audit/log_file.h"
#include "gateway/audit/log_folder.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/crypto.h"

#include <memory>
#include <utility>

namespace portcullis::ctl::bench {

namespace {

using audit::Job;

constexpr std::size_t kBatches[] = {1, 7, 64}; // alone; as 16 busy connections make them; large
constexpr std::size_t kRounds = 30;            // short ones, so that both logs see the same machine
constexpr std::size_t kRoundRecords = 448;     // a multiple of each batch
constexpr std::int64_t kSnapshotEvery = 4096;

std::shared_ptr<audit::ContentKeys> contentKeysBeside(const std::filesystem::path& file)
{
    return std::make_shared<audit::ContentKeys>(file.parent_path() / audit::kContentKeysFile,
                                                randomSecret(32));
}

// The log as it is.
class WholeLog
{
public:
    WholeLog(const std::filesystem::path& file, const audit::LogFolder& held, TrafficClock& clock)
        : m_file(file,
                 audit::LogDescriptors{held.database.get(), held.lock.get()},
                 randomSecret(32),
                 makeKeys,
                 contentKeysBeside(file),
                 api::Durability::Standard,
                 clock,
                 m_live)
    {}

    [[nodiscard]] Result<> open() { return m_file.open(); }

    [[nodiscard]] Result<> write(std::span<Job> jobs)
    {
        audit::BatchResults results(jobs.size());
        return m_file.write(jobs, results);
    }

    [[nodiscard]] Result<> checkpoint() { return m_file.checkpointer().work(false); }

private:
    static Result<std::shared_ptr<const audit::LogKeys>> makeKeys(bool)
    {
        auto keys = audit::LogKeys::generate();
        if (!keys) {
            return fail(std::move(keys.error()));
        }
        return std::make_shared<const audit::LogKeys>(std::move(*keys));
    }

    audit::LiveView m_live;
    audit::LogFile m_file;
};

// What LogFile does for a batch, without the tree and without the signature of its head. The
// encoder hashes the leaf all the same.
class TreelessLog
{
public:
    TreelessLog(std::filesystem::path file, const audit::LogFolder& held, TrafficClock& clock)
        : m_path(std::move(file))
        , m_descriptor(held.database.get())
        , m_clock(clock)
        , m_watch(clock)
        , m_contents(contentKeysBeside(m_path))
    {}

    [[nodiscard]] Result<> open()
    {
        auto store = audit::Store::open(m_path, randomSecret(32), api::Durability::Standard);
        if (!store) {
            return fail(std::move(store.error()));
        }
        auto state = store->load();
        if (!state) {
            return fail(std::move(state.error()));
        }
        m_store = std::make_unique<audit::Store>(std::move(*store));
        m_state = std::move(*state);
        m_checkpointer = std::make_unique<audit::Checkpointer>(
            *m_store, m_path, m_descriptor, api::Durability::Standard);
        return m_contents.load(m_store->connection());
    }

    [[nodiscard]] Result<> write(std::span<Job> jobs)
    {
        audit::Effects effects;
        auto done = m_store->begin();
        static_cast<void>(m_watch.look(fromMicros(m_state.lastHw)));
        for (auto job = jobs.begin(); done && job != jobs.end(); ++job) {
            done = insert(m_encoder.encode(job->record, m_state, effects, m_clock.wallNow()));
        }
        if (done && m_state.next - m_state.snapshot >= kSnapshotEvery) {
            done = m_store->saveSnapshot(m_state);
            m_state.snapshot = m_state.next;
        }
        done = done ? m_store->commit() : done;
        if (!done) {
            return done;
        }
        m_watch.committed();
        m_live.apply(effects, m_state.next);
        m_checkpointer->committed();
        return {};
    }

    [[nodiscard]] Result<> checkpoint() { return m_checkpointer->work(false); }

private:
    [[nodiscard]] Result<> insert(audit::Encoded& record)
    {
        auto done = record.salts.empty() ? Result<>() : m_contents.seal(record);
        return done ? m_store->insert(record) : done;
    }

    std::filesystem::path m_path;
    int m_descriptor;
    TrafficClock& m_clock;
    audit::ClockWatch m_watch;
    audit::LiveView m_live;
    audit::ContentKeeper m_contents;
    audit::RecordEncoder m_encoder;
    std::unique_ptr<audit::Store> m_store;
    std::unique_ptr<audit::Checkpointer> m_checkpointer;
    audit::LogState m_state;
};

// One of the two logs with its folder, its traffic and what it has cost.
template <typename Log>
class Lane
{
public:
    explicit Lane(audit::LogFolder folder, const std::filesystem::path& path)
        : m_folder(std::move(folder))
        , m_log(path / audit::kLogFileName, m_folder, m_clock)
    {}

    [[nodiscard]] Result<> open() { return m_log.open(); }

    // Another round of records in such batches. Making them is not part of what is measured.
    [[nodiscard]] Result<> run(std::size_t batch)
    {
        std::vector<Job> jobs;
        while (jobs.size() < kRoundRecords) {
            for (audit::Record& record : m_traffic.next()) {
                jobs.push_back({std::move(record), {}});
            }
        }
        for (std::size_t i = 0; i + batch <= kRoundRecords; i += batch) {
            if (auto written = write(std::span(jobs).subspan(i, batch)); !written) {
                return written;
            }
        }
        // A call that was cut apart ends in the next round.
        return jobs.size() > kRoundRecords ? m_log.write(std::span(jobs).subspan(kRoundRecords))
                                           : Result<>();
    }

    // Of all rounds since the last look: the writing of batches, and the checkpoints in between.
    struct Costs
    {
        std::chrono::nanoseconds writing{};
        std::chrono::nanoseconds checkpoints{};
    };

    Costs takeCosts() { return std::exchange(m_costs, {}); }

private:
    [[nodiscard]] Result<> write(std::span<Job> batch)
    {
        const auto start = threadCpu();
        auto done = m_log.write(batch);
        const auto written = threadCpu();
        done = done ? m_log.checkpoint() : done;
        m_costs.writing += written - start;
        m_costs.checkpoints += threadCpu() - written;
        return done;
    }

    audit::LogFolder m_folder; // closed last
    TrafficClock m_clock;
    Traffic m_traffic{m_clock};
    Log m_log;
    Costs m_costs;
};

template <typename Log>
Result<std::unique_ptr<Lane<Log>>> makeLane(const std::filesystem::path& path)
{
    auto folder = audit::claimFolder(path, WallTime());
    if (!folder) {
        return fail(std::move(folder.error()));
    }
    auto lane = std::make_unique<Lane<Log>>(std::move(*folder), path);
    if (auto opened = lane->open(); !opened) {
        return fail(std::move(opened.error()));
    }
    return lane;
}

double leafMicros()
{
    constexpr int kHashes = 20'000;
    audit::Hasher hasher;
    std::string header(340, 'h');
    const auto start = threadCpu();
    for (int i = 0; i < kHashes; ++i) {
        header[0] = static_cast<char>(hasher.hash(std::string_view("\0", 1), header)[0]);
    }
    return static_cast<double>((threadCpu() - start).count()) / 1000 / kHashes;
}

double microsOfRecord(std::chrono::nanoseconds spent)
{
    return static_cast<double>(spent.count()) / 1000 / (kRounds * kRoundRecords);
}

// When checkpoints come depends on the disk, and the tree has no part in them: both logs are
// charged with the mean of both.
Result<TreeCost>
measureBatch(Lane<WholeLog>& whole, Lane<TreelessLog>& treeless, std::size_t batch, double leaf)
{
    for (std::size_t round = 0; round <= kRounds; ++round) {
        auto ran = round % 2 == 0 ? whole.run(batch) : treeless.run(batch);
        ran = !ran ? ran : round % 2 == 0 ? treeless.run(batch) : whole.run(batch);
        if (!ran) {
            return fail(std::move(ran.error()));
        }
        if (round == 0) { // warms up
            whole.takeCosts();
            treeless.takeCosts();
        }
    }
    const auto with = whole.takeCosts();
    const auto without = treeless.takeCosts();
    const double checkpoints = microsOfRecord(with.checkpoints + without.checkpoints) / 2;
    return TreeCost{batch,
                    microsOfRecord(with.writing) + checkpoints,
                    microsOfRecord(without.writing) + checkpoints - leaf};
}

} // namespace

Result<std::vector<TreeCost>> measureTreeCost(const std::filesystem::path& folder,
                                              const std::stop_token& stop)
{
    auto whole = makeLane<WholeLog>(folder / "whole");
    if (!whole) {
        return fail(std::move(whole.error()));
    }
    auto treeless = makeLane<TreelessLog>(folder / "treeless");
    if (!treeless) {
        return fail(std::move(treeless.error()));
    }
    const double leaf = leafMicros();
    std::vector<TreeCost> out;
    for (const std::size_t batch : kBatches) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The measurement was cancelled.");
        }
        auto cost = measureBatch(**whole, **treeless, batch, leaf);
        if (!cost) {
            return fail(std::move(cost.error()));
        }
        out.push_back(*cost);
    }
    return out;
}

} // namespace portcullis::ctl::bench
