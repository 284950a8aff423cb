#pragma once

#include "app/ctl/unlock.h"

#include <filesystem>
#include <optional>
#include <string>

namespace portcullis::ctl {

// What nearly every command takes.
struct Common
{
    std::string data;   // --data
    std::string socket; // --socket
    std::string unlock; // --unlock
    bool json = false;  // --json

    [[nodiscard]] std::filesystem::path dataFolder() const;
    // Of the gateway that is meant, when it is not one on a data folder of one's own: the one that
    // was given, or the service's where this account has no data and the service is there.
    [[nodiscard]] std::optional<std::filesystem::path> controlSocket() const;
    [[nodiscard]] UnlockWay unlockWay() const; // --unlock was checked when it was read
};

} // namespace portcullis::ctl
