#pragma once

#include "app/ctl/command_line.h"

namespace portcullis::ctl {

// "bench", and the hidden commands that it starts as processes of their own: bench-upstream, the
// server behind the gateway, and bench-load, which calls it.
void addBenchCommand(CommandLine& commands);

} // namespace portcullis::ctl
