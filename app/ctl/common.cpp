#include "app/ctl/common.h"

#include "app/common/installation.h"

namespace portcullis::ctl {

std::filesystem::path Common::dataFolder() const
{
    return data.empty() ? installation::defaultDataFolder() : std::filesystem::path(data);
}

UnlockWay Common::unlockWay() const
{
    return parseUnlockWay(unlock).value_or(UnlockWay{});
}

} // namespace portcullis::ctl
