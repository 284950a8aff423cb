#pragma once

#include "app/ctl/unlock.h"

#include <filesystem>
#include <string>

namespace portcullis::ctl {

// What nearly every command takes.
struct Common
{
    std::string data;   // --data
    std::string unlock; // --unlock
    bool json = false;  // --json

    [[nodiscard]] std::filesystem::path dataFolder() const;
    [[nodiscard]] UnlockWay unlockWay() const; // --unlock was checked when it was read
};

} // namespace portcullis::ctl
