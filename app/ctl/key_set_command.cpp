#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_binding_options.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/key_place_options.h"
#include "app/ctl/output.h"
#include "app/ctl/widening.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

struct SetOptions
{
    Common common;
    std::string key;
    std::string lenience; // on or off
    KeyPlaceOptions place;
    bool sure = false;
    KeyBindingOptions binding;
};

void show(const api::KeyConfig& key, bool differs, const SetOptions& options)
{
    if (options.common.json) {
        printJson(describeKey(key));
        return;
    }
    if (!options.lenience.empty()) {
        printLine("Lenient Accept of key " + key.id.str() + " is " +
                  (differs ? "now " : "already ") + options.lenience + ".");
    } else {
        printLine(differs ? "Changed key " + key.id.str() + "." : "Nothing changed.");
    }
}

Result<ExitCode> set(const SetOptions& options)
{
    if (options.lenience.empty() && !options.place.given() && !options.binding.given()) {
        report({ErrorCode::InvalidArgument,
                "Say what to change: --team, --case, --rate, --burst, --concurrent, --transport, "
                "--program or --lenient-accept.",
                {}},
               options.common.json);
        return ExitCode::Usage;
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.key);
    auto config = askConfig(**gateway);
    if (!key || !config) {
        return fail(key ? config.error() : key.error());
    }
    api::UpdateKey change = api::updateOf(*key);
    if (!options.lenience.empty()) {
        change.lenientAccept = options.lenience == "on";
    }
    Result<> made = place(options.place, **config, change);
    made = made ? bind(options.binding, change) : made;
    if (!made) {
        return fail(std::move(made.error()));
    }
    const bool differs = change != api::updateOf(*key);
    if (differs) {
        const auto wanted = isWanted(**gateway, options.common, options.sure, change);
        if (!wanted || !*wanted) {
            return declined(wanted);
        }
        config = applyChange(**gateway, change);
        if (!config) {
            return fail(std::move(config.error()));
        }
    }
    const api::KeyConfig* now = api::findKey(**config, key->id);
    show(now == nullptr ? *key : *now, differs, options);
    return ExitCode::Ok;
}

} // namespace

void addKeySetCommand(CommandLine& commands, CLI::App& key)
{
    const auto options = std::make_shared<SetOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(key,
                                     "set",
                                     "Change where a key belongs, what it is bound to, how fast it "
                                     "may be used, and how its requests are answered",
                                     CommandLine::Takes::DataUnlockJson,
                                     common,
                                     [options] { return set(*options); });
    command.add_option("key", options->key, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
    addKeyPlaceOptions(command, options->place, true);
    addSureOption(command, options->sure);
    addKeyBindingOptions(command, options->binding, true);
    command
        .add_option("--lenient-accept",
                    options->lenience,
                    "on: Accept: application/json alone will do, answered with JSON; off: refused")
        ->type_name("on|off")
        ->check(CLI::IsMember({"on", "off"}));
}

} // namespace portcullis::ctl
