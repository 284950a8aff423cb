#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/wire.h"
#include "gateway/audit/witness.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/qr_code.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

struct AcceptOptions
{
    Common common;
    bool sure = false;
};

// A running gateway tells what is wrong; otherwise only opening the log would.
Result<ExitCode> accept(const AcceptOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto status = askStatus(**gateway);
    if (!status) {
        return fail(status.error());
    }
    if (!status->logAlarm.empty()) {
        printLine(printable(status->logAlarm));
    }
    if (!options.sure) {
        warn("Find out how this came about first: from then on the log counts as it is now. If it "
             "may, say so with --yes; the log records what was found.");
        return ExitCode::Usage;
    }
    auto done = ask<void>([&](auto completion) { (*gateway)->acceptLog(std::move(completion)); },
                          kOpeningPatience);
    if (!done) {
        return fail(std::move(done.error()));
    }
    printLine("The audit log is accepted as it is.");
    return ExitCode::Ok;
}

struct CheckpointOptions
{
    Common common;
    std::uint64_t old = 0;
    std::string request;
    bool code = false; // --qr
};

// The question to a witness, in a file that can be carried to it.
Result<> writeRequest(const CheckpointOptions& options, const api::Checkpoint& checkpoint)
{
    auto note = audit::SignedNote::parse(checkpoint.note);
    if (!note) {
        return fail(std::move(note.error()));
    }
    const audit::WitnessRequest request{options.old, checkpoint.consistency, std::move(*note)};
    return writeFileAtomically(options.request, request.text());
}

Result<ExitCode> printCode(const std::string& note)
{
    const auto code = QrCode::make(note);
    if (!code) {
        return fail(code.error());
    }
    print("\n" + code->inHalfBlocks());
    return ExitCode::Ok;
}

Result<ExitCode> checkpoint(const CheckpointOptions& options)
{
    if (options.code && options.common.json) {
        warn("A QR code is for cameras and JSON for programs: say --qr or --json.");
        return ExitCode::Usage;
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto signedNow = ask<api::Checkpoint>(
        [&](auto done) { (*gateway)->checkpoint(options.old, std::move(done)); }, kOpeningPatience);
    if (!signedNow) {
        return fail(signedNow.error());
    }
    if (!options.request.empty()) {
        if (auto written = writeRequest(options, *signedNow); !written) {
            return fail(std::move(written.error()));
        }
    }
    if (options.common.json) {
        printJson(api::toJson(*signedNow));
        return ExitCode::Ok;
    }
    print(signedNow->note);
    print("\n" + formatPairs({{"Pin", api::formatPin(signedNow->head)},
                              {"Ed25519 key", signedNow->ed25519Key},
                              {"P-256 key", signedNow->p256Key}}));
    return options.code ? printCode(signedNow->note) : ExitCode::Ok;
}

void addCheckpoint(CommandLine& commands, CLI::App& audit)
{
    const auto options = std::make_shared<CheckpointOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(audit,
                                     "checkpoint",
                                     "Print how the log is now, signed: to keep elsewhere",
                                     Takes::DataUnlockJson,
                                     common,
                                     [options] { return checkpoint(*options); });
    CLI::Option* const request =
        command.add_option("--request", options->request, "Write a request to a witness, too")
            ->type_name("FILE");
    command.add_flag("--qr", options->code, "Show it as a QR code as well");
    command.add_option("--old", options->old, "How many records the witness knows (0)")
        ->type_name("SIZE")
        ->needs(request);
}

} // namespace

void addAuditCommands(CommandLine& commands)
{
    CLI::App& audit = commands.group("audit", "The audit log as evidence");
    const auto options = std::make_shared<AcceptOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(audit,
                                     "accept",
                                     "Go on with an audit log that is not as it was left",
                                     Takes::DataUnlock,
                                     common,
                                     [options] { return accept(*options); });
    addAuditExportCommand(commands, audit);
    addAuditVerifyCommand(commands, audit);
    addAuditProveCommand(commands, audit);
    addCheckpoint(commands, audit);
    command.add_flag(
        "--yes", options->sure, "A person has looked at it, and it may be gone on with");
}

} // namespace portcullis::ctl
