#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"
#include "gateway/base/atomic_file.h"
#include "gateway/engine/policy_source.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

using nlohmann::json;
using Takes = CommandLine::Takes;

constexpr std::size_t kMaxFileBytes = std::size_t{4} * 1024 * 1024;

struct CheckOptions
{
    Common common;
    std::string file;
    std::string signature;
    std::string keys;
    std::string config;
};

const char* verbOf(api::LockKind kind)
{
    switch (kind) {
    case api::LockKind::Fixed:
        return "is";
    case api::LockKind::AtMost:
        return "at most";
    case api::LockKind::AtLeast:
        return "at least";
    case api::LockKind::Budget:
        return "budget";
    case api::LockKind::Rules:
        return "no key may more than";
    case api::LockKind::Servers:
        return "allowed";
    }
    return "";
}

std::string placeOf(const api::LockedPlace& place)
{
    if (!place.place.empty()) {
        return place.place;
    }
    return place.kind == api::LockKind::Servers ? "servers" : "rules";
}

void showLockdown(const api::LockdownStatus& lockdown)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!lockdown.issuer.empty()) {
        pairs.emplace_back("Locked by", printable(lockdown.issuer));
        pairs.emplace_back("Version", std::to_string(lockdown.version));
        pairs.emplace_back("Issued", formatSecond(lockdown.issued));
        pairs.emplace_back("Expires", lockdown.expires ? formatSecond(*lockdown.expires) : "never");
    }
    if (lockdown.released) {
        pairs.emplace_back("Released", "nothing is locked, and the policy may be removed");
    }
    if (!lockdown.problem.empty()) {
        pairs.emplace_back("Problem", lockdown.problem);
    }
    print(formatPairs(pairs));
    if (lockdown.places.empty()) {
        return;
    }
    Table table({"PLACE", "LOCK", "VALUE"});
    for (const api::LockedPlace& place : lockdown.places) {
        table.add({printable(placeOf(place)), verbOf(place.kind), printable(place.value)});
    }
    print("\n" + table.text());
}

Result<ExitCode> show(const Common& common)
{
    auto gateway = connectGateway(common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto status = askStatus(**gateway);
    if (!status) {
        return fail(status.error());
    }
    if (common.json) {
        printJson(status->lockdown ? api::toJson(*status->lockdown) : json());
    } else if (status->lockdown) {
        showLockdown(*status->lockdown);
    } else {
        printLine("This installation is not locked down.");
    }
    const bool closed = status->lockdown && !status->lockdown->problem.empty();
    return closed ? ExitCode::Failed : ExitCode::Ok;
}

Result<engine::LoadedPolicy> readSigned(const CheckOptions& options)
{
    const auto text = readWholeFile(options.file, kMaxFileBytes);
    const auto signature = readWholeFile(
        options.signature.empty() ? options.file + ".sig" : options.signature, kMaxFileBytes);
    const auto keys = readWholeFile(options.keys, kMaxFileBytes);
    for (const auto* file : {&text, &signature, &keys}) {
        if (!*file) {
            return fail(file->error());
        }
    }
    return engine::openPolicy(*text, *signature, *keys);
}

// What it would make of a configuration; of an empty one where none is given.
Result<api::GatewayConfig> apply(const policy::Lockdown& lockdown, const std::string& file)
{
    api::GatewayConfig before;
    if (!file.empty()) {
        const auto text = readWholeFile(file, kMaxFileBytes);
        auto config = text ? api::parseConfig(*text) : fail(text.error());
        if (!config) {
            return config;
        }
        before = std::move(*config);
    }
    return lockdown.applyTo(before);
}

Result<ExitCode> check(const CheckOptions& options)
{
    const auto loaded = readSigned(options);
    if (!loaded) {
        return fail(loaded.error());
    }
    const auto after = apply(*loaded->lockdown, options.config);
    if (!after) {
        return fail(after.error());
    }
    const api::LockdownStatus status = loaded->lockdown->status();
    if (options.common.json) {
        json told = api::toJson(status);
        told["sha256"] = loaded->hash;
        if (!options.config.empty()) {
            told["config"] = api::toJson(*after);
        }
        printJson(told);
        return ExitCode::Ok;
    }
    printLine("The policy is signed by a key of " + printable(options.keys) +
              " and can be applied" + (options.config.empty() ? "." : " to the configuration."));
    showLockdown(status);
    return ExitCode::Ok;
}

} // namespace

void addLockdownCommands(CommandLine& commands)
{
    CLI::App& group =
        commands.group("lockdown", "What an administrator's signed policy does not let be changed");
    const auto shown = std::make_shared<Common>();
    commands.add(
        group, "show", "Show what is locked, and by whom", Takes::DataJson, shown, [shown] {
            return show(*shown);
        });
    const auto checked = std::make_shared<CheckOptions>();
    CLI::App& command = commands.add(group,
                                     "check",
                                     "Check a signed policy before it is given out",
                                     Takes::Json,
                                     std::shared_ptr<Common>(checked, &checked->common),
                                     [checked] { return check(*checked); });
    command.add_option("file", checked->file, "The policy")->required()->type_name("FILE");
    command
        .add_option("--key", checked->keys, "File with the public keys that are trusted, in PEM")
        ->required()
        ->type_name("PUB");
    command.add_option("--signature", checked->signature, "Its signature; FILE.sig if not given")
        ->type_name("SIG");
    command.add_option("--config", checked->config, "A configuration to try it on")
        ->type_name("CONFIG");
}

} // namespace portcullis::ctl
