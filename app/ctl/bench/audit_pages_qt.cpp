#include "app/ctl/bench/audit_pages.h"
#include "ui/audit/log_rows.h"
#include "ui/audit/log_view.h"
#include "ui/sql/cipher_driver.h"

#include <algorithm>
#include <random>

namespace portcullis::ctl::bench {

namespace {

using Steady = std::chrono::steady_clock;
using ui::LogFilter;
using ui::LogOrder;
using ui::LogPart;

constexpr std::int64_t kRows = 100; // as the window reads them
constexpr int kPages = 30;          // each way

struct Choice
{
    const char* name;
    LogFilter filter;
};

// Each filter that the view has, and some of them together.
std::vector<Choice> choices(const MeasuredLog& log)
{
    const auto filter = [](auto change) {
        LogFilter out;
        change(out);
        return out;
    };
    const std::int64_t span = toMicros(log.clock().wallNow()) - TrafficClock::kStart;
    return {
        {"everything", filter([](LogFilter& f) { f.part = LogPart::Everything; })},
        {"calls", {}},
        {"refusals", filter([](LogFilter& f) { f.part = LogPart::Refusals; })},
        {"configuration", filter([](LogFilter& f) { f.part = LogPart::Configuration; })},
        {"a key", filter([](LogFilter& f) { f.key = QStringLiteral("vk_0123456789abcdef"); })},
        {"a server", filter([](LogFilter& f) { f.server = QStringLiteral("crm"); })},
        {"a tool", filter([](LogFilter& f) { f.tool = QStringLiteral("query"); })},
        {"an outcome", filter([](LogFilter& f) { f.outcome = QStringLiteral("timeout"); })},
        {"key, tool and outcome", filter([](LogFilter& f) {
             f.key = QStringLiteral("vk_0123456789abcdef");
             f.tool = QStringLiteral("query");
             f.outcome = QStringLiteral("timeout");
         })},
        {"a text", filter([](LogFilter& f) { f.text = QStringLiteral("cursor"); })},
        {"a call's id", filter([&log](LogFilter& f) {
             f.text = QString::fromStdString(log.traffic().lastCall());
         })},
        {"half of the time", filter([span](LogFilter& f) {
             f.from = TrafficClock::kStart + span / 4;
             f.to = TrafficClock::kStart + span / 4 * 3;
         })},
    };
}

Result<> failed(const QString& text)
{
    return fail(
        ErrorCode::IoError, "The view of the audit log could not be read.", text.toStdString());
}

double millisSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

// The view one way: until it is there, and pages of it anywhere.
Result<>
measureWay(const ui::LogIndex& index, const LogFilter& filter, PageCost& cost, Latencies& pages)
{
    std::mt19937_64 random(3);
    const auto start = Steady::now();
    ui::LogView view(index, filter, {});
    cost.opening = std::max(cost.opening, millisSince(start));
    cost.records = view.size();
    QString error = view.error();
    for (int page = 0; page < kPages && error.isEmpty(); ++page) {
        const auto places = static_cast<std::uint64_t>(std::max<std::int64_t>(cost.records, 1));
        const auto place = static_cast<std::int64_t>(random() % places);
        const auto begin = Steady::now();
        static_cast<void>(ui::readRows(index.database(), view.numbers(place, kRows), error));
        pages.add(Steady::now() - begin);
    }
    return error.isEmpty() ? Result<>() : failed(error);
}

Result<PageCost> measure(const ui::LogIndex& index, const Choice& choice, LogOrder order)
{
    constexpr const char* kOrders[] = {"by time", "by key", "by server", "by tool", "by duration"};
    PageCost cost;
    cost.choice = choice.name;
    cost.order = kOrders[static_cast<int>(order)];
    Latencies pages;
    LogFilter filter = choice.filter;
    filter.order = order;
    for (const bool ascending : {false, true}) {
        filter.ascending = ascending;
        if (auto measured = measureWay(index, filter, cost, pages); !measured) {
            return fail(std::move(measured.error()));
        }
    }
    cost.page = pages.percentiles();
    return cost;
}

Result<std::vector<PageCost>>
measureAll(ui::LogIndex& index, const MeasuredLog& log, const std::stop_token& stop)
{
    const auto start = Steady::now();
    if (const QString error = index.refresh(); !error.isEmpty()) {
        return fail(failed(error).error());
    }
    std::vector<PageCost> out;
    out.push_back({"(reading the index)", "", index.records(), millisSince(start), {}});
    for (const Choice& choice : choices(log)) {
        for (int order = 0; order <= static_cast<int>(LogOrder::Duration); ++order) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The measurement was cancelled.");
            }
            auto cost = measure(index, choice, static_cast<LogOrder>(order));
            if (!cost) {
                return fail(std::move(cost.error()));
            }
            out.push_back(std::move(*cost));
        }
    }
    return out;
}

} // namespace

bool canMeasurePages()
{
    return true;
}

Result<std::vector<PageCost>> measurePages(MeasuredLog& log, const std::stop_token& stop)
{
    const QString name = QStringLiteral("bench");
    auto reader = log.log().openReader();
    if (!reader) {
        return fail(std::move(reader.error()));
    }
    Result<std::vector<PageCost>> out;
    {
        ui::LogIndex index(
            QSqlDatabase::addDatabase(new ui::CipherDriver(std::move(*reader)), name));
        out = measureAll(index, log, stop);
    }
    QSqlDatabase::removeDatabase(name);
    return out;
}

} // namespace portcullis::ctl::bench
