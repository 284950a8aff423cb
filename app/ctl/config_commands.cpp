#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/config_file.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

struct ConfigOptions
{
    Common common;
    std::string file;
};

Result<ExitCode> show(const ConfigOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    print(api::formatConfig(**config));
    return ExitCode::Ok;
}

Result<ExitCode> exportTo(const ConfigOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    if (auto written = writeFileAtomically(options.file, api::formatConfig(**config)); !written) {
        return fail(std::move(written.error()));
    }
    if (options.common.json) {
        printJson({{"file", options.file}, {"revision", (*config)->revision}});
    } else {
        printLine("Wrote revision " + std::to_string((*config)->revision) + " to " + options.file +
                  ". It names secrets and holds none.");
    }
    return ExitCode::Ok;
}

Result<ExitCode> importFrom(const ConfigOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto before = askConfig(**gateway);
    if (!before) {
        return fail(before.error());
    }
    auto merged = mergeConfigFile(**before, options.file);
    if (!merged) {
        return fail(std::move(merged.error()));
    }
    const auto lines = differences(**before, *merged);
    if (!lines.empty()) {
        auto done = applyChange(**gateway, api::ReplaceConfig{std::move(*merged)});
        if (!done) {
            return fail(std::move(done.error()));
        }
    }
    if (options.common.json) {
        printJson({{"changed", lines}});
        return ExitCode::Ok;
    }
    for (const std::string& line : lines) {
        printLine(line);
    }
    printLine(lines.empty() ? "Nothing changed." : "Imported " + options.file + ".");
    return ExitCode::Ok;
}

using ConfigWork = Result<ExitCode> (*)(const ConfigOptions&);

void addOne(CommandLine& commands,
            CLI::App& group,
            const char* name,
            const char* description,
            Takes takes,
            ConfigWork work)
{
    const auto options = std::make_shared<ConfigOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (work != show) {
        command.add_option("file", options->file, "The file")->required()->type_name("FILE");
    }
}

} // namespace

void addConfigCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("config", "The configuration as a file");
    addOne(commands, group, "show", "Write the configuration as JSON", Takes::DataJson, show);
    addOne(commands,
           group,
           "import",
           "Take servers, settings, keys and the rest from a file, as far as it has them",
           Takes::DataUnlockJson,
           importFrom);
    addOne(
        commands, group, "export", "Write the configuration to a file", Takes::DataJson, exportTo);
    addConfigHistoryCommands(commands, group);
}

} // namespace portcullis::ctl
