#include "app/ctl/common.h"

#include "app/common/installation.h"

namespace portcullis::ctl {

std::filesystem::path Common::dataFolder() const
{
    return data.empty() ? installation::defaultDataFolder() : std::filesystem::path(data);
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
