#include "app/ctl/bench.h"
#include "app/ctl/bench/audit_bench.h"
#include "app/ctl/bench/load.h"
#include "app/ctl/bench/mcp_upstream.h"
#include "app/ctl/bench/options.h"
#include "app/ctl/output.h"
#include "gateway/base/atomic_file.h"

#include <nlohmann/json.hpp>
#include <sys/prctl.h>

#include <csignal>

namespace portcullis::ctl {

using namespace bench;

namespace {

constexpr std::size_t kMaxBearer = 4096;

struct UpstreamArguments
{
    bool stdio = false;
    bool http = false;
    std::uint16_t port = 0;
    unsigned tools = 1;
};

struct LoadArguments
{
    LoadOptions options;
    double seconds = 3;
    double warmUp = 0.3;
    std::string bearerFile;
};

// A process that measures must not outlive the one that started it.
void endWithParent()
{
    ::prctl(PR_SET_PDEATHSIG, static_cast<unsigned long>(SIGKILL), 0UL, 0UL, 0UL);
}

Nanos nanos(double seconds)
{
    return Nanos(static_cast<std::int64_t>(seconds * 1e9));
}

Result<ExitCode> runUpstream(const UpstreamArguments& arguments)
{
    if (arguments.http == arguments.stdio) {
        return fail(ErrorCode::InvalidArgument, "Say either --stdio or --http.");
    }
    if (arguments.http) {
        endWithParent();
    }
    const bool served = arguments.http ? serveHttp(arguments.port) : serveStdio(arguments.tools);
    return served ? ExitCode::Ok : ExitCode::Failed;
}

Result<ExitCode> runLoadCommand(LoadArguments arguments)
{
    endWithParent();
    LoadOptions& options = arguments.options;
    options.duration = nanos(arguments.seconds);
    options.warmUp = nanos(arguments.warmUp);
    if (options.target.url.empty() == options.target.command.empty()) {
        return fail(ErrorCode::InvalidArgument, "Say either --url or, after --, a command.");
    }
    if (!arguments.bearerFile.empty()) {
        auto bearer = readWholeFile(arguments.bearerFile, kMaxBearer);
        if (!bearer) {
            return fail(bearer.error());
        }
        options.target.bearer = bearer->substr(0, bearer->find('\n'));
    }
    const auto result = runLoad(options);
    if (!result) {
        return fail(result.error());
    }
    printJsonLine(toJson(*result));
    return ExitCode::Ok;
}

void addUpstream(CommandLine& commands)
{
    auto arguments = std::make_shared<UpstreamArguments>();
    CLI::App& command = commands.add(commands.root(),
                                     "bench-upstream",
                                     "A fast MCP server to measure with",
                                     CommandLine::Takes::Nothing,
                                     std::make_shared<Common>(),
                                     [arguments] { return runUpstream(*arguments); });
    command.add_flag("--stdio", arguments->stdio, "On standard input and output");
    command.add_flag("--http", arguments->http, "On 127.0.0.1");
    command.add_option("--port", arguments->port, "For --http; 0 for any free one");
    command.add_option("--tools", arguments->tools, "For --stdio: how many it lists");
    command.group(""); // hidden
}

void addLoad(CommandLine& commands)
{
    auto arguments = std::make_shared<LoadArguments>();
    Target& target = arguments->options.target;
    CLI::App& command = commands.add(commands.root(),
                                     "bench-load",
                                     "Calls a server for a while and writes what it saw as JSON",
                                     CommandLine::Takes::Nothing,
                                     std::make_shared<Common>(),
                                     [arguments] { return runLoadCommand(*arguments); });
    command.add_option("--url", target.url, "Of the server's MCP endpoint on this machine");
    command.add_option("--hub", target.hubServer, "The url is mcp-hub's own call of this server");
    command.add_option("--tool", target.tool, "The tool to call")->default_val(kBlobTool);
    command.add_option("--bearer-file", arguments->bearerFile, "Holds the key to present");
    command.add_option("--lanes", target.lanes, "Connections, or calls at once over stdio")
        ->check(CLI::Range(1, 64));
    command.add_option("--rate", arguments->options.rate, "Calls a second; 0 for closed loop");
    command.add_option("--seconds", arguments->seconds, "To measure")->check(CLI::PositiveNumber);
    command.add_option("--warm-up", arguments->warmUp, "Seconds before that");
    command.add_option("--argument-bytes", target.argumentBytes, "Of each call");
    command.add_option("--result-bytes", target.resultBytes, "Of each result");
    command.add_option(
        "command", target.command, "A server to start and speak to over its streams");
    command.group(""); // hidden
}

void addAudit(CommandLine& commands, CLI::App& bench)
{
    auto options = std::make_shared<AuditBenchOptions>();
    auto common = std::make_shared<Common>();
    CLI::App& command =
        commands.add(bench,
                     "audit",
                     "Measures the audit log: appending, looking, exporting, checking",
                     CommandLine::Takes::Json,
                     common,
                     [options, common] {
                         options->json = common->json;
                         return runAuditBench(*options);
                     });
    command
        .add_option("--records",
                    options->records,
                    "Sizes of the log to measure at; 10000,1000000 if not said")
        ->delimiter(',')
        ->check(CLI::Range(std::int64_t{100}, std::int64_t{1'000'000'000}))
        ->type_name("NUMBER,...");
    command
        .add_option("--folder", options->folder, "Where to keep the logs while they are measured")
        ->type_name("DIR");
}

} // namespace

void addBenchCommand(CommandLine& commands)
{
    auto options = std::make_shared<BenchOptions>();
    auto common = std::make_shared<Common>();
    CLI::App& command =
        commands.add(commands.root(),
                     "bench",
                     "Measures the gateway on this machine, beside direct calls in the same run",
                     CommandLine::Takes::Json,
                     common,
                     [options, common] {
                         options->json = common->json;
                         return runBench(*options);
                     });
    command.add_option("--seconds", options->seconds, "Of each row; 3, and 60 with --soak");
    command.add_option("--only", options->only, "A shell pattern of rows, such as 'stdio/2k/*'");
    command.add_option("--folder", options->folder, "Where to keep the logs: the disk to measure");
    command.add_flag("--pin", options->pin, "Everything on one core");
    command.add_flag("--quick", options->quick, "A few short rows, to see that everything works");
    command.add_flag("--soak", options->soak, "One minute at 5,000 calls a second instead");
    addAudit(commands, command);
    addUpstream(commands);
    addLoad(commands);
}

} // namespace portcullis::ctl
