#include "app/ctl/ask.h"
#include "app/ctl/audit_options.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/terminal_job.h"
#include "gateway/api/wire.h"
#include "gateway/audit/bundle/bundle_check.h"
#include "gateway/audit/bundle/known_elsewhere.h"
#include "gateway/base/encoding.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

using audit::bundle::Verdict;
using nlohmann::json;

struct VerifyOptions
{
    Common common;
    std::string bundle;
    bool log = false; // --db
    bool deep = false;
    std::string authority;
    std::string pin;
    std::string previous;
    std::string logKey;
    std::string cosigned;
    std::string witness;
};

std::optional<api::TreeHead> pinOf(const VerifyOptions& options)
{
    const auto pin = api::parsePin(options.pin);
    return pin ? std::optional(*pin) : std::nullopt;
}

// What the log itself is compared with.
Result<std::optional<api::TreeHead>> headOf(const VerifyOptions& options)
{
    if (options.cosigned.empty()) {
        return pinOf(options);
    }
    const auto kept = audit::bundle::cosignedHead(options.cosigned, options.witness);
    return kept ? Result<std::optional<api::TreeHead>>(kept->head) : fail(kept.error());
}

std::optional<std::string> unlessEmpty(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

json toJson(const Verdict& verdict)
{
    constexpr const char* kNames[] = {"valid", "invalid", "incomplete"};
    json out = {{"verdict", kNames[static_cast<int>(verdict.status)]},
                {"sentence", verdict.sentence}};
    if (verdict.status != Verdict::Status::Invalid) {
        out["origin"] = verdict.origin;
        out["exported"] = verdict.exported;
        out["scope"] = verdict.scope;
        out["begin"] = verdict.begin;
        out["end"] = verdict.end;
        out["size"] = verdict.size;
        out["root"] = toBase64(verdict.root);
        out["counts"] = {{"headers", verdict.counts.headers},
                         {"bodies", verdict.counts.bodies},
                         {"values", verdict.counts.values},
                         {"withheld", verdict.counts.withheld},
                         {"purged", verdict.counts.purged}};
        out["said"] = verdict.said;
        out["missing"] = verdict.missing;
    }
    return out;
}

Result<ExitCode> verifyBundle(const VerifyOptions& options)
{
    audit::bundle::CheckOptions check;
    check.authority = unlessEmpty(options.authority);
    check.pin = pinOf(options);
    check.cosigned = unlessEmpty(options.cosigned);
    check.witness = unlessEmpty(options.witness);
    check.previous = unlessEmpty(options.previous);
    check.logKey = unlessEmpty(options.logKey);
    const Result<Verdict> verdict = [&] {
        const TerminalJob job("Checking");
        const api::JobWatch watch = job.watch();
        check.progress = watch.progress;
        check.stop = watch.stop;
        return audit::bundle::checkBundle(options.bundle, check);
    }();
    if (!verdict) {
        return fail(verdict.error());
    }
    if (options.common.json) {
        printJson(toJson(*verdict));
    } else {
        print(verdict->text());
    }
    switch (verdict->status) {
    case Verdict::Status::Valid:
        return ExitCode::Ok;
    case Verdict::Status::Incomplete:
        return ExitCode::Incomplete;
    case Verdict::Status::Invalid:
        break;
    }
    return ExitCode::Failed;
}

// What a log that is as it was signed no longer has.
std::string missingOf(const api::LogReport& report)
{
    std::string missing;
    if (report.bodiesRemoved != 0) {
        missing = std::to_string(report.bodiesRemoved) + " bodies were removed by retention";
    }
    if (report.contentsLost != 0) {
        missing += (missing.empty() ? "" : "; ") + std::to_string(report.contentsLost) +
                   " contents cannot be opened: the keys to them are gone";
    }
    if (report.isPinMissing) {
        missing += std::string(missing.empty() ? "" : "; ") +
                   "nothing is remembered of the log outside it, or not all of it can be read (the "
                   "keychain's entry and pin.json), so records may be missing at its end: compare "
                   "it with a checkpoint that you have kept (--pin)";
    }
    return missing;
}

void tell(const api::LogReport& report, const std::optional<api::TreeHead>& pin)
{
    const std::string size = std::to_string(report.head.size);
    if (report.fault) {
        printLine("INVALID: " + printable(*report.fault));
        return;
    }
    printLine("Log " + report.head.origin + ", " + size + " records, " +
              std::to_string(report.signatures) + " signatures checked.");
    printLine("Checkpoint " + api::formatPin(report.head));
    if (report.remembered) {
        printLine("It goes on from the " + std::to_string(report.remembered->size) +
                  " records that are remembered of it.");
    }
    if (pin) {
        printLine("It goes on from the pin's " + std::to_string(pin->size) + " records.");
    }
    const std::string missing = missingOf(report);
    printLine(missing.empty() ? "VALID: every record is as it was signed, and none between the "
                                "first and the last is missing."
                              : "VALID, BUT INCOMPLETE: " + missing + ".");
}

const char* verdictOf(const api::LogReport& report)
{
    if (report.fault) {
        return "invalid";
    }
    return missingOf(report).empty() ? "valid" : "incomplete";
}

ExitCode exitCodeOf(const api::LogReport& report)
{
    if (report.fault) {
        return ExitCode::Failed;
    }
    return missingOf(report).empty() ? ExitCode::Ok : ExitCode::Incomplete;
}

Result<ExitCode> verifyLog(const VerifyOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto pin = headOf(options);
    if (!pin) {
        return fail(pin.error());
    }
    const api::CheckRequest request{options.deep ? api::CheckDepth::Deep : api::CheckDepth::Heads,
                                    *pin};
    const Result<api::LogReport> report = [&] {
        const TerminalJob job("Checking");
        return ask<api::LogReport>(
            [&](auto done) { (*gateway)->checkLog(request, job.watch(), std::move(done)); },
            kJobPatience);
    }();
    if (!report) {
        return fail(report.error());
    }
    if (options.common.json) {
        json out = api::toJson(*report);
        out["verdict"] = verdictOf(*report);
        printJson(out);
    } else {
        tell(*report, *pin);
    }
    return exitCodeOf(*report);
}

// Whatever keeps a check from being made, nothing was found to be valid: one exit status for both,
// so that no script takes one for the other.
Result<ExitCode> verify(const VerifyOptions& options)
{
    if (options.log == !options.bundle.empty()) {
        warn("Say which bundle to check, or --db for the log itself.");
        return ExitCode::Usage;
    }
    auto done = options.log ? verifyLog(options) : verifyBundle(options);
    if (!done) {
        report(done.error(), options.common.json);
        return ExitCode::Failed;
    }
    return done;
}

// What somebody remembers of the log, to hold against it.
void addRemembered(CLI::App& command, VerifyOptions& options)
{
    CLI::Option* const pin =
        command.add_option("--pin", options.pin, "Size and root of the log at another time")
            ->type_name("SIZE:ROOT")
            ->check(checkPin);
    CLI::Option* const cosigned =
        command.add_option("--cosigned", options.cosigned, "The same, signed by a witness")
            ->type_name("FILE")
            ->excludes(pin);
    CLI::Option* const witness =
        command.add_option("--witness", options.witness, "The key of that witness")
            ->type_name("VKEY")
            ->needs(cosigned);
    cosigned->needs(witness);
}

} // namespace

void addAuditVerifyCommand(CommandLine& commands, CLI::App& audit)
{
    const auto options = std::make_shared<VerifyOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(audit,
                                     "verify",
                                     "Check a bundle, or the log itself",
                                     CommandLine::Takes::DataUnlockJson,
                                     common,
                                     [options] { return verify(*options); });
    command.footer(
        "Exit codes: 0 valid, 1 invalid or not to be checked, 2 wrong command line, 3 valid as far "
        "as it\ngoes, but something is missing; the last line says what.");
    CommandLine::onFolder(command);
    command.add_option("bundle", options->bundle, "The bundle: its file, or the folder it is in")
        ->type_name("BUNDLE");
    CLI::Option* const log =
        command.add_flag("--db", options->log, "Check the log of the data folder instead");
    command.add_flag("--deep", options->deep, "Check every signature of the log as well")
        ->needs(log);
    command
        .add_option("--ca", options->authority, "Certificate of the organisation's authority, PEM")
        ->type_name("FILE")
        ->excludes(log);
    addRemembered(command, *options);
    command.add_option("--previous", options->previous, "The bundle before this one")
        ->type_name("BUNDLE")
        ->excludes(log);
    command.add_option("--log-key", options->logKey, "One of the log's keys, as you know it")
        ->type_name("VKEY")
        ->excludes(log);
}

} // namespace portcullis::ctl
