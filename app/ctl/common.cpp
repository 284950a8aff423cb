#include "app/ctl/common.h"

#include "app/common/installation.h"

namespace portcullis::ctl {

std::filesystem::path Common::dataFolder() const
{
    if (data.empty()) {
        return installation::defaultDataFolder();
    }
    // Sockets have an absolute path, whether the folder is there or not.
    std::error_code unknown;
    auto folder = std::filesystem::absolute(data, unknown);
    return unknown ? std::filesystem::path(data) : folder;
}

std::optional<std::filesystem::path> Common::controlSocket() const
{
    if (!socket.empty()) {
        return std::filesystem::path(socket);
    }
    return data.empty() ? installation::serviceSocket() : std::nullopt;
}

UnlockWay Common::unlockWay() const
{
    return parseUnlockWay(unlock).value_or(UnlockWay{});
}

} // namespace portcullis::ctl
