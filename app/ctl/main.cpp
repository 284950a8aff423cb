#include "app/common/private_memory.h"
#include "app/ctl/bench.h"
#include "app/ctl/commands.h"

int main(int argc, char** argv)
{
    using namespace portcullis::ctl;
    portcullis::installation::keepMemoryPrivate(); // most commands hold keys or secrets
    CommandLine commands;
    addServeCommand(commands);
    addStatusCommands(commands);
    addServerCommands(commands);
    addKeyCommands(commands);
    addPolicyCommands(commands);
    addLockdownCommands(commands);
    addCustomerCommands(commands);
    addTeamCommands(commands);
    addCaseCommands(commands);
    addBudgetCommands(commands);
    addPriceCommands(commands);
    addSecretCommands(commands);
    addConfigCommands(commands);
    addRoleCommands(commands);
    addActivityCommands(commands);
    addAuditCommands(commands);
    addWitnessCommands(commands);
    addRetentionCommands(commands);
    addBridgeCommand(commands);
    addDemoCommands(commands);
    addBenchCommand(commands);
    return static_cast<int>(commands.run(argc, argv));
}
