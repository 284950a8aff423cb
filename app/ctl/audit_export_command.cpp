#include "app/ctl/ask.h"
#include "app/ctl/audit_options.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "app/ctl/report_printing.h"
#include "app/ctl/sign_options.h"
#include "app/ctl/terminal_job.h"
#include "app/ctl/user_name.h"
#include "gateway/api/wire.h"
#include "gateway/audit/bundle/bundle_check.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace portcullis::ctl {

namespace {

struct ExportOptions
{
    Common common;
    std::string out;
    bool force = false;
    std::string from;
    std::string to;
    std::string records;
    std::string previous;
    std::string key;
    std::string server;
    std::string tool;
    std::string decision;
    std::string caseName;
    std::vector<std::string> redact;
    bool noValues = false;
    std::string purpose;
    std::string by;
    std::string organisation;
    SignOptions signing;
};

// How an earlier bundle ends. What joins an invalid one would prove nothing.
Result<api::PreviousBundle> endOf(const std::filesystem::path& bundle)
{
    const TerminalJob job("Checking the bundle before");
    audit::bundle::CheckOptions check;
    const api::JobWatch watch = job.watch();
    check.progress = watch.progress;
    check.stop = watch.stop;
    const auto verdict = audit::bundle::checkBundle(bundle, check);
    if (!verdict) {
        return fail(verdict.error());
    }
    if (verdict->status == audit::bundle::Verdict::Status::Invalid) {
        return fail(ErrorCode::Corrupt,
                    bundle.string() + " is no valid bundle: " + verdict->sentence);
    }
    return api::PreviousBundle{{verdict->origin, verdict->end, verdict->endRoot}, verdict->p256Key};
}

// Which records: by number, by time, from the end of an earlier bundle on, or all.
Result<> readRange(const ExportOptions& options, api::ExportRequest& request)
{
    if (!options.previous.empty()) {
        auto previous = endOf(options.previous);
        if (!previous) {
            return fail(std::move(previous.error()));
        }
        request.range = api::RecordRange{previous->end.size, std::nullopt};
        request.previous = std::move(*previous);
    }
    if (!options.records.empty()) {
        const auto range = parseRecords(options.records);
        if (!range) {
            return fail(range.error());
        }
        request.range = *range;
    } else if (!options.from.empty() || !options.to.empty()) {
        const WallTime now = SystemClock().wallNow();
        api::TimeRange range;
        const auto from = parseMoment(options.from, now);
        const auto to = parseMoment(options.to, now);
        range.from = from ? std::optional(*from) : std::nullopt;
        range.to = to ? std::optional(*to) : std::nullopt;
        request.range = range;
    }
    return {};
}

Result<api::ExportRequest> requestFrom(api::GatewayClient& gateway, const ExportOptions& options)
{
    api::ExportRequest request;
    if (auto range = readRange(options, request); !range) {
        return fail(std::move(range.error()));
    }
    if (!options.key.empty()) {
        // A removed key is still in the log: what is no known name is taken for an id.
        const auto key = lookUpKey(gateway, options.key);
        if (!key && key.error().code != ErrorCode::NotFound) {
            return fail(key.error());
        }
        request.key = key ? key->id : KeyId(options.key);
    }
    if (!options.server.empty()) {
        request.server = ServerId(options.server);
    }
    if (!options.tool.empty()) {
        request.tool = options.tool;
    }
    if (!options.caseName.empty()) {
        const auto id = recordedCase(gateway, options.caseName);
        if (!id) {
            return fail(id.error());
        }
        request.caseId = *id;
    }
    if (!options.decision.empty()) {
        request.decision = options.decision == "deny" ? api::Decision::Deny : api::Decision::Allow;
    }
    request.values = options.noValues ? api::Values::None : api::Values::All;
    request.redacted = options.redact;
    request.purpose = options.purpose;
    request.requestedBy = options.by.empty() ? userName() : options.by;
    request.organisation = options.organisation;
    request.organisationKey = organisationKeyOf(options.signing);
    return request;
}

// A filter that nothing fits may be a name that was misspelt; a key or server that was removed is
// no name of the configuration and still in the log, so only the result tells.
void warnOfNothing(const ExportOptions& options, const api::ExportSummary& summary)
{
    const std::pair<const char*, const std::string&> filters[] = {{"--key", options.key},
                                                                  {"--server", options.server},
                                                                  {"--tool", options.tool},
                                                                  {"--decision", options.decision}};
    std::string given;
    for (const auto& [name, value] : filters) {
        if (!value.empty()) {
            given += (given.empty() ? "" : " ") + std::string(name) + " " + printable(value);
        }
    }
    if (!given.empty() && summary.counts.bodies == 0 && summary.counts.purged == 0) {
        warn("No record of the range fits " + given +
             ": the bundle shows headers only. Check the names.");
    }
}

void tell(const api::ExportSummary& summary, const std::filesystem::path& file)
{
    const api::BundleCounts& counts = summary.counts;
    printLine("Wrote " + printable(file.string()));
    print(formatPairs({{"Records",
                        std::to_string(summary.begin) + " to " + std::to_string(summary.end - 1) +
                            " of " + std::to_string(summary.head.size)},
                       {"Bodies", std::to_string(counts.bodies)},
                       {"Values",
                        std::to_string(counts.values) + " shown, " +
                            std::to_string(counts.withheld) + " withheld"},
                       {"Checkpoint", api::formatPin(summary.head)}}));
    if (!summary.signedBy.empty()) {
        printLine("Signed by " + printable(summary.signedBy) + ", too.");
    }
    printLine("Whoever checks it should get the checkpoint from you in another way as well.");
}

Result<ExitCode> writeBundle(const ExportOptions& options)
{
    std::error_code ignored;
    const std::filesystem::path out = std::filesystem::absolute(options.out, ignored);
    if (!options.force && std::filesystem::exists(out, ignored)) {
        return fail(ErrorCode::AlreadyExists,
                    out.string() + " is there already: choose another name, or --force.");
    }
    const ReportPrinting printing;
    auto gateway = connectGateway(options.common, {nullptr, printing.renderer()});
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto request = requestFrom(**gateway, options);
    if (!request) {
        return fail(std::move(request.error()));
    }
    auto secret = request->organisationKey ? organisationSecret(options.signing) : SecretBytes();
    if (!secret) {
        return fail(std::move(secret.error()));
    }
    Result<api::ExportSummary> summary = [&] {
        const TerminalJob job("Exporting");
        return ask<api::ExportSummary>(
            [&](auto done) {
                (*gateway)->exportBundle(
                    std::move(*request), std::move(*secret), out, job.watch(), std::move(done));
            },
            kJobPatience);
    }();
    if (!summary) {
        return fail(std::move(summary.error()));
    }
    warnOfNothing(options, *summary);
    if (options.common.json) {
        printJson(api::toJson(*summary));
    } else {
        tell(*summary, out);
    }
    return ExitCode::Ok;
}

void addRange(CLI::App& command, ExportOptions& options)
{
    CLI::Option* const from =
        command.add_option("--from", options.from, "From this time on")->check(checkMoment);
    CLI::Option* const to =
        command.add_option("--to", options.to, "Up to this time, which is not in it")
            ->check(checkMoment);
    command.add_option("--records", options.records, "These records, such as 100-199")
        ->check(checkRecords)
        ->type_name("FIRST-LAST")
        ->excludes(from)
        ->excludes(to);
    from->type_name("TIME");
    to->type_name("TIME");
    command
        .add_option("--previous",
                    options.previous,
                    "The bundle before this one, so that both join; by itself: from its end on")
        ->type_name("BUNDLE");
}

void addFilters(CLI::App& command, ExportOptions& options)
{
    command.add_option("--key", options.key, "Show only what this key did: id or name")
        ->type_name("KEY");
    command.add_option("--server", options.server, "Show only calls of this server")
        ->type_name("ID");
    command.add_option("--tool", options.tool, "Show only calls of this tool")->type_name("NAME");
    command
        .add_option("--case", options.caseName, "Show only what belongs to this case: id or name")
        ->type_name("CASE");
    command.add_option("--decision", options.decision, "Show only what was allowed, or refused")
        ->check(CLI::IsMember({"allow", "deny"}));
    command
        .add_option("--redact",
                    options.redact,
                    "Hide a value: result, args, or args/NAME; may be given many times")
        ->type_name("FIELD")
        ->allow_extra_args(false);
    command.add_flag("--no-values", options.noValues, "Hide all arguments and results");
}

} // namespace

void addAuditExportCommand(CommandLine& commands, CLI::App& audit)
{
    const auto options = std::make_shared<ExportOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(audit,
                                     "export",
                                     "Write a part of the log as a signed bundle",
                                     CommandLine::Takes::DataUnlockJson,
                                     common,
                                     [options] { return writeBundle(*options); });
    command.add_option("--out", options->out, "The file to write")->required()->type_name("FILE");
    command.add_flag("--force", options->force, "Replace the file if it is there");
    addRange(command, *options);
    addFilters(command, *options);
    command.add_option("--purpose", options->purpose, "What it is for; stands in the bundle")
        ->type_name("TEXT");
    command.add_option("--organisation", options->organisation, "Whose log it is, for the report")
        ->type_name("NAME");
    addSignOptions(command, options->signing);
    command.add_option("--by", options->by, "Who asks for it; you, if not said")->type_name("NAME");
}

} // namespace portcullis::ctl
