#include "app/ctl/bench/rows.h"

#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <fnmatch.h>

namespace portcullis::ctl::bench {

namespace {

struct Stage
{
    const char* name;
    std::uint64_t engine::StageTimes::* sum;
};

constexpr std::array kStages{
    Stage{"parse", &engine::StageTimes::parse},
    Stage{"decide", &engine::StageTimes::decide},
    Stage{"intent", &engine::StageTimes::intent},
    Stage{"upstream", &engine::StageTimes::upstream},
    Stage{"outcome", &engine::StageTimes::outcome},
    Stage{"encode", &engine::StageTimes::encode},
};

struct Shape
{
    unsigned lanes;
    double rate;
};

constexpr std::array kShapes{Shape{1, 0}, Shape{16, 0}, Shape{16, 1000}, Shape{16, 5000}};

bool wanted(const BenchOptions& options, const Row& row)
{
    const bool alike =
        row.resultBytes != 2048 || (row.lanes == 16 && row.rate != 1000) ||
        (row.upstream == api::Transport::Http && row.durability == api::Durability::Strict);
    if (options.quick && alike) {
        return false;
    }
    return options.only.empty() || ::fnmatch(options.only.c_str(), row.name().c_str(), 0) == 0;
}

void addRows(const BenchOptions& options, const Row& direct, std::vector<Row>& rows)
{
    std::vector<Row> through;
    for (const auto durability : {api::Durability::Standard, api::Durability::Strict}) {
        Row row = direct;
        row.durability = durability;
        if (wanted(options, row)) {
            through.push_back(row);
        }
    }
    // A figure through the gateway says little without the direct one of the same minute.
    if (!through.empty() || wanted(options, direct)) {
        rows.push_back(direct);
    }
    rows.insert(rows.end(), through.begin(), through.end());
}

std::string fixed(double value, int decimals)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

std::string microsText(double micros)
{
    return fixed(micros, micros < 100 ? 1 : 0);
}

const Measured* directOf(const std::vector<Measured>& rows, const Measured& of)
{
    for (const Measured& row : rows) {
        if (!row.row.durability && row.row.load() == of.row.load()) {
            return &row;
        }
    }
    return nullptr;
}

std::string formatCalls(const std::vector<Measured>& rows)
{
    Table table({"row",
                 "calls/s",
                 "p50",
                 "p90",
                 "p99",
                 "p99.9",
                 "added p50",
                 "added p99",
                 "CPU/call",
                 "peak MB",
                 "errors",
                 "unsent"});
    for (const Measured& row : rows) {
        const Percentiles& micros = row.load.micros;
        const Measured* direct = row.row.durability ? directOf(rows, row) : nullptr;
        table.add({row.row.name(),
                   fixed(row.load.perSecond, 0),
                   microsText(micros.p50),
                   microsText(micros.p90),
                   microsText(micros.p99),
                   microsText(micros.p999),
                   direct ? microsText(micros.p50 - direct->load.micros.p50) : "",
                   direct ? microsText(micros.p99 - direct->load.micros.p99) : "",
                   row.cpuMicros ? microsText(*row.cpuMicros) : "",
                   row.peakKb > 0 ? fixed(static_cast<double>(row.peakKb) / 1024, 1) : "",
                   std::to_string(row.load.errors),
                   std::to_string(row.load.unsent)});
    }
    return table.text();
}

std::string formatStages(const std::vector<Measured>& rows)
{
    Table table({"row",
                 "mean",
                 "HTTP and waiting",
                 "parse",
                 "decide",
                 "log intent",
                 "upstream",
                 "log outcome",
                 "encode"});
    for (const Measured& row : rows) {
        if (!row.stages) {
            continue;
        }
        std::vector<std::string> cells{
            row.row.name(), microsText(row.load.micros.mean), microsText(remainderMicros(row))};
        for (const Stage& stage : kStages) {
            cells.push_back(microsText(stageMicros(row, stage.sum)));
        }
        table.add(std::move(cells));
    }
    return table.text();
}

} // namespace

std::string Row::load() const
{
    return std::string(upstream == api::Transport::Http ? "http" : "stdio") + "/" +
           std::to_string(resultBytes / 1024) + "k/" +
           (rate > 0 ? "r" + fixed(rate, 0) : "c" + std::to_string(lanes));
}

std::string Row::name() const
{
    const char* way = !durability                              ? "/direct"
                      : *durability == api::Durability::Strict ? "/strict"
                                                               : "/standard";
    return load() + way;
}

std::vector<Row> selectRows(const BenchOptions& options)
{
    std::vector<Row> rows;
    for (const auto upstream : {api::Transport::Stdio, api::Transport::Http}) {
        for (const std::size_t bytes : {2048U, 8192U}) {
            for (const Shape& shape : kShapes) {
                addRows(options, {upstream, bytes, shape.lanes, shape.rate, std::nullopt}, rows);
            }
        }
    }
    return rows;
}

double stageMicros(const Measured& measured, std::uint64_t engine::StageTimes::* stage)
{
    if (!measured.stages || measured.stages->calls == 0) {
        return 0;
    }
    return static_cast<double>((*measured.stages).*stage) /
           static_cast<double>(measured.stages->calls) / 1000.0;
}

double remainderMicros(const Measured& measured)
{
    if (measured.load.calls == 0) {
        return 0;
    }
    double rest = measured.load.micros.mean;
    for (const Stage& stage : kStages) {
        rest -= stageMicros(measured, stage.sum);
    }
    return rest;
}

nlohmann::json toJson(const Measured& measured)
{
    nlohmann::json json = toJson(measured.load);
    json["row"] = measured.row.name();
    if (measured.cpuMicros) {
        json["cpuMicrosPerCall"] = *measured.cpuMicros;
        json["peakKb"] = measured.peakKb;
        json["residentKb"] = measured.residentKb;
    }
    if (measured.stages) {
        nlohmann::json& stages = json["stageMicros"];
        for (const Stage& stage : kStages) {
            stages[stage.name] = stageMicros(measured, stage.sum);
        }
        stages["remainder"] = remainderMicros(measured);
    }
    return json;
}

std::string formatRows(const std::vector<Measured>& rows)
{
    return formatCalls(rows) + "\nWhere the mean call's time went, in microseconds\n\n" +
           formatStages(rows);
}

} // namespace portcullis::ctl::bench
