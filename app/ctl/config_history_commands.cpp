#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/config_diff_view.h"
#include "app/ctl/connect.h"
#include "app/ctl/effect_view.h"
#include "app/ctl/output.h"
#include "app/ctl/server_tools.h"
#include "app/ctl/terminal.h"
#include "gateway/api/config_diff.h"
#include "gateway/api/wire.h"
#include "gateway/policy/advisor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

// What the configuration was, what changed, and how it is taken back.
namespace portcullis::ctl {

namespace {

using nlohmann::json;
using Takes = CommandLine::Takes;
using Differences = std::vector<api::ConfigDifference>;

struct HistoryOptions
{
    Common common;
    std::uint32_t limit = 20;
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> second;
    bool sure = false;
};

Result<api::RevisionPage> askRevisions(api::GatewayClient& gateway, const api::RevisionQuery& query)
{
    return ask<api::RevisionPage>([&](auto done) { gateway.revisions(query, std::move(done)); },
                                  kLongPatience);
}

Result<api::RevisionState> askRevision(api::GatewayClient& gateway, std::uint64_t number)
{
    return ask<api::RevisionState>([&](auto done) { gateway.revision(number, std::move(done)); },
                                   kLongPatience);
}

// Page by page, up to so many.
Result<api::RevisionPage> collect(api::GatewayClient& gateway, std::uint32_t limit)
{
    api::RevisionPage all;
    all.more = true;
    while (all.more && all.revisions.size() < limit) {
        api::RevisionQuery query;
        query.limit = std::min(limit - static_cast<std::uint32_t>(all.revisions.size()),
                               api::kMaxRevisionsAtOnce);
        if (!all.revisions.empty()) {
            query.before = all.revisions.back().revision;
        }
        auto page = askRevisions(gateway, query);
        if (!page) {
            return page;
        }
        all.more = page->more && !page->revisions.empty();
        std::ranges::move(page->revisions, std::back_inserter(all.revisions));
    }
    return all;
}

Result<ExitCode> history(const HistoryOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto page = collect(**gateway, options.limit);
    if (!page) {
        return fail(page.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*page));
        return ExitCode::Ok;
    }
    if (page->revisions.empty()) {
        printLine("No revision is kept yet: the first change begins the history.");
        return ExitCode::Ok;
    }
    Table table({"REVISION", "TIME", "BY", "USER", "CHANGE", "SUBJECT"});
    for (const api::Revision& one : page->revisions) {
        const bool good = one.damage.empty();
        table.add({std::to_string(one.revision),
                   good ? formatSecond(one.time) : "-",
                   one.by,
                   one.user,
                   good ? one.change : "(damaged)",
                   good ? one.subject : one.damage});
    }
    print(table.text());
    return ExitCode::Ok;
}

// The current one.
Result<std::uint64_t> newestRevision(api::GatewayClient& gateway)
{
    const auto page = askRevisions(gateway, {std::nullopt, 1});
    if (!page) {
        return fail(page.error());
    }
    if (page->revisions.empty()) {
        return fail(ErrorCode::NotFound,
                    "No revision is kept yet: the first change begins the history.");
    }
    return page->revisions.front().revision;
}

struct Compared
{
    api::ConfigPtr before;
    api::ConfigPtr after;
};

// What one revision changed, the newest when none is named; or how two of them differ.
Result<Compared> chooseSides(api::GatewayClient& gateway, const HistoryOptions& options)
{
    const auto newest =
        options.first ? Result<std::uint64_t>(*options.first) : newestRevision(gateway);
    if (!newest) {
        return fail(newest.error());
    }
    auto one = askRevision(gateway, *newest);
    if (!one) {
        return fail(std::move(one.error()));
    }
    const auto other = options.second ? options.second : one->revision.previous;
    if (!other) {
        return fail(ErrorCode::NotFound,
                    "It is not known what the configuration was before revision " +
                        std::to_string(*newest) + ".");
    }
    auto two = askRevision(gateway, *other);
    if (!two) {
        return fail(std::move(two.error()));
    }
    return options.second ? Compared{one->config, two->config} : Compared{two->config, one->config};
}

Result<ExitCode> diff(const HistoryOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto sides = chooseSides(**gateway, options);
    if (!sides) {
        return fail(sides.error());
    }
    const Differences differences = api::compareConfigs(*sides->before, *sides->after);
    if (options.common.json) {
        printJson({{"from", sides->before->revision},
                   {"to", sides->after->revision},
                   {"differences", toJson(differences)}});
        return ExitCode::Ok;
    }
    printLine("From revision " + std::to_string(sides->before->revision) + " to revision " +
              std::to_string(sides->after->revision) + ":");
    print(differences.empty() ? "Nothing differs.\n" : formatDifferences(differences));
    return ExitCode::Ok;
}

// What a change would come to.
struct Preview
{
    api::ConfigPtr now;
    Differences differences;
    api::EffectiveDifference effect;
};

Result<Preview> lookAhead(api::GatewayClient& gateway, const Result<api::ConfigPtr>& next)
{
    if (!next) {
        return fail(next.error());
    }
    auto now = askConfig(gateway);
    if (!now) {
        return fail(std::move(now.error()));
    }
    return Preview{*now,
                   api::compareConfigs(**now, **next),
                   policy::effectiveDifference(**now, **next, askAllTools(gateway, **next))};
}

void show(const Preview& preview)
{
    print(preview.differences.empty() ? "Nothing differs.\n"
                                      : formatDifferences(preview.differences));
    showEffect(preview.effect);
    for (const api::ConfigDifference& difference : preview.differences) {
        const bool ofKey = difference.path.front() == "keys";
        if (ofKey && difference.path.size() == 2 && !difference.before) {
            printLine("The " + printable(difference.place) +
                      " comes back: whoever has its secret can use it again.");
        } else if (ofKey && difference.path.size() == 3 && difference.path.back() == "hash") {
            printLine("The key " + printable(difference.thing) +
                      " goes back to an earlier secret.");
        }
    }
}

[[nodiscard]] api::ConfigChange withSeen(api::ConfigChange change, std::uint64_t revision)
{
    if (auto* undo = std::get_if<api::UndoRevision>(&change)) {
        undo->seen = revision;
    } else if (auto* restore = std::get_if<api::RestoreRevision>(&change)) {
        restore->seen = revision;
    }
    return change;
}

// Shows what would be changed, and changes it once that is wanted.
Result<ExitCode> change(api::GatewayClient& gateway,
                        const HistoryOptions& options,
                        const Result<api::ConfigPtr>& next,
                        const api::ConfigChange& wanted)
{
    const auto preview = lookAhead(gateway, next);
    if (!preview) {
        return fail(preview.error());
    }
    const bool undoes = std::holds_alternative<api::UndoRevision>(wanted);
    if (undoes && (*next)->revision != preview->now->revision + 1) {
        return fail(ErrorCode::InvalidArgument,
                    "The configuration has changed meanwhile: look again.");
    }
    json answer = {{"changed", false},
                   {"differences", toJson(preview->differences)},
                   {"effect", effectToJson(preview->effect)}};
    if (!options.common.json) {
        show(*preview);
    }
    if (!options.sure && (options.common.json || !isInteractive())) {
        if (options.common.json) {
            printJson(answer);
        } else {
            warn("Nothing was changed. To make this change, say so with --yes.");
        }
        return ExitCode::Ok;
    }
    if (!options.sure && !confirm("Make this change?")) {
        printLine("Nothing changed.");
        return ExitCode::Failed;
    }
    const auto made = applyChange(gateway, withSeen(wanted, preview->now->revision));
    if (!made) {
        return fail(made.error());
    }
    if (options.common.json) {
        answer["changed"] = true;
        answer["revision"] = (*made)->revision;
        printJson(answer);
    } else {
        printLine("That is revision " + std::to_string((*made)->revision) + " now.");
    }
    return ExitCode::Ok;
}

Result<ExitCode> undo(const HistoryOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto number =
        options.first ? Result<std::uint64_t>(*options.first) : newestRevision(**gateway);
    if (!number) {
        return fail(number.error());
    }
    const auto next = ask<api::ConfigPtr>(
        [&](auto done) { (*gateway)->undone(*number, std::move(done)); }, kLongPatience);
    return change(**gateway, options, next, api::UndoRevision{*number, 0});
}

Result<ExitCode> restore(const HistoryOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const std::uint64_t number = options.first.value_or(0); // required
    auto state = askRevision(**gateway, number);
    if (!state) {
        return fail(std::move(state.error()));
    }
    return change(**gateway, options, state->config, api::RestoreRevision{number, 0});
}

using Work = Result<ExitCode> (*)(const HistoryOptions&);

struct Added
{
    CLI::App& command;
    HistoryOptions& options;
};

Added addOne(CommandLine& commands,
             CLI::App& group,
             const char* name,
             const char* description,
             Takes takes,
             Work work)
{
    const auto options = std::make_shared<HistoryOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    return {command, *options};
}

void addYes(const Added& added)
{
    added.command.add_flag(
        "--yes", added.options.sure, "Make the change; without it the change is shown");
}

} // namespace

void addConfigHistoryCommands(CommandLine& commands, CLI::App& config)
{
    const Added list = addOne(
        commands, config, "history", "List the changes, newest first", Takes::DataJson, history);
    list.command.add_option("--limit", list.options.limit, "How many at most; 20 when not said")
        ->check(CLI::Range(1, 100'000))
        ->type_name("N");

    const Added compared = addOne(commands,
                                  config,
                                  "diff",
                                  "Show what a change changed, or how two revisions differ",
                                  Takes::DataJson,
                                  diff);
    compared.command
        .add_option("first", compared.options.first, "The change; the last one when not said")
        ->type_name("REVISION");
    compared.command.add_option("second", compared.options.second, "What to compare it with")
        ->type_name("REVISION");

    const Added undone = addOne(commands,
                                config,
                                "undo",
                                "Take one change back, and leave what came after it",
                                Takes::DataUnlockJson,
                                undo);
    undone.command
        .add_option("revision", undone.options.first, "The change; the last one when not said")
        ->type_name("REVISION");
    addYes(undone);

    const Added restored = addOne(commands,
                                  config,
                                  "restore",
                                  "Go back to the whole configuration as it was at a revision",
                                  Takes::DataUnlockJson,
                                  restore);
    restored.command.add_option("revision", restored.options.first, "Which one")
        ->required()
        ->type_name("REVISION");
    addYes(restored);
}

} // namespace portcullis::ctl
