#include "tests/ui/audit/sample_log.h"
#include "ui/audit/log_rows.h"
#include "ui/audit/log_view.h"
#include "ui/sql/cipher_driver.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cstdio>

// What a page of the audit view costs. Not a test: run it by hand.
//   log_view_bench [calls]
namespace portcullis::ui {
namespace {

using Steady = std::chrono::steady_clock;

double millisSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

struct Worst
{
    double view = 0;
    double page = 0;
    double sum = 0;
    int pages = 0;
};

void measure(const LogIndex& index, const char* name, LogFilter filter)
{
    std::mt19937 random(3);
    for (int order = 0; order < 5; ++order) {
        filter.order = static_cast<LogOrder>(order);
        Worst worst;
        std::int64_t size = 0;
        for (const bool ascending : {false, true}) {
            filter.ascending = ascending;
            const auto start = Steady::now();
            LogView view(index, filter, {});
            worst.view = std::max(worst.view, millisSince(start));
            size = view.size();
            for (int round = 0; round < 30; ++round) {
                const auto begin = Steady::now();
                const auto place =
                    static_cast<std::int64_t>(random()) % std::max<std::int64_t>(size, 1);
                QString error;
                const auto rows = readRows(index.database(), view.numbers(place, 100), error);
                const double spent = millisSince(begin);
                worst.page = std::max(worst.page, spent);
                worst.sum += spent;
                ++worst.pages;
            }
        }
        constexpr const char* kOrders[] = {"time", "key", "server", "tool", "duration"};
        std::printf("%-22s by %-9s %9lld rows  view %6.1f ms  page mean %5.1f worst %6.1f ms\n",
                    name,
                    kOrders[order],
                    static_cast<long long>(size),
                    worst.view,
                    worst.sum / worst.pages,
                    worst.page);
    }
}

int run(int calls)
{
    test::SampleLog log;
    auto start = Steady::now();
    log.fill(calls);
    std::printf("%llu records written in %.1f s\n",
                static_cast<unsigned long long>(log.log().recordCount()),
                millisSince(start) / 1000);
    start = Steady::now();
    log.waitForListing();
    std::printf("listed %.1f s later\n", millisSince(start) / 1000);
    LogIndex index(QSqlDatabase::addDatabase(new CipherDriver(log.log().openReader().value()),
                                             QStringLiteral("bench")));
    start = Steady::now();
    static_cast<void>(index.refresh());
    std::printf("index read in %.1f ms: %zu kinds, %zu blocks\n",
                millisSince(start),
                index.kinds().size(),
                index.blocks().size());
    LogFilter filter;
    filter.part = LogPart::Everything;
    measure(index, "everything", filter);
    filter.part = LogPart::Calls;
    measure(index, "calls", filter);
    filter.key = QStringLiteral("vk_1");
    measure(index, "calls of a key", filter);
    filter.outcome = QStringLiteral("timeout");
    filter.tool = QStringLiteral("tool_3");
    measure(index, "rare", filter);
    filter = {};
    filter.text = QStringLiteral("cursor");
    measure(index, "text", filter);
    filter = {};
    filter.from = 1'790'000'000'000'000 + 700'000LL * calls / 2;
    filter.to = *filter.from + 700'000LL * calls / 2;
    measure(index, "calls of a time", filter);
    return 0;
}

} // namespace
} // namespace portcullis::ui

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    return portcullis::ui::run(argc > 1 ? std::atoi(argv[1]) : 50'000);
}
