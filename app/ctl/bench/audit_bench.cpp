#include "app/ctl/bench/audit_bench.h"

#include "app/ctl/bench/rows.h"
#include "app/ctl/output.h"
#include "app/ctl/report_printing.h"
#include "app/ctl/terminal_job.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace portcullis::ctl::bench {

namespace {

constexpr int kRounds = 5;
// Measured, and rounded up: of audit.db, of a bundle, and of what a WAL may come to.
constexpr std::uintmax_t kLogBytes = 2100;
constexpr std::uintmax_t kBundleBytes = 600;
constexpr std::uintmax_t kMostInBundle = 1'000'000;
constexpr std::uintmax_t kSpareBytes = std::uintmax_t{512} * 1024 * 1024;

std::string gigabytes(std::uintmax_t bytes)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f GB", static_cast<double>(bytes) / 1e9);
    return text.data();
}

Result<std::filesystem::path> folderFrom(const AuditBenchOptions& options)
{
    std::error_code error;
    auto folder =
        options.folder.empty() ? std::filesystem::temp_directory_path(error) : options.folder;
    if (error) {
        return fail(ErrorCode::NotFound,
                    "There is no folder for temporary files; name one with --folder.");
    }
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::IoError,
                    "The folder " + folder.string() + " cannot be made; name another one.",
                    error.message());
    }
    return folder;
}

Result<> checkRoom(const std::filesystem::path& folder, std::int64_t most)
{
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (error) {
        return fail(ErrorCode::NotFound,
                    folder.string() + " is no folder that can be used.",
                    error.message());
    }
    const auto records = static_cast<std::uintmax_t>(most);
    const std::uintmax_t needed =
        records * kLogBytes + std::min(records, kMostInBundle) * kBundleBytes + kSpareBytes;
    if (space.available >= needed) {
        return {};
    }
    return fail(ErrorCode::ResourceExhausted,
                std::to_string(most) + " records need " + gigabytes(needed) + " in " +
                    folder.string() + ", where " + gigabytes(space.available) +
                    " are free: name another folder with --folder, or smaller logs with "
                    "--records.");
}

// One run: the logs, and who may call it off.
class AuditBench
{
public:
    AuditBench(std::filesystem::path folder, std::stop_token stop)
        : m_folder(std::move(folder))
        , m_stop(std::move(stop))
    {}

    [[nodiscard]] Result<std::vector<TreeCost>> measureTree()
    {
        auto folder = ThrowAwayFolder::make(m_folder);
        if (!folder) {
            return fail(std::move(folder.error()));
        }
        return measureTreeCost(folder->path(), m_stop);
    }

    // Makes the log that grows and, as large as the first size, the one that does not.
    [[nodiscard]] Result<> begin(std::int64_t smallest)
    {
        for (auto* log : {&m_growing, &m_small}) {
            auto made = MeasuredLog::make(m_folder, m_printing.renderer());
            if (!made) {
                return fail(std::move(made.error()));
            }
            *log = std::move(*made);
        }
        return m_small->growTo(smallest, {{}, m_stop});
    }

    [[nodiscard]] Result<AuditSize> measure(std::int64_t records)
    {
        AuditSize size;
        size.records = records;
        auto done = fill(size);
        for (int round = 0; done && round < kRounds; ++round) {
            done = m_small->measureAppend(size.reference, m_stop);
            done = done ? m_growing->measureAppend(size.append, m_stop) : done;
        }
        if (!done) {
            return fail(std::move(done.error()));
        }
        auto pages = measurePages(*m_growing, m_stop);
        if (!pages) {
            return fail(std::move(pages.error()));
        }
        size.pages = std::move(*pages);
        auto evidence = measureEvidence(*m_growing, m_stop);
        if (!evidence) {
            return fail(std::move(evidence.error()));
        }
        size.evidence = *evidence;
        return size;
    }

private:
    [[nodiscard]] Result<> fill(AuditSize& size)
    {
        const TerminalJob job("Filling to " + std::to_string(size.records));
        const auto before = static_cast<std::int64_t>(m_growing->log().recordCount());
        const Stopwatch filling;
        if (auto grown = m_growing->growTo(size.records, {job.watch().progress, m_stop}); !grown) {
            return grown;
        }
        size.filling = filling.spent();
        size.filled = static_cast<std::int64_t>(m_growing->log().recordCount()) - before;
        const Stopwatch opening;
        auto opened = m_growing->reopen();
        size.opening = opening.spent();
        size.bytes = m_growing->bytes();
        return opened;
    }

    std::filesystem::path m_folder;
    std::stop_token m_stop;
    ReportPrinting m_printing;
    std::unique_ptr<MeasuredLog> m_growing;
    std::unique_ptr<MeasuredLog> m_small;
};

void tellMachine(const nlohmann::json& machine)
{
    std::array<char, 16> load{};
    std::snprintf(load.data(), load.size(), "%.1f", machine.value("load", 0.0));
    printLine(machine.value("processor", "") + ", " + std::to_string(machine.value("cores", 0U)) +
              " cores, " + machine.value("memory", "") + ", " + machine.value("system", "") +
              ", logs on " + machine.value("fileSystem", "") + ", load " + load.data() + ", " +
              machine.value("build", "") + " build.\n");
}

// JSON is one document at the end; people read each part when it is there.
Result<nlohmann::json>
measureSizes(AuditBench& bench, const std::vector<std::int64_t>& sizes, bool json)
{
    nlohmann::json out = nlohmann::json::array();
    for (const std::int64_t records : sizes) {
        auto size = bench.measure(records);
        if (!size) {
            return fail(std::move(size.error()));
        }
        out.push_back(toJson(*size));
        if (!json) {
            print("\n" + formatSize(*size));
            std::fflush(stdout);
        }
    }
    return out;
}

Result<ExitCode> run(const AuditBenchOptions& options,
                     const std::filesystem::path& folder,
                     const std::stop_token& stop)
{
    std::vector<std::int64_t> sizes = options.records;
    std::ranges::sort(sizes);
    if (auto room = checkRoom(folder, sizes.back()); !room) {
        return fail(std::move(room.error()));
    }
    nlohmann::json out = {{"machine", describeMachine(folder)}};
    AuditBench bench(folder, stop);
    const auto tree = bench.measureTree();
    if (!tree) {
        return fail(tree.error());
    }
    for (const TreeCost& cost : *tree) {
        out["tree"].push_back(toJson(cost));
    }
    if (!options.json) {
        tellMachine(out["machine"]);
        print(formatTreeCosts(*tree));
        std::fflush(stdout);
    }
    if (auto begun = bench.begin(sizes.front()); !begun) {
        return fail(std::move(begun.error()));
    }
    auto measured = measureSizes(bench, sizes, options.json);
    if (!measured) {
        return fail(std::move(measured.error()));
    }
    out["sizes"] = std::move(*measured);
    if (options.json) {
        printJson(out);
    }
    return ExitCode::Ok;
}

} // namespace

Result<ExitCode> runAuditBench(const AuditBenchOptions& options)
{
    const TerminalJob job("Measuring"); // from here on Ctrl-C cleans up
    const auto folder = folderFrom(options);
    if (!folder) {
        return fail(folder.error());
    }
    return run(options, *folder, job.watch().stop);
}

} // namespace portcullis::ctl::bench
