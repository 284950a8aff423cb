#include "app/common/private_memory.h"
#include "app/ctl/bridge.h"
#include "app/ctl/commands.h"
#include "app/ctl/http_relay.h"
#include "app/ctl/output.h"
#include "gateway/engine/data_folder.h"
#include "gateway/policy/virtual_key.h"

#include <cstdlib>
#include <unistd.h>

namespace portcullis::ctl {

namespace {

struct BridgeOptions
{
    Common common;
    std::string server;
    std::string keyFile;
    std::string keyVariable;
    std::string url;
    std::string narrow;
};

Result<SecretBytes> readKey(const BridgeOptions& options)
{
    Result<SecretBytes> key;
    if (!options.keyFile.empty()) {
        key = readSecretFile(options.keyFile);
    } else if (const char* value = std::getenv(options.keyVariable.c_str())) {
        key = SecretBytes(std::string_view(value));
    } else {
        return fail(ErrorCode::NotFound,
                    "The environment variable " + options.keyVariable +
                        " is not set: put the virtual key there.");
    }
    if (key && !policy::isWellFormed(key->revealText())) {
        return fail(
            ErrorCode::InvalidArgument,
            "What was given is no virtual key: it begins with pcl_ and must be copied whole.");
    }
    return key;
}

Result<ExitCode> bridge(const BridgeOptions& options)
{
    if (options.keyFile.empty() == options.keyVariable.empty()) {
        warn("Say where the virtual key is: --key-file FILE or --key-env NAME.");
        return ExitCode::Usage;
    }
    auto key = readKey(options);
    if (!key) {
        return fail(std::move(key.error()));
    }
    std::unique_ptr<HttpRelay> relay;
    const auto control = options.common.controlSocket(); // the bridge's own is beside it
    std::filesystem::path socket =
        control ? control->parent_path() / engine::kBridgeSocket
                : engine::socketPath(options.common.dataFolder(), engine::kBridgeSocket);
    if (!options.url.empty()) {
        const std::string profile = options.server.empty() ? "" : "/" + options.server;
        auto started = HttpRelay::start(options.url + profile);
        if (!started) {
            return fail(std::move(started.error()));
        }
        relay = std::move(*started);
        socket = relay->socket();
    }
    // The gateway asks which program it is that speaks. The key lies where the same user can read
    // it anyway: hiding this process would keep nothing else.
    if (options.url.empty()) {
        installation::showProgram();
    }
    BridgeLink link(std::move(socket), std::move(*key), options.server, options.narrow);
    return Bridge(link, STDIN_FILENO, STDOUT_FILENO).run();
}

std::string checkNarrow(const std::string& text)
{
    const auto rules = api::parseNarrowRules(text);
    return rules ? std::string() : rules.error().message;
}

} // namespace

void addBridgeCommand(CommandLine& commands)
{
    const auto options = std::make_shared<BridgeOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command =
        commands.add(commands.root(),
                     "stdio",
                     "Be an MCP server on standard input and output, for clients that start one",
                     CommandLine::Takes::Data,
                     common,
                     [options] { return bridge(*options); });
    command
        .add_option(
            "--server", options->server, "Only this server, its tools under their own names")
        ->type_name("ID");
    command.add_option("--key-file", options->keyFile, "File that holds the virtual key")
        ->type_name("FILE");
    command
        .add_option("--key-env",
                    options->keyVariable,
                    "Name of the environment variable that holds the virtual key")
        ->type_name("NAME");
    command.add_option("--url", options->url, "Reach the gateway there instead of by its socket")
        ->type_name("URL");
    command
        .add_option("--narrow",
                    options->narrow,
                    "Rules for this client alone; it may use what both they and its key allow")
        ->type_name("RULES")
        ->check(checkNarrow);
}

} // namespace portcullis::ctl
