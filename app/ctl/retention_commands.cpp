#include "app/ctl/ask.h"
#include "app/ctl/audit_options.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/record_filter.h"
#include "app/ctl/terminal_job.h"
#include "gateway/api/wire.h"
#include "gateway/base/atomic_file.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <iterator>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

constexpr std::size_t kLongestText = 64 * 1024; // that contents are searched for

struct EraseOptions
{
    Common common;
    FilterOptions filter;
    std::string records;
    std::string containing; // a file, or "-"
    std::string reason;
    bool sure = false;
};

// From a file or a pipe: what is looked for may be personal, and arguments show in lists of
// processes.
Result<std::string> searchedText(const std::string& file)
{
    if (file.empty()) {
        return std::string();
    }
    Result<std::string> text = file == "-"
                                   ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                   : readWholeFile(file, kLongestText);
    while (text && !text->empty() && (text->back() == '\n' || text->back() == '\r')) {
        text->pop_back();
    }
    if (text && text->empty()) {
        return fail(ErrorCode::InvalidArgument, "There is no text to look for in " + file + ".");
    }
    return text;
}

Result<api::EraseRequest> eraseRequestOf(api::GatewayClient& gateway, const EraseOptions& options)
{
    auto within = filterOf(gateway, options.filter);
    auto containing = searchedText(options.containing);
    if (!within || !containing) {
        return fail(within ? containing.error() : within.error());
    }
    api::EraseRequest request;
    request.within = std::move(*within);
    request.containing = std::move(*containing);
    request.reason = options.reason;
    request.onlyLook = !options.sure;
    if (!options.records.empty()) {
        const auto range = parseRecords(options.records);
        if (!range) {
            return fail(range.error());
        }
        request.records =
            api::NumberRange{static_cast<std::int64_t>(range->begin),
                             range->end ? static_cast<std::int64_t>(*range->end) : INT64_MAX};
    }
    return request;
}

void tell(const api::EraseReport& report, bool erased)
{
    printLine((erased ? "Erased " : "Found ") + std::to_string(report.count) + " contents.");
    for (const api::NumberRange& range : report.records) {
        printLine("  record " + std::to_string(range.begin) +
                  (range.end - range.begin > 1 ? " to " + std::to_string(range.end - 1) : ""));
    }
    if (report.unreadable > 0) {
        warn(std::to_string(report.unreadable) +
             " contents could not be looked into: they are damaged, or their keys are gone.");
    }
    if (report.withoutText > 0) {
        warn(std::to_string(report.withoutText) +
             " contents were not searched: they were kept only to be proven, without a text. To "
             "erase them, say which by their records, key, server, tool, call or time.");
    }
    if (!erased && report.count > 0) {
        warn("They can never be read again. To erase them, say so with --yes.");
    }
    if (erased && report.count > 0) {
        printLine("Copies of the folder made before hold the keys as they were: destroy those of "
                  "audit.keys.");
    }
}

Result<ExitCode> erase(const EraseOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto request = eraseRequestOf(**gateway, options);
    if (!request) {
        return fail(std::move(request.error()));
    }
    const bool looks = request->onlyLook;
    const Result<api::EraseReport> report = [&] {
        const TerminalJob job(looks ? "Searching" : "Erasing");
        return ask<api::EraseReport>(
            [&](auto done) {
                (*gateway)->eraseContents(std::move(*request), job.watch(), std::move(done));
            },
            kJobPatience);
    }();
    if (!report) {
        return fail(report.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*report));
    } else {
        tell(*report, !looks);
    }
    return ExitCode::Ok;
}

struct RemoveOptions
{
    Common common;
    std::string contents;
    std::string bodies;
    bool sure = false;
};

Result<ExitCode> removeOld(const RemoveOptions& options)
{
    const api::RetentionRequest request{
        momentOf(options.contents), momentOf(options.bodies), !options.sure};
    if (!request.contentsBefore && !request.bodiesBefore) {
        warn("Say what is to go, with --contents-before or --bodies-before.");
        return ExitCode::Usage;
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const Result<api::RetentionReport> report = [&] {
        const TerminalJob job(request.onlyLook ? "Counting" : "Removing");
        return ask<api::RetentionReport>(
            [&](auto done) { (*gateway)->removeOld(request, job.watch(), std::move(done)); },
            kJobPatience);
    }();
    if (!report) {
        return fail(report.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*report));
    } else {
        printLine((request.onlyLook ? "Found " : "Removed ") + std::to_string(report->contents) +
                  " contents and " + std::to_string(report->bodies) + " bodies" +
                  (request.onlyLook ? " that are older and not on hold." : "."));
    }
    if (request.onlyLook && !options.common.json && *report != api::RetentionReport()) {
        warn("They can never be read again. To remove them, say so with --yes.");
    }
    return ExitCode::Ok;
}

struct KeepOptions
{
    Common common;
    std::optional<std::uint32_t> contents;
    std::optional<std::uint32_t> bodies;
};

std::string daysText(std::uint32_t days)
{
    return days == 0 ? "for ever" : std::to_string(days) + " days";
}

Result<ExitCode> keep(const KeepOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto config = askConfig(**gateway);
    if (!config) {
        return fail(std::move(config.error()));
    }
    api::Settings settings = (*config)->settings;
    api::Retention& retention = settings.retention;
    retention.contentDays = options.contents.value_or(retention.contentDays);
    retention.bodyDays = options.bodies.value_or(retention.bodyDays);
    if (settings != (*config)->settings) {
        if (auto changed = applyChange(**gateway, api::UpdateSettings{settings}); !changed) {
            return fail(std::move(changed.error()));
        }
    }
    if (options.common.json) {
        printJson({{"contentDays", retention.contentDays}, {"bodyDays", retention.bodyDays}});
    } else {
        print(formatPairs({{"Arguments and results", daysText(retention.contentDays)},
                           {"Who called, and why", daysText(retention.bodyDays)},
                           {"That there was a call", "for ever"}}));
    }
    return ExitCode::Ok;
}

void addErase(CommandLine& commands, CLI::App& group)
{
    const auto options = std::make_shared<EraseOptions>();
    CLI::App& command = commands.add(group,
                                     "erase",
                                     "Find arguments and results, and destroy them",
                                     Takes::DataUnlockJson,
                                     std::shared_ptr<Common>(options, &options->common),
                                     [options] { return erase(*options); });
    addFilter(command, options->filter);
    command.add_option("--records", options->records, "Only these records, such as 100-199")
        ->check(checkRecords)
        ->type_name("FIRST-LAST");
    command
        .add_option("--containing",
                    options->containing,
                    "Only contents with the text in this file in them; - reads standard input")
        ->type_name("FILE");
    command.add_option("--reason", options->reason, "Why; it stands in the log");
    command.add_flag("--yes", options->sure, "Erase them; without it they are only listed");
}

void addRemove(CommandLine& commands, CLI::App& group)
{
    const auto options = std::make_shared<RemoveOptions>();
    CLI::App& command = commands.add(group,
                                     "remove",
                                     "Remove what is old now, besides what the settings say",
                                     Takes::DataUnlockJson,
                                     std::shared_ptr<Common>(options, &options->common),
                                     [options] { return removeOld(*options); });
    command.add_option("--contents-before", options->contents, "Arguments and results before this")
        ->check(checkMoment)
        ->type_name("TIME");
    command.add_option("--bodies-before", options->bodies, "Who called, and why, before this time")
        ->check(checkMoment)
        ->type_name("TIME");
    command.add_flag("--yes", options->sure, "Remove them; without it they are only counted");
}

void addKeep(CommandLine& commands, CLI::App& group)
{
    const auto options = std::make_shared<KeepOptions>();
    CLI::App& command = commands.add(group,
                                     "keep",
                                     "Show or change for how long the log keeps what it knows",
                                     Takes::DataUnlockJson,
                                     std::shared_ptr<Common>(options, &options->common),
                                     [options] { return keep(*options); });
    command.add_option("--contents", options->contents, "Arguments and results; 0: for ever")
        ->type_name("DAYS");
    command.add_option("--bodies", options->bodies, "Who called, and why; 0: for ever")
        ->type_name("DAYS");
}

} // namespace

void addRetentionCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("retention", "How long the audit log keeps what it knows");
    addKeep(commands, group);
    addHoldCommands(commands, group);
    addErase(commands, group);
    addRemove(commands, group);
}

} // namespace portcullis::ctl
