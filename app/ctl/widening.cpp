#include "app/ctl/widening.h"

#include "app/ctl/ask.h"
#include "app/ctl/output.h"
#include "app/ctl/server_tools.h"
#include "app/ctl/terminal.h"
#include "gateway/policy/advisor.h"

namespace portcullis::ctl {

void addSureOption(CLI::App& command, bool& sure)
{
    command.add_flag("--yes", sure, "Do not ask when something is gained");
}

Result<bool> isWanted(api::GatewayClient& gateway,
                      const Common& common,
                      bool sure,
                      const api::ConfigChange& change)
{
    if (common.json) {
        return true;
    }
    const auto config = askConfig(gateway);
    if (!config) {
        return fail(config.error());
    }
    const auto after = api::applyChange(**config, change);
    if (!after) {
        return fail(after.error());
    }
    const api::EffectiveDifference effect =
        policy::effectiveDifference(**config, *after, askAllTools(gateway, **config));
    if (const std::string told = api::describeDifference(effect); !told.empty()) {
        printLine(told);
    }
    return sure || !effect.widens() || confirm("Save this?");
}

Result<ExitCode> declined(const Result<bool>& wanted)
{
    if (!wanted) {
        return fail(wanted.error());
    }
    printLine("Nothing changed.");
    return ExitCode::Failed;
}

} // namespace portcullis::ctl
