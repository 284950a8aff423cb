#include "app/ctl/bench/budget_cost.h"
#include "app/ctl/bench/list_cost.h"
#include "app/ctl/bench/micro.h"
#include "app/ctl/bench/options.h"
#include "app/ctl/bench/rows.h"
#include "app/ctl/bench/stand.h"
#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace portcullis::ctl::bench {

namespace {

constexpr double kRowSeconds = 3;
constexpr double kQuickSeconds = 0.3;
constexpr double kSoakSeconds = 60;
constexpr double kMicroSeconds = 1;
constexpr double kSoakRate = 5000;
constexpr const char* kListsTitle = "tools/list of 40 servers, one more dead";

std::string fixed(double value)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

nlohmann::json toJson(const MicroResult& result)
{
    return {{"name", result.name}, {"micros", toJson(result.micros)}};
}

template <typename T>
nlohmann::json arrayOf(const std::vector<T>& results)
{
    nlohmann::json array = nlohmann::json::array();
    for (const T& result : results) {
        array.push_back(toJson(result));
    }
    return array;
}

std::string formatMicros(const char* where, const std::vector<MicroResult>& results)
{
    Table table({where, "p50", "p90", "p99", "p99.9"});
    for (const MicroResult& result : results) {
        table.add({result.name,
                   fixed(result.micros.p50),
                   fixed(result.micros.p90),
                   fixed(result.micros.p99),
                   fixed(result.micros.p999)});
    }
    return table.text();
}

Result<std::vector<MicroResult>> measureMicros(const BenchOptions& options)
{
    const double seconds = options.quick ? kQuickSeconds : kMicroSeconds;
    auto results = measureDecisions(seconds);
    if (!results) {
        return results;
    }
    auto budgets = measureBudgets(seconds);
    if (!budgets) {
        return fail(budgets.error());
    }
    results->push_back(std::move(*budgets));
    auto fsync = measureFsync(options.folder, seconds);
    if (!fsync) {
        return fail(fsync.error());
    }
    results->push_back(std::move(*fsync));
    return results;
}

Result<std::vector<Measured>> measureRows(const BenchOptions& options)
{
    const double seconds = options.seconds.value_or(options.quick ? kQuickSeconds : kRowSeconds);
    Stand stand(options.folder);
    std::vector<Measured> measured;
    const std::vector<Row> rows = selectRows(options);
    if (rows.empty()) {
        return fail(ErrorCode::InvalidArgument, "No row has a name like " + options.only + ".");
    }
    for (const Row& row : rows) {
        auto one = stand.measure(row, seconds);
        if (!one) {
            return fail(one.error());
        }
        if (one->load.errors > 0) {
            warn(row.name() + ": " + one->load.firstError);
        }
        measured.push_back(std::move(*one));
    }
    return measured;
}

bool anyErrors(const std::vector<Measured>& rows)
{
    return std::ranges::any_of(rows, [](const Measured& row) { return row.load.errors > 0; });
}

void printMachine(const nlohmann::json& machine)
{
    printLine(machine.value("processor", "") + ", " + std::to_string(machine.value("cores", 0U)) +
              " cores, " + machine.value("memory", "") + ", " + machine.value("system", "") +
              ", logs on " + machine.value("fileSystem", "") + ", load " +
              fixed(machine.value("load", 0.0)) + ", " + machine.value("build", "") +
              " build. Times are in microseconds.\n");
}

Result<ExitCode> runRows(const BenchOptions& options)
{
    const nlohmann::json machine = describeMachine(options.folder);
    const auto rows = measureRows(options);
    if (!rows) {
        return fail(rows.error());
    }
    const auto lists = measureLists(options.folder, options.quick ? kQuickSeconds : kMicroSeconds);
    if (!lists) {
        return fail(lists.error());
    }
    const auto micros = measureMicros(options);
    if (!micros) {
        return fail(micros.error());
    }
    if (options.json) {
        nlohmann::json json = {{"machine", machine}, {"pinned", options.pin}};
        json["rows"] = arrayOf(*rows);
        json["lists"] = arrayOf(*lists);
        json["micro"] = arrayOf(*micros);
        printJson(json);
    } else {
        printMachine(machine);
        print(formatRows(*rows) + "\n" + formatMicros(kListsTitle, *lists) + "\n" +
              formatMicros("in this process", *micros));
    }
    return anyErrors(*rows) ? ExitCode::Failed : ExitCode::Ok;
}

// The memory at the end of the first and of the last quarter tells growth from warming up.
double growthKb(const std::vector<std::int64_t>& samples)
{
    return samples.size() < 4 ? 0
                              : static_cast<double>(samples.back() - samples[samples.size() / 4]);
}

Result<ExitCode> runSoak(const BenchOptions& options)
{
    const double seconds = options.seconds.value_or(kSoakSeconds);
    Row row;
    row.lanes = 16;
    row.rate = kSoakRate;
    Stand stand(options.folder);
    const auto direct = stand.measure(row, std::min(seconds, kRowSeconds));
    if (!direct) {
        return fail(direct.error());
    }
    std::vector<std::int64_t> memory;
    stand.watchMemory([&memory](std::int64_t residentKb) { memory.push_back(residentKb); });
    row.durability = api::Durability::Standard;
    const auto soaked = stand.measure(row, seconds);
    if (!soaked) {
        return fail(soaked.error());
    }
    const std::vector<Measured> rows{*direct, *soaked};
    if (options.json) {
        printJson({{"machine", describeMachine(options.folder)},
                   {"rows", {toJson(*direct), toJson(*soaked)}},
                   {"memoryKb", memory},
                   {"growthKb", growthKb(memory)}});
    } else {
        printMachine(describeMachine(options.folder));
        print(formatRows(rows));
        printLine("\nMemory grew by " + fixed(growthKb(memory) / 1024) +
                  " MB from the first quarter to the end; " + std::to_string(soaked->load.calls) +
                  " calls, " + std::to_string(soaked->load.errors) + " errors.");
    }
    return anyErrors(rows) ? ExitCode::Failed : ExitCode::Ok;
}

} // namespace

Result<ExitCode> runBench(const BenchOptions& options)
{
    BenchOptions completed = options;
    if (completed.folder.empty()) {
        std::error_code error;
        completed.folder = std::filesystem::temp_directory_path(error);
        if (error) {
            return fail(ErrorCode::NotFound,
                        "There is no folder for temporary files; name one with --folder.");
        }
    }
    if (completed.pin) {
        if (auto pinned = pinToOneCore(); !pinned) {
            return fail(pinned.error());
        }
    }
    return completed.soak ? runSoak(completed) : runRows(completed);
}

} // namespace portcullis::ctl::bench
