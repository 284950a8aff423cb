#include "gateway/policy/roles.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace portcullis::policy {

namespace {

using api::Operation;
using api::Role;

// What it is to do something, for people.
const char* describe(Operation operation)
{
    switch (operation) {
    case Operation::SeeOwn:
        return "see the own activity";
    case Operation::SeeConfiguration:
        return "see the configuration";
    case Operation::SeeActivity:
        return "see everybody's activity";
    case Operation::SeeLog:
        return "read the audit log";
    case Operation::CheckLog:
        return "check the audit log";
    case Operation::SignOff:
        return "sign off records";
    case Operation::ExportBundle:
        return "export a bundle";
    case Operation::Configure:
        return "change the configuration";
    case Operation::StoreSecret:
        return "store a secret";
    case Operation::RunServer:
        return "try or restart a server";
    case Operation::PlaceHold:
        return "place a hold";
    case Operation::ReleaseHold:
        return "release a hold";
    case Operation::RemoveContents:
        return "remove contents from the log";
    case Operation::AcceptAlarm:
        return "accept the log as it is";
    case Operation::Unlock:
        return "unlock Portcullis";
    }
    return "do this";
}

constexpr Role kRoles[] = {Role::Administrator, Role::Auditor, Role::Analyst};

bool isMember(const api::RoleMembers& members, const Account& account)
{
    const auto inList = [](const std::vector<std::string>& list, const std::string& name) {
        return std::ranges::find(list, name) != list.end();
    };
    return (!account.name.empty() && inList(members.users, account.name)) ||
           std::ranges::any_of(account.groups, [&](const std::string& group) {
               return inList(members.groups, group);
           });
}

// "an administrator", "an administrator or an auditor"
std::string namesOf(const api::Roles& roles, const char* before)
{
    std::string text;
    for (const Role role : kRoles) {
        if (api::holds(roles, role)) {
            text += (text.empty() ? "" : " or ") + std::string(before) + api::roleName(role);
        }
    }
    return text;
}

} // namespace

api::Roles
rolesOf(const std::optional<api::RoleMap>& map, const Account& account, std::uint32_t owner)
{
    constexpr std::uint32_t kRoot = 0;
    api::Roles roles;
    roles.administrator = account.uid == kRoot;
    for (const Role role : kRoles) {
        const bool has = map ? isMember(api::membersOf(*map, role), account) : account.uid == owner;
        if (has) {
            api::grant(roles, role);
        }
    }
    return roles;
}

bool mayDo(const api::Roles& roles, api::Operation operation)
{
    const api::Roles who = api::rolesFor(operation);
    return std::ranges::any_of(
        kRoles, [&](Role role) { return api::holds(roles, role) && api::holds(who, role); });
}

api::Permissions permissionsOf(const Account& account, const api::Roles& roles)
{
    api::Permissions permissions{describeAccount(account), roles, {}};
    for (int i = 0; i < api::kOperations; ++i) {
        if (const auto operation = static_cast<Operation>(i); mayDo(roles, operation)) {
            permissions.operations.push_back(operation);
        }
    }
    return permissions;
}

bool isRecorded(api::Operation operation)
{
    switch (operation) {
    case Operation::SeeOwn:
    case Operation::SeeConfiguration:
    case Operation::SeeActivity:
    case Operation::SeeLog:
        return false;
    default:
        return true;
    }
}

Error refusal(const Account& account, const api::Roles& roles, api::Operation operation)
{
    const std::string name = account.name.empty() ? std::to_string(account.uid) : account.name;
    const std::string own =
        roles.none() ? std::string("has no role here") : "is only " + namesOf(roles, "an ");
    return {ErrorCode::PermissionDenied,
            "It takes " + namesOf(api::rolesFor(operation), "an ") + " to " + describe(operation) +
                ", and the account " + name + " " + own +
                ": ask an administrator of this Portcullis.",
            {}};
}

Result<> checkOwnRole(const api::GatewayConfig& before,
                      const api::ConfigChange& change,
                      const Account& account,
                      std::uint32_t owner)
{
    const auto* set = std::get_if<api::SetRoles>(&change);
    const auto* whole = std::get_if<api::ReplaceConfig>(&change);
    if ((set == nullptr && whole == nullptr) || (set != nullptr && set->evenOwn)) {
        return {};
    }
    const auto& after = set != nullptr ? set->roles : whole->config.roles;
    const bool had = rolesOf(before.roles, account, owner).administrator;
    if (!had || rolesOf(after, account, owner).administrator) {
        return {};
    }
    return fail(
        ErrorCode::InvalidArgument,
        "This would take the role of administrator from yourself (" + describeAccount(account) +
            "): leave yourself in, or say that you want it (`portcullisctl role … --yes`).");
}

} // namespace portcullis::policy
