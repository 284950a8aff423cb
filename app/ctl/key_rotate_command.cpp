#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/option_values.h"
#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

struct RotateOptions
{
    Common common;
    std::string key;
    std::string overlap = "24h";
    bool yes = false;
};

void tell(const api::CreatedKey& made)
{
    const auto& retiring = made.key.retiring;
    print(formatPairs(
        {{"Key", made.key.id.str()},
         {"Secret", std::string(made.secret.revealText())},
         {"Old secret", retiring ? "works until " + formatSecond(retiring->until) : "ended"}}));
    printLine("The secret is shown once and kept nowhere: give it to its client now.");
}

Result<ExitCode> rotate(const RotateOptions& options)
{
    const auto overlap = parseOverlap(options.overlap);
    if (!overlap) {
        return fail(overlap.error());
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.key);
    if (!key) {
        return fail(key.error());
    }
    if (key->retiring && key->retiring->until > SystemClock().wallNow() && !options.yes) {
        return fail(ErrorCode::AlreadyExists,
                    "The secret before the present one still works until " +
                        formatSecond(key->retiring->until) +
                        ". Another new one ends it at once: say --yes if that is meant.");
    }
    const api::KeyRotation rotation{key->id, *overlap, options.yes};
    const auto made =
        ask<api::CreatedKey>([&](auto done) { (*gateway)->rotateKey(rotation, std::move(done)); });
    if (!made) {
        return fail(made.error());
    }
    if (options.common.json) {
        const auto& retiring = made->key.retiring;
        printJsonLine(
            {{"id", made->key.id.str()},
             {"secret", std::string(made->secret.revealText())},
             {"oldSecretUntil",
              retiring ? nlohmann::json(formatTime(retiring->until)) : nlohmann::json()}});
    } else {
        tell(*made);
    }
    return ExitCode::Ok;
}

Result<ExitCode> retire(const RotateOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.key);
    if (!key) {
        return fail(key.error());
    }
    if (auto done = applyChange(**gateway, api::EndOldSecret{key->id}); !done) {
        return fail(std::move(done.error()));
    }
    if (options.common.json) {
        printJson({{"id", key->id.str()}, {"oldSecretUntil", nullptr}});
    } else {
        printLine("The old secret of key " + key->id.str() + " has ended.");
    }
    return ExitCode::Ok;
}

CLI::App& addOne(CommandLine& commands,
                 CLI::App& key,
                 const char* name,
                 const char* description,
                 const std::shared_ptr<RotateOptions>& options,
                 Result<ExitCode> (*work)(const RotateOptions&))
{
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        key, name, description, CommandLine::Takes::DataUnlockJson, common, [options, work] {
            return work(*options);
        });
    command.add_option("key", options->key, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
    return command;
}

} // namespace

void addKeyRotateCommands(CommandLine& commands, CLI::App& key)
{
    const auto options = std::make_shared<RotateOptions>();
    CLI::App& command =
        addOne(commands,
               key,
               "rotate",
               "Give a key a new secret, shown once; the old one goes on for a time",
               options,
               rotate);
    command
        .add_option("--overlap",
                    options->overlap,
                    "How long the old secret goes on: 7d, 12h, 30m; 0 for not at all (24h)")
        ->type_name("TIME")
        ->check(checkOverlap);
    command.add_flag("--yes", options->yes, "End the secret before the old one, if it still works");
    addOne(commands,
           key,
           "retire",
           "End the old secret of a key at once",
           std::make_shared<RotateOptions>(),
           retire);
}

} // namespace portcullis::ctl
