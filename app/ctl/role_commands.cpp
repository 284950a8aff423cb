#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

constexpr api::Role kRoles[] = {api::Role::Administrator, api::Role::Auditor, api::Role::Analyst};

struct RoleOptions
{
    Common common;
    std::string role;
    std::vector<std::string> members; // "user:anna", "group:audit"
    bool yes = false;
};

std::string checkRole(const std::string& text)
{
    return api::roleFromName(text) ? "" : "must be administrator, auditor or analyst";
}

std::string checkMember(const std::string& text)
{
    const bool known = text.starts_with("user:") || text.starts_with("group:");
    return known && !text.ends_with(':') ? "" : "must be user:NAME or group:NAME";
}

// The list that a member belongs in, and its name.
std::pair<std::vector<std::string>*, std::string> placeOf(api::RoleMembers& members,
                                                          const std::string& text)
{
    const std::size_t colon = text.find(':');
    auto* const list = text.starts_with("user:") ? &members.users : &members.groups;
    return {list, text.substr(colon + 1)};
}

std::string rolesText(const api::Roles& roles)
{
    std::string text;
    for (const api::Role role : kRoles) {
        if (api::holds(roles, role)) {
            text += (text.empty() ? "" : ", ") + std::string(api::roleName(role));
        }
    }
    return text.empty() ? "none" : text;
}

Result<ExitCode> whoAmI(const Common& common)
{
    auto gateway = connectGateway(common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto status = askStatus(**gateway);
    if (!status) {
        return fail(status.error());
    }
    if (!status->permissions) {
        return fail(ErrorCode::Unsupported,
                    "This gateway does not tell: it is older than roles are.");
    }
    const api::Permissions& own = *status->permissions;
    if (common.json) {
        printJson(api::toJson(own));
        return ExitCode::Ok;
    }
    std::string operations;
    for (const api::Operation operation : own.operations) {
        operations += (operations.empty() ? "" : ", ") + std::string(api::operationName(operation));
    }
    print(formatPairs({{"Account", own.account},
                       {"Roles", rolesText(own.roles)},
                       {"May do", operations.empty() ? "nothing" : operations}}));
    return ExitCode::Ok;
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

// Without --json nothing but what was asked for; a map that is not there is null.
void show(const Common& common, const std::optional<api::RoleMap>& map)
{
    if (common.json) {
        json all = nullptr;
        for (const api::Role role : kRoles) {
            if (map) {
                const api::RoleMembers& members = api::membersOf(*map, role);
                all[api::roleName(role)] = {{"users", members.users}, {"groups", members.groups}};
            }
        }
        printJson(all);
        return;
    }
    if (!map) {
        printLine("No roles are given out: the account that the gateway runs as has them all, and "
                  "nobody else has any. root is administrator in any case.");
        return;
    }
    Table table({"ROLE", "USERS", "GROUPS"});
    for (const api::Role role : kRoles) {
        const api::RoleMembers& members = api::membersOf(*map, role);
        table.add({api::roleName(role), joined(members.users), joined(members.groups)});
    }
    print(table.text());
}

Result<ExitCode> list(const RoleOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto status = askStatus(**gateway);
    const auto config = askConfig(**gateway);
    if (!config || !status) {
        return fail(config ? status.error() : config.error());
    }
    // Who sees only a part of the configuration does not see who has which role.
    if (!api::mayAsk(*status, api::Operation::SeeConfiguration)) {
        return fail(ErrorCode::PermissionDenied,
                    "It takes an administrator or an auditor to see who has which role: "
                    "`portcullisctl whoami` tells your own.");
    }
    show(options.common, (*config)->roles);
    return ExitCode::Ok;
}

// Changes the map by `edit`, which says what is wrong with what it was asked for.
template <typename Edit>
Result<ExitCode> change(const RoleOptions& options, Edit edit)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    std::optional<api::RoleMap> map = (*config)->roles;
    if (Result<> edited = edit(map); !edited) {
        return fail(std::move(edited.error()));
    }
    if (map != (*config)->roles) {
        auto done = applyChange(**gateway, api::SetRoles{map, options.yes});
        if (!done) {
            return fail(std::move(done.error()));
        }
    }
    show(options.common, map);
    return ExitCode::Ok;
}

Result<> addMembers(const RoleOptions& options, std::optional<api::RoleMap>& map)
{
    const api::Role role = *api::roleFromName(options.role);
    if (!map && role != api::Role::Administrator) {
        return fail(ErrorCode::InvalidArgument,
                    "No roles are given out yet: say first who administers, such as "
                    "`portcullisctl role grant administrator user:NAME`.");
    }
    api::RoleMap next = map.value_or(api::RoleMap());
    for (const std::string& member : options.members) {
        const auto [names, name] = placeOf(api::membersOf(next, role), member);
        if (std::ranges::find(*names, name) == names->end()) {
            names->push_back(name);
        }
    }
    map = std::move(next);
    return {};
}

Result<> removeMembers(const RoleOptions& options, std::optional<api::RoleMap>& map)
{
    const api::Role role = *api::roleFromName(options.role);
    for (const std::string& member : options.members) {
        const auto [names, name] =
            map ? placeOf(api::membersOf(*map, role), member)
                : std::pair<std::vector<std::string>*, std::string>(nullptr, member);
        if (names == nullptr || std::erase(*names, name) == 0) {
            return fail(ErrorCode::NotFound,
                        "The role " + options.role + " is not given to " + member + ".");
        }
    }
    return {};
}

CLI::App& addOne(CommandLine& commands,
                 CLI::App& group,
                 const char* name,
                 const char* description,
                 const std::shared_ptr<RoleOptions>& options,
                 Result<> (*edit)(const RoleOptions&, std::optional<api::RoleMap>&))
{
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command =
        commands.add(group, name, description, Takes::DataUnlockJson, common, [options, edit] {
            return change(*options,
                          [&](std::optional<api::RoleMap>& map) { return edit(*options, map); });
        });
    command.add_flag("--yes", options->yes, "Also when it takes the role from yourself");
    return command;
}

void addMemberOptions(CLI::App& command, RoleOptions& options)
{
    command.add_option("role", options.role, "administrator, auditor or analyst")
        ->required()
        ->type_name("ROLE")
        ->check(checkRole);
    command.add_option("members", options.members, "user:NAME or group:NAME, of this machine")
        ->required()
        ->type_name("MEMBER")
        ->check(checkMember);
}

} // namespace

void addRoleCommands(CommandLine& commands)
{
    const auto asked = std::make_shared<Common>();
    commands.add(commands.root(),
                 "whoami",
                 "Show your account, its roles and what they allow",
                 Takes::DataJson,
                 asked,
                 [asked] { return whoAmI(*asked); });
    CLI::App& group = commands.group("role", "Who may do what at the gateway itself");
    const auto options = std::make_shared<RoleOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    commands.add(group, "list", "Show who has which role", Takes::DataJson, common, [options] {
        return list(*options);
    });
    addMemberOptions(
        addOne(commands, group, "grant", "Give a role to users or groups", options, addMembers),
        *options);
    addMemberOptions(
        addOne(
            commands, group, "revoke", "Take a role from users or groups", options, removeMembers),
        *options);
    const auto none = [](const RoleOptions&, std::optional<api::RoleMap>& map) -> Result<> {
        map.reset();
        return {};
    };
    addOne(commands,
           group,
           "clear",
           "Give all roles back to the account that the gateway runs as",
           options,
           none);
}

} // namespace portcullis::ctl
