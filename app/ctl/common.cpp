#include "app/ctl/common.h"

#include <cstdlib>

namespace portcullis::ctl {

namespace {

std::filesystem::path defaultDataFolder()
{
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') { // relative ones are to be ignored (XDG base directories)
        return std::filesystem::path(data) / "portcullis";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr && *home != '\0' ? home : ".") /
           ".local/share/portcullis";
}

} // namespace

std::filesystem::path Common::dataFolder() const
{
    return data.empty() ? defaultDataFolder() : std::filesystem::path(data);
}

UnlockWay Common::unlockWay() const
{
    return parseUnlockWay(unlock).value_or(UnlockWay{});
}

} // namespace portcullis::ctl
