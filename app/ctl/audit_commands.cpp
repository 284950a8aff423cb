#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"

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

} // namespace

void addAuditCommands(CommandLine& commands)
{
    CLI::App& audit = commands.group("audit", "The audit log itself");
    const auto options = std::make_shared<AcceptOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(audit,
                                     "accept",
                                     "Go on with an audit log that is not as it was left",
                                     Takes::DataUnlock,
                                     common,
                                     [options] { return accept(*options); });
    command.add_flag(
        "--yes", options->sure, "A person has looked at it, and it may be gone on with");
}

} // namespace portcullis::ctl
