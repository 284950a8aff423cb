#include "gateway/audit/report/charts.h"
#include "gateway/audit/report/sections.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <utility>

namespace portcullis::audit::report {

namespace {

constexpr std::size_t kShownCell = 48; // characters; all of it stands in the CSV file
constexpr const char* kNone = "The records shown have none.";

// One of a table's columns, as a report shows it.
struct Pick
{
    std::string_view column; // in the CSV file
    const char* title;
    int share = 2;
};

std::string shownCell(std::string_view column, const std::string& cell)
{
    constexpr std::size_t kDigestShown = 13;
    if (column == "time_utc") {
        WallTime time;
        return parseTime(cell, time) ? shownTime(time) : cell;
    }
    return shortened(cell, column.ends_with("sha256") ? kDigestShown : kShownCell);
}

Grid gridOf(Table table, const TableRows& rows, std::initializer_list<Pick> picks)
{
    const std::vector<std::string> titles = titlesOf(table);
    Grid grid{std::string(shapeOf(table).title), {}, {}};
    std::vector<std::size_t> places;
    for (const Pick& pick : picks) {
        grid.columns.push_back({pick.title, pick.column == "record", pick.share});
        places.push_back(
            static_cast<std::size_t>(std::ranges::find(titles, pick.column) - titles.begin()));
    }
    for (const auto& cells : rows.newest) {
        auto& row = grid.rows.emplace_back();
        for (const std::size_t place : places) {
            row.push_back(shownCell(titles.at(place), cells.at(place)));
        }
    }
    return grid;
}

void addTable(Section& section,
              const Figures& figures,
              Table table,
              std::initializer_list<Pick> picks)
{
    const TableShape& shape = shapeOf(table);
    const TableRows& rows = figures.tables.at(indexOf(table));
    section.blocks.emplace_back(Subheading{std::string(shape.title)});
    if (rows.count == 0) {
        section.blocks.emplace_back(Paragraph{kNone, Tone::Note});
        return;
    }
    section.blocks.emplace_back(gridOf(table, rows, picks));
    const std::string file(shape.file);
    section.blocks.emplace_back(Paragraph{rows.count > rows.newest.size()
                                              ? "The newest " + grouped(rows.newest.size()) +
                                                    " of " + grouped(rows.count) +
                                                    "; all of them are in " + file + "."
                                              : "With all their columns in " + file + ".",
                                          Tone::Note});
}

void addChanges(Section& section, const Figures& figures, Table table)
{
    addTable(section,
             figures,
             table,
             {{"record", "Record", 2},
              {"time_utc", "Time (UTC)", 4},
              {"change", "Change", 3},
              {"subject", "Of", 5},
              {"user", "By", 3},
              {"before_sha256", "Before", 3},
              {"after_sha256", "After", 3}});
}

std::string unended(const Figures& figures)
{
    std::string text;
    if (figures.orphaned > 0) {
        text += counted(figures.orphaned, "call") +
                " had been begun by a run that ended before the outcome was recorded: what came of "
                "it is unknown. ";
    }
    if (figures.unended > 0) {
        text += counted(figures.unended, "call") +
                " went on and had no end yet among the records shown.";
    }
    return text.empty() ? "Every call that was let through has its outcome among the records shown."
                        : text;
}

Grid clockGrid(const Figures& figures)
{
    Grid grid{"Where the clock was set back",
              {{"Record", true, 2},
               {"Before (UTC)", false, 4},
               {"After (UTC)", false, 4},
               {"Back by", true, 3}},
              {}};
    for (const ClockStep& step : figures.clockSteps) {
        grid.rows.push_back({std::to_string(step.n),
                             shownTime(fromMicros(step.before)),
                             shownTime(fromMicros(step.after)),
                             shownDuration(step.before - step.after)});
    }
    return grid;
}

void addClock(Section& section, const Figures& figures)
{
    section.blocks.emplace_back(Subheading{"The clock"});
    if (figures.clockStepsBack == 0) {
        section.blocks.emplace_back(Paragraph{
            "No record of the range has an earlier time than the one before it.", Tone::Note});
        return;
    }
    section.blocks.emplace_back(
        Paragraph{"The computer's clock was set back " + counted(figures.clockStepsBack, "time") +
                      ", by at the most " + shownDuration(figures.largestStepBack) +
                      ". The order of the records does not depend on it: they are numbered.",
                  Tone::Warning});
    section.blocks.emplace_back(clockGrid(figures));
    if (figures.clockStepsBack > figures.clockSteps.size()) {
        section.blocks.emplace_back(Paragraph{
            "These are the first; all of them show in log/headers.jsonl, where hw is larger "
            "than t.",
            Tone::Note});
    }
}

Grid typesGrid(const Figures& figures)
{
    Grid grid{"Records by type", {{"Type", false, 4}, {"Records", true, 2}}, {}};
    for (const auto& [name, tally] :
         figures.types.largest(std::numeric_limits<std::size_t>::max())) {
        grid.rows.push_back({name, grouped(tally.allowed)});
    }
    return grid;
}

std::string joinedLines(const std::vector<std::string>& texts)
{
    std::string out;
    for (const std::string& text : texts) {
        out += (out.empty() ? "" : ", ") + text;
    }
    return out;
}

} // namespace

std::string shownTime(WallTime time)
{
    constexpr std::size_t kSeconds = 19;
    std::string text = formatTime(time).substr(0, kSeconds);
    std::ranges::replace(text, 'T', ' ');
    return text;
}

Section completenessOf(const Subject& subject, const Figures& figures)
{
    Section section{"completeness", "Completeness", {}};
    section.blocks.emplace_back(
        Paragraph{"The headers of " + counted(figures.records, "record") + ", from " +
                  grouped(subject.begin) + " to " + grouped(subject.end - 1) +
                  ", are in the bundle, numbered without a gap. " + unended(figures)});
    if (figures.removed > 0) {
        section.blocks.emplace_back(Paragraph{
            "The content of " + counted(figures.removed, "record") +
                " that the bundle is about had been removed from the log before: the headers are "
                "there, and the numbers in log/purged.jsonl with that of the record that says so. "
                "The "
                "figures do without them.",
            Tone::Warning});
    }
    if (figures.runsOpened > 0 || figures.runsClosed > 0) {
        section.blocks.emplace_back(
            Paragraph{"The log was opened " + counted(figures.runsOpened, "time") + " and closed " +
                      counted(figures.runsClosed, "time") +
                      ". A run that is not closed ended without notice, or goes on."});
    }
    section.blocks.emplace_back(Subheading{"Records by type"});
    if (figures.shown == 0) {
        section.blocks.emplace_back(Paragraph{kNone, Tone::Note});
    } else {
        section.blocks.emplace_back(typesGrid(figures));
    }
    addTable(section,
             figures,
             Table::Orphans,
             {{"record", "Record", 2},
              {"time_utc", "Found (UTC)", 4},
              {"intent_record", "Intent", 2},
              {"key", "Key", 4},
              {"server", "Server", 3},
              {"tool", "Tool", 4}});
    addClock(section, figures);
    return section;
}

Section changesOf(const Figures& figures)
{
    Section section{"changes", "Changes of keys and of what is allowed", {}};
    addChanges(section, figures, Table::KeyLifecycle);
    addChanges(section, figures, Table::PolicyChanges);
    return section;
}

Section oversightOf(const Figures& figures)
{
    Section section{"oversight", "Reviews, exports and alarms", {}};
    addTable(section,
             figures,
             Table::AccessReviews,
             {{"record", "Record", 2},
              {"time_utc", "Time (UTC)", 4},
              {"reviewer", "By", 3},
              {"first_record", "First", 2},
              {"end_record", "End", 2},
              {"comment", "Comment", 6}});
    addTable(section,
             figures,
             Table::Exports,
             {{"record", "Record", 2},
              {"time_utc", "Time (UTC)", 4},
              {"user", "By", 3},
              {"first_record", "First", 2},
              {"end_record", "End", 2},
              {"signed_by", "Signed by", 3},
              {"purpose", "Purpose", 5}});
    addTable(section,
             figures,
             Table::IntegrityChecks,
             {{"record", "Record", 2},
              {"time_utc", "Time (UTC)", 4},
              {"type", "Event", 3},
              {"finding", "Finding", 4},
              {"depth", "Checked", 2},
              {"fault", "Fault", 4},
              {"user", "By", 3},
              {"version", "Version", 2}});
    return section;
}

Section controlMatrixOf(const std::vector<CountedControl>& controls)
{
    Section section{"controls", "Controls and their evidence", {}};
    section.blocks.emplace_back(Paragraph{
        "Which of the records speak to which control. That a control is met is for a reviewer to "
        "say: a count of records is not a verdict, and a count of none may mean that nothing "
        "happened. The same is in evidence/controls.json."});
    Grid grid{"Controls and their evidence",
              {{"Control", false, 4},
               {"What the records show", false, 8},
               {"What they do not assert", false, 7},
               {"Records", true, 2},
               {"Files", false, 5}},
              {}};
    for (const auto& [control, records] : controls) {
        grid.rows.push_back({control.framework + " " + control.control + ": " + control.title,
                             control.claim,
                             control.doesNotAssert,
                             grouped(records),
                             joinedLines(control.files)});
    }
    section.blocks.emplace_back(std::move(grid));
    return section;
}

Section appendixOf(const Figures& figures)
{
    Section section{"appendix", "Appendix: refusals and actions of administrators", {}};
    addTable(section,
             figures,
             Table::Denials,
             {{"record", "Record", 2},
              {"time_utc", "Time (UTC)", 4},
              {"reason", "Reason", 4},
              {"key", "Key", 5},
              {"server", "Server", 3},
              {"tool", "Tool", 4},
              {"client", "Client", 3}});
    addTable(section,
             figures,
             Table::AdminActions,
             {{"record", "Record", 2},
              {"time_utc", "Time (UTC)", 4},
              {"type", "Type", 3},
              {"change", "Change", 3},
              {"subject", "Of", 5},
              {"user", "By", 3},
              {"comment", "Comment", 4}});
    return section;
}

} // namespace portcullis::audit::report
