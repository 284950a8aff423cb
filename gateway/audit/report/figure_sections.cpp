#include "gateway/audit/report/charts.h"
#include "gateway/audit/report/sections.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace portcullis::audit::report {

namespace {

constexpr std::size_t kRanked = 10;
constexpr std::int64_t kMilli = 1000; // microseconds
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;

std::vector<std::string> labelsOf(const Timeline& timeline)
{
    std::vector<std::string> labels;
    for (const Moment& moment : timeline.moments()) {
        labels.push_back(timeline.label(moment));
    }
    return labels;
}

Series seriesOf(const Timeline& timeline, std::string name, Ink ink, std::uint64_t Moment::* what)
{
    Series series{std::move(name), ink, {}};
    for (const Moment& moment : timeline.moments()) {
        series.values.push_back(static_cast<double>(moment.*what));
    }
    return series;
}

// -1 where nothing ended.
Series quantilesOf(const Timeline& timeline, std::string name, Ink ink, double part, double unit)
{
    Series series{std::move(name), ink, {}};
    for (const Moment& moment : timeline.moments()) {
        const Histogram& durations = moment.durations;
        series.values.push_back(
            durations.count() == 0 ? -1 : static_cast<double>(durations.quantile(part)) / unit);
    }
    return series;
}

std::string perStep(const std::string& what, const Timeline& timeline)
{
    return what + " by " + timeline.stepName();
}

// What is by far the most, in words: who cannot see a chart has this.
std::string peakOf(const Timeline& timeline)
{
    const auto all = [](const Moment& moment) { return moment.allowed + moment.denied; };
    const auto most = std::ranges::max_element(timeline.moments(), {}, all);
    if (all(*most) == 0) {
        return "No call was recorded in this time.";
    }
    return "Busiest " + std::string(timeline.stepName()) + ": " + timeline.label(*most) +
           ", with " + counted(most->allowed, "call") + " let through and " +
           grouped(most->denied) + " refused.";
}

Grid namesGrid(const std::string& caption,
               const std::string& title,
               const std::vector<NamedTally>& names)
{
    Grid grid{
        caption,
        {{title, false, 5}, {"Let through", true, 2}, {"Refused", true, 2}, {"Failed", true, 2}},
        {}};
    for (const auto& [name, tally] : names) {
        grid.rows.push_back(
            {name, grouped(tally.allowed), grouped(tally.denied), grouped(tally.failed)});
    }
    return grid;
}

Drawing rankingOf(const std::string& title, const std::vector<NamedTally>& names)
{
    std::vector<std::string> labels;
    Series allowed{"let through", Ink::Allowed, {}};
    Series denied{"refused", Ink::Denied, {}};
    for (const auto& [name, tally] : names) {
        labels.push_back(name);
        allowed.values.push_back(static_cast<double>(tally.allowed));
        denied.values.push_back(static_cast<double>(tally.denied));
    }
    const ChartText text{
        title, "Calls by name, the most first; the table beside has the numbers.", {}};
    return rankedBars(text, labels, {allowed, denied});
}

void addRanking(Section& section,
                const std::string& title,
                const std::string& column,
                const Tallies& tallies)
{
    const auto names = tallies.largest(kRanked);
    if (names.empty()) {
        section.blocks.emplace_back(Subheading{title});
        section.blocks.emplace_back(Paragraph{"The records shown have none.", Tone::Note});
        return;
    }
    section.blocks.emplace_back(rankingOf(title, names));
    section.blocks.emplace_back(namesGrid(title, column, names));
    if (!tallies.isExact()) {
        section.blocks.emplace_back(
            Paragraph{"There were more names than are counted one by one: these are the ones that "
                      "came most often, and their numbers are lower bounds.",
                      Tone::Note});
    }
}

bool isEmpty(const Moment& moment)
{
    return moment.allowed + moment.denied + moment.refused + moment.orphaned +
               moment.durations.count() ==
           0;
}

// What did not happen has no row.
Grid timesGrid(const Timeline& timeline)
{
    Grid grid{perStep("Calls and durations", timeline),
              {{"From (UTC)", false, 3},
               {"Let through", true, 2},
               {"Refused", true, 2},
               {"No valid key", true, 2},
               {"Failed", true, 2},
               {"No outcome", true, 2},
               {"p50", true, 2},
               {"p95", true, 2},
               {"p99", true, 2}},
              {}};
    for (const Moment& moment : timeline.moments()) {
        if (isEmpty(moment)) {
            continue;
        }
        const Histogram& durations = moment.durations;
        const auto quantile = [&durations](double part) {
            return durations.count() == 0 ? "–" : shownDuration(durations.quantile(part));
        };
        grid.rows.push_back({timeline.label(moment),
                             grouped(moment.allowed),
                             grouped(moment.denied),
                             grouped(moment.refused),
                             grouped(moment.failed),
                             grouped(moment.orphaned),
                             quantile(0.5),
                             quantile(0.95),
                             quantile(0.99)});
    }
    return grid;
}

Grid durationsGrid(const Figures& figures)
{
    Grid grid{"How long calls took",
              {{"Time", false, 5},
               {"p50", true, 2},
               {"p95", true, 2},
               {"p99", true, 2},
               {"Longest", true, 2}},
              {}};
    const std::pair<const char*, const Histogram*> rows[] = {
        {"From the request to the answer", &figures.total},
        {"of it, before the server was asked", &figures.queue},
        {"of it, the server's", &figures.upstream}};
    for (const auto& [name, durations] : rows) {
        grid.rows.push_back({name,
                             shownDuration(durations->quantile(0.5)),
                             shownDuration(durations->quantile(0.95)),
                             shownDuration(durations->quantile(0.99)),
                             shownDuration(durations->largest())});
    }
    return grid;
}

Drawing durationsChart(const Figures& figures)
{
    const Timeline& timeline = figures.timeline;
    std::int64_t largest = 0;
    for (const Moment& moment : timeline.moments()) {
        largest = std::max(largest, moment.durations.quantile(0.99));
    }
    constexpr std::int64_t kFew = 5; // of a unit: a smaller one says more
    const bool isMicros = largest < kFew * kMilli;
    const bool isMillis = !isMicros && largest < kFew * kSecond;
    const std::int64_t unit = isMicros ? 1 : isMillis ? kMilli : kSecond;
    const auto divisor = static_cast<double>(unit);
    const ChartText text{perStep("Durations", timeline),
                         "The time that half, 95 and 99 of 100 calls took at most: three lines, in "
                         "this order from below.",
                         isMicros   ? "µs"
                         : isMillis ? "ms"
                                    : "s"};
    return lines(text,
                 labelsOf(timeline),
                 {quantilesOf(timeline, "p50", Ink::Usual, 0.5, divisor),
                  quantilesOf(timeline, "p95", Ink::Slow, 0.95, divisor),
                  quantilesOf(timeline, "p99", Ink::Slowest, 0.99, divisor)});
}

std::string ofAll(std::uint64_t part, std::uint64_t all)
{
    if (all == 0) {
        return "–";
    }
    std::array<char, 32> text{};
    constexpr double kHundred = 100;
    std::snprintf(text.data(),
                  text.size(),
                  "%.1f %%",
                  kHundred * static_cast<double>(part) / static_cast<double>(all));
    return text.data();
}

} // namespace

std::string shownDuration(std::int64_t micros)
{
    struct Unit
    {
        std::int64_t from; // shown in this unit from here on
        std::int64_t size;
        const char* format;
    };

    static constexpr auto kUnits = std::to_array<Unit>({{2 * kHour, kHour, "%.1f h"},
                                                        {2 * kMinute, kMinute, "%.1f min"},
                                                        {kSecond, kSecond, "%.1f s"},
                                                        {kMilli, kMilli, "%.1f ms"},
                                                        {0, 1, "%.0f µs"}});
    micros = std::max<std::int64_t>(micros, 0);
    const auto unit = std::ranges::find_if(
        kUnits, [micros](const Unit& candidate) { return micros >= candidate.from; });
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  unit->format,
                  static_cast<double>(micros) / static_cast<double>(unit->size));
    return text.data();
}

Section activityOf(const Figures& figures)
{
    const Timeline& timeline = figures.timeline;
    Section section{"activity", "Calls", {}};
    section.blocks.emplace_back(
        Paragraph{"Let through: " + counted(figures.allowed, "call") + ". Refused: " +
                  counted(figures.denied, "call") + ", and " + counted(figures.refused, "request") +
                  " without a valid key. Times are in UTC. " + peakOf(timeline)});
    section.blocks.emplace_back(
        stackedBars({perStep("Calls", timeline), peakOf(timeline), {}},
                    labelsOf(timeline),
                    {seriesOf(timeline, "let through", Ink::Allowed, &Moment::allowed),
                     seriesOf(timeline, "refused", Ink::Denied, &Moment::denied),
                     seriesOf(timeline, "no valid key", Ink::Refused, &Moment::refused)}));
    Grid times = timesGrid(timeline);
    const bool isShorter = !times.rows.empty() && times.rows.size() < timeline.moments().size();
    if (!times.rows.empty()) {
        section.blocks.emplace_back(std::move(times));
    }
    if (isShorter) {
        section.blocks.emplace_back(Paragraph{"The table leaves out each " +
                                                  std::string(timeline.stepName()) +
                                                  " in which nothing happened.",
                                              Tone::Note});
    }
    return section;
}

Section usersOf(const Figures& figures)
{
    Section section{"names", "Tools, servers, keys and clients", {}};
    addRanking(section, "Calls by tool", "Tool", figures.tools);
    addRanking(section, "Calls by server", "Server", figures.servers);
    addRanking(section, "Calls by key", "Key", figures.keys);
    addRanking(section, "Calls by client, as it calls itself", "Client", figures.clients);
    // Outcomes are counted by tool, server and key.
    auto& clients = section.blocks.back();
    if (auto* const grid = std::get_if<Grid>(&clients)) {
        grid->columns.pop_back();
        std::ranges::for_each(grid->rows, [](auto& row) { row.pop_back(); });
    }
    return section;
}

Section refusalsOf(const Figures& figures)
{
    Section section{"refusals", "Refusals", {}};
    const auto reasons = figures.reasons.largest(kRanked * 2);
    if (reasons.empty()) {
        section.blocks.emplace_back(
            Paragraph{"Nothing was refused in the records shown.", Tone::Note});
        return section;
    }
    std::vector<std::string> labels;
    Series denied{"refused", Ink::Denied, {}};
    Grid grid{"Refusals by reason",
              {{"Reason", false, 4}, {"Refusals", true, 2}, {"Share", true, 2}},
              {}};
    for (const auto& [name, tally] : reasons) {
        labels.push_back(name);
        denied.values.push_back(static_cast<double>(tally.denied));
        grid.rows.push_back(
            {name, grouped(tally.denied), ofAll(tally.denied, figures.denied + figures.refused)});
    }
    section.blocks.emplace_back(
        rankedBars({"Refusals by reason", "Calls and requests that were refused, by reason.", {}},
                   labels,
                   {denied}));
    section.blocks.emplace_back(std::move(grid));
    return section;
}

Section durationsOf(const Figures& figures)
{
    const Timeline& timeline = figures.timeline;
    Section section{"durations", "Durations and errors", {}};
    const std::uint64_t ended = figures.total.count();
    if (ended == 0) {
        section.blocks.emplace_back(Paragraph{"No call ended in the records shown.", Tone::Note});
        return section;
    }
    section.blocks.emplace_back(durationsChart(figures));
    section.blocks.emplace_back(durationsGrid(figures));
    section.blocks.emplace_back(Paragraph{
        "Durations are rounded up by at most a sixteenth; the longest is exact. They run on a "
        "clock that is never set.",
        Tone::Note});
    section.blocks.emplace_back(stackedBars(
        {perStep("Calls that failed", timeline),
         "Of " + counted(ended, "call") + " that ended, " + grouped(figures.failed) + " failed.",
         {}},
        labelsOf(timeline),
        {seriesOf(timeline, "failed", Ink::Failed, &Moment::failed),
         seriesOf(timeline, "no outcome", Ink::Orphaned, &Moment::orphaned)}));
    Grid grid{
        "How calls ended", {{"Outcome", false, 4}, {"Calls", true, 2}, {"Share", true, 2}}, {}};
    for (const auto& [name, tally] : figures.statuses.largest(kRanked * 2)) {
        grid.rows.push_back({name, grouped(tally.allowed), ofAll(tally.allowed, ended)});
    }
    section.blocks.emplace_back(std::move(grid));
    return section;
}

} // namespace portcullis::audit::report
