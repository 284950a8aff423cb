#include "app/ctl/bench/audit_bench.h"
#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

#include <cstdio>

// What "bench audit" prints: tables for people, JSON for machines.
namespace portcullis::ctl::bench {

namespace {

using nlohmann::json;

std::string number(const char* format, double value)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string fixed(double value)
{
    return number("%.1f", value);
}

std::string whole(double value)
{
    return number("%.0f", value);
}

double perRecord(double whole, double records)
{
    return records > 0 ? whole / records : 0;
}

double rate(double records, double seconds)
{
    return seconds > 0 ? records / seconds : 0;
}

double aloneCpu(const AppendCost& cost)
{
    return perRecord(cost.aloneSpent.cpuSeconds() * 1e6, static_cast<double>(cost.aloneRecords));
}

double togetherCpu(const AppendCost& cost)
{
    return perRecord(cost.togetherSpent.cpuSeconds() * 1e6,
                     static_cast<double>(cost.togetherRecords));
}

double batch(const AppendCost& cost)
{
    return rate(static_cast<double>(cost.togetherRecords),
                static_cast<double>(cost.togetherBatches));
}

json toJson(AppendCost& cost)
{
    return {{"aloneMicros", toJson(cost.alone.percentiles())},
            {"aloneCpuMicros", aloneCpu(cost)},
            {"togetherCpuMicros", togetherCpu(cost)},
            {"togetherBatch", batch(cost)},
            {"records", cost.aloneRecords + cost.togetherRecords}};
}

json toJson(const Spent& spent)
{
    return {{"seconds", spent.wallSeconds()}, {"cpuSeconds", spent.cpuSeconds()}};
}

json toJson(const PageCost& cost)
{
    return {{"choice", cost.choice},
            {"order", cost.order},
            {"records", cost.records},
            {"openingMillis", cost.opening},
            {"pageMicros", toJson(cost.page)}};
}

json toJson(const EvidenceCost& cost)
{
    return {{"exported", cost.exported},
            {"bundleBytes", cost.bundleBytes},
            {"export", toJson(cost.writing)},
            {"exportPeakKiB", cost.writingKiB},
            {"verify", toJson(cost.verifying)},
            {"verifyPeakKiB", cost.verifyingKiB},
            {"checked", cost.checked},
            {"check", toJson(cost.checking)},
            {"checkPeakKiB", cost.checkingKiB}};
}

std::string formatAppend(AuditSize& size)
{
    Table table({"append",
                 "p50 us",
                 "p99 us",
                 "CPU us/record alone",
                 "CPU us/record, 16 at once",
                 "batch"});
    double p50[2] = {};
    int row = 0;
    for (auto* cost : {&size.append, &size.reference}) {
        const Percentiles alone = cost->alone.percentiles();
        p50[row] = alone.p50;
        table.add({row == 0 ? "this log" : "the small log",
                   fixed(alone.p50),
                   fixed(alone.p99),
                   fixed(aloneCpu(*cost)),
                   fixed(togetherCpu(*cost)),
                   fixed(batch(*cost))});
        ++row;
    }
    return table.text() + "append p50: " + number("%.2f", rate(p50[0], p50[1])) +
           " times that of the small log\n";
}

// For each choice the worst of its orders, and the longest page of all.
std::string formatPages(const std::vector<PageCost>& pages)
{
    if (pages.empty()) {
        return "page of the audit view: not measured, this program was built without Qt\n";
    }
    Table table({"page of the audit view",
                 "records",
                 "opening ms",
                 "order",
                 "page p50 ms",
                 "p90",
                 "max",
                 "order"});
    for (auto first = pages.begin(); first != pages.end();) {
        const auto last = std::find_if(first, pages.end(), [first](const PageCost& page) {
            return page.choice != first->choice;
        });
        const auto worst = [&](auto cost) {
            return std::ranges::max_element(first, last, {}, cost);
        };
        const auto opening = worst(&PageCost::opening);
        const auto slowest = worst([](const PageCost& page) { return page.page.p90; });
        const auto longest = worst([](const PageCost& page) { return page.page.max; });
        table.add({first->choice,
                   std::to_string(first->records),
                   fixed(opening->opening),
                   opening->order,
                   fixed(slowest->page.p50 / 1000),
                   fixed(slowest->page.p90 / 1000),
                   fixed(longest->page.max / 1000),
                   slowest->order});
        first = last;
    }
    return table.text();
}

std::string formatEvidence(const EvidenceCost& cost)
{
    Table table({"evidence",
                 "records",
                 "seconds",
                 "records/s",
                 "records/s of CPU",
                 "CPU us/record",
                 "peak MiB"});
    const auto add =
        [&table](const char* name, std::uint64_t records, const Spent& spent, auto peak) {
            const auto count = static_cast<double>(records);
            table.add({name,
                       std::to_string(records),
                       number("%.2f", spent.wallSeconds()),
                       whole(rate(count, spent.wallSeconds())),
                       whole(rate(count, spent.cpuSeconds())),
                       fixed(perRecord(spent.cpuSeconds() * 1e6, count)),
                       peak > 0 ? whole(static_cast<double>(peak) / 1024) : "unknown"});
        };
    add("export", cost.exported, cost.writing, cost.writingKiB);
    add("verify the bundle", cost.exported, cost.verifying, cost.verifyingKiB);
    if (cost.checked > 0) {
        add("verify the log", cost.checked, cost.checking, cost.checkingKiB);
    }
    return table.text() + "bundle: " +
           whole(perRecord(static_cast<double>(cost.bundleBytes),
                           static_cast<double>(cost.exported))) +
           " bytes a record\n";
}

} // namespace

json toJson(const TreeCost& cost)
{
    return {{"batch", cost.batch},
            {"withMicros", cost.with},
            {"withoutMicros", cost.without},
            {"added", cost.added()}};
}

json toJson(AuditSize& size)
{
    json pages = json::array();
    for (const PageCost& page : size.pages) {
        pages.push_back(toJson(page));
    }
    return {{"records", size.records},
            {"fill", toJson(size.filling)},
            {"filled", size.filled},
            {"bytes", size.bytes},
            {"open", toJson(size.opening)},
            {"append", toJson(size.append)},
            {"reference", toJson(size.reference)},
            {"pages", std::move(pages)},
            {"evidence", toJson(size.evidence)}};
}

std::string formatTreeCosts(const std::vector<TreeCost>& costs)
{
    Table table({"tree and signatures", "with: CPU us/record", "without", "added"});
    for (const TreeCost& cost : costs) {
        table.add(
            {std::to_string(cost.batch) + (cost.batch == 1 ? " record" : " records") + " a commit",
             fixed(cost.with),
             fixed(cost.without),
             whole(100 * cost.added()) + " %"});
    }
    return table.text();
}

std::string formatSize(AuditSize& size)
{
    const auto filled = static_cast<double>(size.filled);
    return std::to_string(size.records) + " records: " +
           whole(perRecord(static_cast<double>(size.bytes), static_cast<double>(size.records))) +
           " bytes a record in audit.db; filled with " +
           whole(rate(filled, size.filling.wallSeconds())) + " records/s, CPU " +
           fixed(perRecord(size.filling.cpuSeconds() * 1e6, filled)) + " us a record; closed and " +
           "opened in " + whole(size.opening.wallSeconds() * 1000) + " ms\n" + formatAppend(size) +
           formatPages(size.pages) + formatEvidence(size.evidence);
}

} // namespace portcullis::ctl::bench
