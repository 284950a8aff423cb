#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/record_filter.h"
#include "app/ctl/terminal_job.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

struct HoldOptions
{
    Common common;
    FilterOptions filter;
    bool everything = false;
    std::string reason;
    std::string id;
};

// A filter with a slip in it holds nothing, and nobody notices before the records are gone.
void tellWhatIsKept(api::GatewayClient& gateway, const api::RecordFilter& records)
{
    api::EraseRequest look;
    look.records = api::NumberRange{0, std::numeric_limits<std::int64_t>::max()};
    look.within = records;
    look.onlyLook = true;
    const Result<api::EraseReport> found = [&] {
        const TerminalJob job("Counting");
        return ask<api::EraseReport>(
            [&](auto done) { gateway.eraseContents(look, job.watch(), std::move(done)); },
            kJobPatience);
    }();
    if (!found) {
        warn("What it keeps now could not be counted: " + found.error().message);
        return;
    }
    printLine("It keeps the arguments and results of " + std::to_string(found->count) +
              " records as of now.");
    if (found->count == 0) {
        warn("Is that right? Look at what it holds for.");
    }
}

Result<ExitCode> hold(const HoldOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto filter = filterOf(**gateway, options.filter);
    if (!filter) {
        return fail(std::move(filter.error()));
    }
    if ((*filter == api::RecordFilter()) != options.everything) {
        warn("Say which records are to stay, or --everything.");
        return ExitCode::Usage;
    }
    api::Hold wanted;
    wanted.records = std::move(*filter);
    wanted.reason = options.reason;
    const auto set =
        ask<api::Hold>([&](auto done) { (*gateway)->setHold(std::move(wanted), std::move(done)); },
                       kOpeningPatience);
    if (!set) {
        return fail(set.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*set));
    } else {
        printLine("Hold " + set->id + " is in force for " + printable(describe(set->records)) +
                  ".");
        tellWhatIsKept(**gateway, set->records);
    }
    return ExitCode::Ok;
}

Result<ExitCode> release(const HoldOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto released = ask<void>(
        [&](auto done) { (*gateway)->releaseHold(options.id, options.reason, std::move(done)); },
        kOpeningPatience);
    if (!released) {
        return fail(std::move(released.error()));
    }
    printLine("The hold is released: what it kept may go when it is old enough.");
    return ExitCode::Ok;
}

Result<ExitCode> listHolds(const Common& common)
{
    auto gateway = connectGateway(common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto holds = ask<std::vector<api::Hold>>(
        [&](auto done) { (*gateway)->holds(std::move(done)); }, kOpeningPatience);
    if (!holds) {
        return fail(holds.error());
    }
    if (common.json) {
        printJson(api::toJson(*holds));
        return ExitCode::Ok;
    }
    if (holds->empty()) {
        printLine("Nothing is on hold.");
        return ExitCode::Ok;
    }
    Table table({"Hold", "Record", "By", "Records on hold", "Reason"});
    for (const api::Hold& hold : *holds) {
        table.add({hold.id, std::to_string(hold.n), hold.by, describe(hold.records), hold.reason});
    }
    print(table.text());
    return ExitCode::Ok;
}

} // namespace

void addHoldCommands(CommandLine& commands, CLI::App& group)
{
    const auto set = std::make_shared<HoldOptions>();
    CLI::App& hold_ = commands.add(group,
                                   "hold",
                                   "Put records on legal hold: nothing of them is removed",
                                   Takes::DataUnlockJson,
                                   std::shared_ptr<Common>(set, &set->common),
                                   [set] { return hold(*set); });
    addFilter(hold_, set->filter);
    hold_.add_flag("--everything", set->everything, "All records, from now on, too");
    hold_.add_option("--reason", set->reason, "Why; it stands in the log")->required();

    const auto end = std::make_shared<HoldOptions>();
    CLI::App& release_ = commands.add(group,
                                      "release",
                                      "End a legal hold",
                                      Takes::DataUnlock,
                                      std::shared_ptr<Common>(end, &end->common),
                                      [end] { return release(*end); });
    release_.add_option("HOLD", end->id, "Its id, as `retention holds` shows it")->required();
    release_.add_option("--reason", end->reason, "Why; it stands in the log")->required();

    const auto list = std::make_shared<Common>();
    commands.add(group, "holds", "List what is on legal hold", Takes::DataUnlockJson, list, [list] {
        return listHolds(*list);
    });
}

} // namespace portcullis::ctl
