#pragma once

#include "app/ctl/exit_code.h"

#include <iosfwd>
#include <string_view>

// A small MCP server of the session era, for the demonstration and for tests.
namespace portcullis::ctl {

inline constexpr std::string_view kDemoServerName = "portcullis-demo";

// Serves lines from `in` until their end. The tool "crash" ends the process.
[[nodiscard]] ExitCode runDemoServer(std::istream& in, std::ostream& out);

} // namespace portcullis::ctl
