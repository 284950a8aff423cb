#include "app/ctl/commands.h"
#include "app/ctl/demo.h"
#include "app/ctl/demo_server.h"

#include <iostream>

namespace portcullis::ctl {

void addDemoCommands(CommandLine& commands)
{
    const auto common = std::make_shared<Common>();
    commands.add(commands.root(),
                 "demo",
                 "Show in a throw-away folder what Portcullis does, step by step",
                 CommandLine::Takes::Nothing,
                 common,
                 [] { return Result<ExitCode>(Demo().run()); });
    CLI::App& server =
        commands.add(commands.root(),
                     "demo-server",
                     "The demonstration's MCP server on standard streams",
                     CommandLine::Takes::Nothing,
                     common,
                     [] { return Result<ExitCode>(runDemoServer(std::cin, std::cout)); });
    server.group(""); // not in --help
}

} // namespace portcullis::ctl
