#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "gateway/base/atomic_file.h"
#include "gateway/engine/log_opening.h"

namespace portcullis::ctl {

namespace {

constexpr std::size_t kLongestText = std::size_t{64} * 1024 * 1024;

struct ProveOptions
{
    Common common;
    std::int64_t record = 0;
    std::string field;
    std::string text; // a file: arguments show in lists of processes
};

// Reads the log beside a gateway that may be running, with the installation's key.
Result<ExitCode> prove(const ProveOptions& options)
{
    auto text = readWholeFile(options.text, kLongestText);
    if (!text) {
        return fail(std::move(text.error()));
    }
    const std::filesystem::path folder = options.common.dataFolder();
    if (auto there = engine::requireLog(folder); !there) {
        return fail(std::move(there.error()));
    }
    const auto master = openMaster(folder, options.common.unlockWay());
    if (!master) {
        return fail(master.error());
    }
    const auto opening =
        engine::openingOf(folder, *master, {options.record, options.field, std::move(*text)});
    if (!opening) {
        return fail(opening.error());
    }
    printLine(*opening);
    return ExitCode::Ok;
}

} // namespace

void addAuditProveCommand(CommandLine& commands, CLI::App& audit)
{
    const auto options = std::make_shared<ProveOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(audit,
                                     "prove",
                                     "Prove that a text is the one that was recorded",
                                     CommandLine::Takes::DataUnlock,
                                     common,
                                     [options] { return prove(*options); });
    CommandLine::onFolder(command);
    command.add_option("--record", options->record, "Number of the record")
        ->required()
        ->type_name("N");
    command.add_option("--field", options->field, "result, args or args/NAME")
        ->required()
        ->type_name("FIELD");
    command.add_option("--text", options->text, "The text, byte for byte")
        ->required()
        ->type_name("FILE");
}

} // namespace portcullis::ctl
