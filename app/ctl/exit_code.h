#pragma once

#include "gateway/base/result.h"

namespace portcullis::ctl {

// What the program tells the shell; stable, documented in portcullisctl(1).
enum class ExitCode
{
    Ok = 0,
    Failed = 1,
    Usage = 2,       // the command line itself is wrong
    Unavailable = 3, // Portcullis does not run, is locked, or somebody else has the data folder
    Incomplete = 3   // of `audit verify`, which knows no Unavailable: valid as far as it goes
};

[[nodiscard]] ExitCode exitCodeFor(ErrorCode code);

} // namespace portcullis::ctl
