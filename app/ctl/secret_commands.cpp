#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/secret_uses.h"
#include "app/ctl/terminal.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

struct SecretOptions
{
    Common common;
    std::string name;
    std::string file;
};

Result<SecretBytes> readValue(const SecretOptions& options)
{
    if (!options.file.empty()) {
        return readSecretFile(options.file);
    }
    return hasTerminal() ? askSecret("Secret: ") : readSecretFrom(STDIN_FILENO);
}

Result<ExitCode> store(const SecretOptions& options, SecretBytes secret)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const bool removes = secret.empty();
    auto done = ask<void>([&](auto completion) {
        (*gateway)->putSecret(options.name, std::move(secret), std::move(completion));
    });
    if (!done) {
        return fail(std::move(done.error()));
    }
    if (options.common.json) {
        printJson({{removes ? "removed" : "stored", options.name}});
    } else {
        printLine((removes ? "Removed secret " : "Stored secret ") + options.name + ".");
    }
    return ExitCode::Ok;
}

Result<ExitCode> put(const SecretOptions& options)
{
    auto secret = readValue(options);
    if (!secret) {
        return fail(std::move(secret.error()));
    }
    if (secret->empty()) {
        return fail(ErrorCode::InvalidArgument, "The secret is empty: nothing was given.");
    }
    return store(options, std::move(*secret));
}

Result<ExitCode> remove(const SecretOptions& options)
{
    return store(options, SecretBytes());
}

std::string joined(const std::vector<std::string>& users)
{
    std::string text;
    for (const std::string& user : users) {
        text += (text.empty() ? "" : ", ") + user;
    }
    return text;
}

// What servers use and what the vault holds: either may lack the other.
Result<ExitCode> list(const SecretOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    const auto stored = storedSecrets(options.common.dataFolder());
    if (!config || !stored) {
        return fail(config ? stored.error() : config.error());
    }
    const bool ownFolder = !options.common.controlSocket(); // otherwise its vault is not seen here
    auto uses = secretUses(**config);
    for (const std::string& name : *stored) {
        uses.try_emplace(name);
    }
    nlohmann::json all = nlohmann::json::array();
    Table table({"SECRET", "STATE", "USED BY"});
    for (const auto& [name, users] : uses) {
        const char* state = !ownFolder                ? "not known here"
                            : !stored->contains(name) ? "missing"
                            : users.empty()           ? "unused"
                                                      : "stored";
        all.push_back({{"name", name}, {"state", state}, {"usedBy", users}});
        table.add({name, state, joined(users)});
    }
    if (options.common.json) {
        printJson(all);
    } else if (uses.empty()) {
        printLine("No secrets are stored, and the configuration names none.");
    } else {
        print(table.text());
    }
    return ExitCode::Ok;
}

using SecretWork = Result<ExitCode> (*)(const SecretOptions&);

void addOne(CommandLine& commands,
            CLI::App& group,
            const char* name,
            const char* description,
            Takes takes,
            SecretWork work)
{
    const auto options = std::make_shared<SecretOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (work != list) {
        command.add_option("name", options->name, "The secret's name")
            ->required()
            ->type_name("NAME");
    }
    if (work == put) {
        command.add_option("--from-file", options->file, "Take the value from this file")
            ->type_name("FILE");
    }
}

} // namespace

void addSecretCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("secret", "Named secrets for servers, kept encrypted");
    addOne(commands,
           group,
           "put",
           "Store a secret: its value comes from standard input or a file",
           Takes::DataUnlockJson,
           put);
    addOne(commands,
           group,
           "list",
           "List the secrets that are stored or that the configuration names",
           Takes::DataJson,
           list);
    addOne(commands, group, "remove", "Forget a secret", Takes::DataUnlockJson, remove);
}

} // namespace portcullis::ctl
