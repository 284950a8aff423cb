#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/offer_options.h"
#include "app/ctl/output.h"
#include "app/ctl/rate_options.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

namespace portcullis::ctl {

namespace {

struct AddOptions
{
    Common common;
    std::string id;
    std::string name;
    std::string program;
    std::vector<std::string> arguments;
    std::string directory;
    std::vector<std::string> environment;
    std::vector<std::string> secretEnvironment;
    std::string url;
    bool sse = false;
    std::vector<std::string> headers;
    std::vector<std::string> secretHeaders;
    std::string caFile;
    bool allowPlainHttp = false;
    std::string clientCertFile;
    std::string clientKeyFile;
    std::string clientKeySecret;
    std::string proxy = api::kSystemProxy;
    bool lazy = false;
    std::uint32_t idleStopSeconds = 0;
    std::string scope = "shared";
    bool onePerson = false;
    bool keepWebLinks = false;
    std::vector<std::string> roots;
    OfferOptions offers;
    std::string protocol = "auto";
    std::string content = "full";
    double timeoutSeconds = 600;
    std::uint32_t maxInFlight = 32;
    RateOptions rate;
    bool disabled = false;
};

std::string checkHeader(const std::string& text)
{
    const std::size_t split = text.find(':');
    return split != std::string::npos && split > 0 ? std::string() : "must be 'Name: value'";
}

// "NAME=VALUE" or "Name: value"; the check has found the separator.
std::pair<std::string, std::string> split(const std::string& text, char separator)
{
    const std::size_t at = text.find(separator);
    std::size_t value = at + 1;
    while (separator == ':' && value < text.size() && text[value] == ' ') {
        ++value;
    }
    return {text.substr(0, at), text.substr(value)};
}

std::vector<api::NamedValue> entries(const std::vector<std::string>& plain,
                                     char separator,
                                     const std::vector<std::string>& secret)
{
    std::vector<api::NamedValue> all;
    for (const std::string& text : plain) {
        auto [name, value] = split(text, separator);
        all.push_back({std::move(name), std::move(value)});
    }
    for (const std::string& text : secret) {
        auto [name, value] = split(text, '=');
        all.push_back({std::move(name), api::SecretRef{std::move(value)}});
    }
    return all;
}

// Where the caller stands, so that what works in the shell works in the gateway.
std::filesystem::path here()
{
    std::error_code ignored;
    return std::filesystem::current_path(ignored);
}

std::string fromHere(const std::string& path)
{
    return path.empty() ? std::string() : (here() / path).lexically_normal().string();
}

const char* transportOf(const AddOptions& options)
{
    if (options.url.empty()) {
        return "stdio";
    }
    return options.sse ? "sse" : "http";
}

void addOwnCertificate(api::ServerConfig& server, const AddOptions& options)
{
    server.clientCertFile = fromHere(options.clientCertFile);
    server.clientKeyFile = fromHere(options.clientKeyFile);
    if (!options.clientKeySecret.empty()) {
        server.clientKeyPassphrase = api::SecretRef{options.clientKeySecret};
    }
}

Result<api::ServerConfig> serverFrom(const AddOptions& options)
{
    nlohmann::json form = {{"id", options.id},
                           {"name", options.name},
                           {"enabled", !options.disabled},
                           {"transport", transportOf(options)},
                           {"protocol", options.protocol},
                           {"content", options.content},
                           {"start", options.lazy ? "lazy" : "eager"},
                           {"idleStopSeconds", options.idleStopSeconds},
                           {"scope", options.scope},
                           {"onePerson", options.onePerson},
                           {"keepWebLinks", options.keepWebLinks},
                           {"callTimeoutSeconds", options.timeoutSeconds},
                           {"maxInFlight", options.maxInFlight}};
    auto server = api::serverFromJson(form);
    auto rate = rateFrom(options.rate, std::nullopt);
    if (!server || !rate) {
        return server ? fail(std::move(rate.error())) : std::move(server);
    }
    server->rate = *rate;
    takeOffers(options.offers, *server);
    if (!options.program.empty()) {
        server->command.push_back(options.program);
        server->command.insert(
            server->command.end(), options.arguments.begin(), options.arguments.end());
    }
    if (server->transport == api::Transport::Stdio) {
        server->workingDirectory =
            options.directory.empty() ? here().string() : fromHere(options.directory);
    }
    server->environment = entries(options.environment, '=', options.secretEnvironment);
    server->url = options.url;
    server->headers = entries(options.headers, ':', options.secretHeaders);
    server->caFile = fromHere(options.caFile);
    server->allowPlainHttp = options.allowPlainHttp;
    addOwnCertificate(*server, options);
    server->proxy = options.proxy;
    std::ranges::transform(options.roots, std::back_inserter(server->roots), fromHere);
    return server;
}

Result<ExitCode> add(const AddOptions& options)
{
    if (options.program.empty() == options.url.empty()) {
        report({ErrorCode::InvalidArgument,
                "A server is either a program (--command) or an address (--url): give one of them.",
                {}},
               options.common.json);
        return ExitCode::Usage;
    }
    if (options.sse && options.url.empty()) {
        report({ErrorCode::InvalidArgument, "--sse belongs to an address (--url).", {}},
               options.common.json);
        return ExitCode::Usage;
    }
    const auto server = serverFrom(options);
    if (!server) {
        return fail(server.error());
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    if (auto done = applyChange(**gateway, api::AddServer{*server}); !done) {
        return fail(std::move(done.error()));
    }
    if (options.common.json) {
        printJson(api::toJson(*server));
    } else {
        printLine("Added server " + options.id +
                  ". No key may use it yet: `portcullisctl key allow "
                  "KEY --allow '" +
                  options.id + ":*'` lets one.");
    }
    return ExitCode::Ok;
}

void addNetworkOptions(CLI::App& command, AddOptions& options)
{
    command
        .add_option("--client-cert",
                    options.clientCertFile,
                    "PEM file of the certificate to show to a server that asks for one")
        ->type_name("FILE");
    command.add_option("--client-key", options.clientKeyFile, "PEM file of its private key")
        ->type_name("FILE");
    command
        .add_option("--client-key-passphrase-secret",
                    options.clientKeySecret,
                    "Stored secret that opens the private key")
        ->type_name("SECRETNAME");
    command.add_option("--proxy", options.proxy, "system, none or http://host:port")
        ->type_name("PROXY");
}

void addTransportOptions(CLI::App& command, AddOptions& options)
{
    command.add_option("--command", options.program, "Program to start; its arguments follow --")
        ->type_name("PROGRAM");
    command.add_option("arguments", options.arguments, "Arguments of the program, after --")
        ->type_name("ARGUMENT");
    command
        .add_option("--cwd",
                    options.directory,
                    "Working directory of the program, instead of the present one")
        ->type_name("DIR");
    command.add_option("--env", options.environment, "Environment variable of the program")
        ->type_name("NAME=VALUE")
        ->expected(1)
        ->take_all()
        ->check(checkNameValue);
    command
        .add_option(
            "--env-secret", options.secretEnvironment, "Environment variable from a stored secret")
        ->type_name("NAME=SECRETNAME")
        ->expected(1)
        ->take_all()
        ->check(checkNameValue);
    command.add_option("--url", options.url, "Address of a server over HTTP")->type_name("URL");
    command.add_flag(
        "--sse", options.sse, "The address speaks HTTP+SSE of 2024-11-05, which is deprecated");
    command.add_option("--header", options.headers, "Header of every request")
        ->type_name("'Name: value'")
        ->expected(1)
        ->take_all()
        ->check(checkHeader);
    command.add_option("--header-secret", options.secretHeaders, "Header from a stored secret")
        ->type_name("Name=SECRETNAME")
        ->expected(1)
        ->take_all()
        ->check(checkNameValue);
    command.add_option("--ca-file", options.caFile, "PEM file of the authorities to trust")
        ->type_name("FILE");
    command.add_flag(
        "--allow-plain-http", options.allowPlainHttp, "Allow http beyond this machine");
    addNetworkOptions(command, options);
}

void addWhenOptions(CLI::App& command, AddOptions& options)
{
    command.add_flag("--lazy", options.lazy, "Start it by the first call, not with the gateway");
    command
        .add_option("--idle-stop",
                    options.idleStopSeconds,
                    "Stop it after so many seconds without calls, 10 or more; 0 for never")
        ->type_name("SECONDS");
    command
        .add_option("--scope", options.scope, "One of it for all (shared), or per key or session")
        ->type_name("SCOPE")
        ->check(CLI::IsMember({"shared", "key", "session"}));
    command.add_flag("--one-person",
                     options.onePerson,
                     "One person uses it: it may ask to sign in at web pages");
}

void addClientOptions(CLI::App& command, AddOptions& options)
{
    command
        .add_option("--root",
                    options.roots,
                    "Folder it is told of when it asks for roots and its client names none")
        ->type_name("DIR")
        ->expected(1)
        ->take_all();
    addOfferOptions(command, options.offers);
    command.add_flag("--keep-web-links",
                     options.keepWebLinks,
                     "Leave https links in its results for clients to fetch themselves");
}

} // namespace

void addServerAddCommand(CommandLine& commands, CLI::App& server)
{
    const auto options = std::make_shared<AddOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(server,
                                     "add",
                                     "Add a server: a program or an address",
                                     CommandLine::Takes::DataUnlockJson,
                                     common,
                                     [options] { return add(*options); });
    command.add_option("id", options->id, "Short name: lower-case letters, digits, '-'")
        ->required()
        ->type_name("ID");
    command.add_option("--name", options->name, "Name for people")->type_name("NAME");
    addTransportOptions(command, *options);
    command.add_option("--protocol", options->protocol, "auto, session or stateless")
        ->type_name("ERA")
        ->check(CLI::IsMember({"auto", "session", "stateless"}));
    command
        .add_option("--content", options->content, "What the log keeps: full, prove-only or none")
        ->type_name("MODE")
        ->check(CLI::IsMember({"full", "prove-only", "none"}));
    command.add_option("--timeout", options->timeoutSeconds, "Seconds that a call may take")
        ->type_name("SECONDS");
    command.add_option("--max-in-flight", options->maxInFlight, "Calls at once")
        ->type_name("NUMBER");
    addRateOptions(command, options->rate, false);
    addWhenOptions(command, *options);
    addClientOptions(command, *options);
    command.add_flag("--disabled", options->disabled, "Add it without letting it run");
}

} // namespace portcullis::ctl
