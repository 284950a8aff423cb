#include "gateway/audit/report/compose.h"

#include "gateway/audit/report/charts.h"
#include "gateway/audit/report/checkpoint_code.h"
#include "gateway/audit/report/sections.h"

#include <utility>

namespace portcullis::audit::report {

namespace {

void addFact(Facts& facts, std::string name, std::string value)
{
    if (!value.empty()) {
        facts.facts.push_back({std::move(name), std::move(value)});
    }
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string out;
    for (const std::string& text : texts) {
        out += (out.empty() ? "" : ", ") + text;
    }
    return out;
}

std::string valuesOf(const Subject& subject)
{
    std::string text =
        grouped(subject.values) + " shown, " + grouped(subject.withheld) + " withheld";
    if (!subject.redacted.empty()) {
        text += "; hidden on purpose: " + joined(subject.redacted);
    }
    return text;
}

std::string shownOf(const Figures& figures)
{
    if (figures.shown == figures.records) {
        return "all of them with their content";
    }
    return grouped(figures.shown) + " of " + counted(figures.records, "record") +
           " with their content; of the others, headers only";
}

Facts factsOf(const Subject& subject, const Figures& figures)
{
    Facts facts;
    addFact(facts, "Organisation", subject.organisation);
    addFact(facts, "Period", shownTime(subject.first) + " to " + shownTime(subject.last) + " UTC");
    addFact(facts,
            "Records",
            grouped(subject.begin) + " to " + grouped(subject.end - 1) + " of a log of " +
                grouped(subject.size));
    addFact(facts, "Scope", subject.scope.empty() ? "every record" : joined(subject.scope));
    addFact(facts, "Shown", shownOf(figures));
    addFact(facts, "Values", valuesOf(subject));
    addFact(facts, "Requested by", subject.requestedBy);
    addFact(facts, "Purpose", subject.purpose);
    addFact(facts, "Written", shownTime(subject.created) + " UTC by Portcullis " + subject.version);
    facts.facts.push_back({"Bundle", subject.bundleId, true});
    facts.facts.push_back({"Log", subject.origin, true});
    return facts;
}

Tiles tilesOf(const Figures& figures)
{
    const std::uint64_t reviews = figures.tables.at(indexOf(Table::AccessReviews)).count;
    return {{{grouped(figures.allowed), "calls let through"},
             {grouped(figures.denied), "calls refused"},
             {grouped(figures.refused), "requests without a valid key"},
             {grouped(figures.failed), "calls that failed"},
             {figures.total.count() == 0 ? "–" : shownDuration(figures.total.quantile(0.95)),
              "95 of 100 calls took at most"},
             {grouped(figures.orphaned), "calls without an outcome"},
             {grouped(figures.clockStepsBack), "times the clock was set back"},
             {grouped(reviews), "reviews signed off"}}};
}

} // namespace

Section coverOf(const Subject& subject, const Figures& figures)
{
    Section cover{"cover", "Cover", {}};
    cover.blocks.emplace_back(factsOf(subject, figures));
    cover.blocks.emplace_back(tilesOf(figures));
    cover.blocks.emplace_back(Subheading{"Compare by another way"});
    cover.blocks.emplace_back(Paragraph{
        "Signatures say that the log's keys made them, not whose keys they are. Ask the log's "
        "owner for these figures by a way that did not bring this bundle."});
    cover.blocks.emplace_back(Facts{{{"Size and root", subject.pin, true},
                                     {"Ed25519 key", subject.ed25519, true},
                                     {"P-256 key", subject.p256, true}}});
    cover.blocks.emplace_back(Subheading{"The signed checkpoint"});
    if (auto code = checkpointCode(subject.origin, subject.pin, subject.note)) {
        cover.blocks.emplace_back(std::move(*code));
    }
    cover.blocks.emplace_back(Literal{subject.note});
    return cover;
}

Section limitsOf(const Subject& subject, const Figures& figures)
{
    Section section{"limits", "What this shows, and what it does not", {}};
    section.blocks.emplace_back(Paragraph{
        "This report is a rendering of the records in the bundle. The bundle's signatures cover "
        "it, so it is as it was exported; what counts are the records themselves, in log/. While "
        "they were written, the root of the log was computed again from every header of the range "
        "and was the one that the log had signed."});
    section.blocks.emplace_back(Paragraph{
        "Whether that is so is not for this page to say. Check the bundle: portcullisctl audit "
        "verify BUNDLE, or python3 verify/verify.py in the unpacked folder."});
    if (!subject.scope.empty()) {
        section.blocks.emplace_back(Paragraph{
            "The bundle is about a part of the records: " + joined(subject.scope) +
                ". Figures, charts and tables cover the " + grouped(figures.shown) +
                " records that it shows, and say nothing of the others, of which only headers are "
                "here. A scope of a key, a server, a tool or of refusals leaves out changes of "
                "keys and settings, starts and reviews, which belong to none of them.",
            Tone::Warning});
    }
    section.blocks.emplace_back(Subheading{"It does not prove"});
    Bullets limits;
    limits.items.emplace_back("That the computer's clock was right. The order of the records is "
                              "proven; their times are what the computer said.");
    limits.items.emplace_back("That a client is what it calls itself, or which person used a key.");
    limits.items.emplace_back(
        "That nothing happened beside Portcullis: it records what passes through it.");
    limits.items.emplace_back(
        "That the log is the only one. Whoever has the signing keys can write another; a "
        "checkpoint or a bundle that somebody else kept shows the difference.");
    limits.items.emplace_back(
        "Anything about values that are withheld, except that they cannot be exchanged later.");
    section.blocks.emplace_back(std::move(limits));
    return section;
}

Document
compose(const Subject& subject, const Figures& figures, const std::vector<CountedControl>& controls)
{
    Document document;
    document.title = "Evidence of tool calls";
    document.subtitle = subject.organisation.empty() ? subject.origin : subject.organisation;
    document.created = subject.created;
    document.cover = coverOf(subject, figures);
    document.sections.push_back(limitsOf(subject, figures));
    document.sections.push_back(activityOf(figures));
    document.sections.push_back(usersOf(figures));
    document.sections.push_back(refusalsOf(figures));
    document.sections.push_back(durationsOf(figures));
    document.sections.push_back(completenessOf(subject, figures));
    document.sections.push_back(changesOf(figures));
    document.sections.push_back(oversightOf(figures));
    document.sections.push_back(controlMatrixOf(controls));
    document.sections.push_back(appendixOf(figures));
    return document;
}

} // namespace portcullis::audit::report
