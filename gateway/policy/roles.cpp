#include "gateway/policy/roles.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace portcullis::policy {

namespace {

using api::Operation;
using api::Role;

struct Row
{
    Operation operation;
    api::Roles who;   // any of them
    const char* what; // to do it, for people
};

constexpr api::Roles kAdministrator{true, false, false};
constexpr api::Roles kAuditor{false, true, false};
constexpr api::Roles kBoth{true, true, false};
constexpr api::Roles kAny{true, true, true};

// Whoever configures neither signs off nor exports, and does not release what keeps records from
// being removed: that is left to those who cannot remove them.
constexpr Row kTable[] = {
    {Operation::SeeOwn, kAny, "see the own activity"},
    {Operation::SeeConfiguration, kBoth, "see the configuration"},
    {Operation::SeeActivity, kBoth, "see everybody's activity"},
    {Operation::SeeLog, kBoth, "read the audit log"},
    {Operation::CheckLog, kBoth, "check the audit log"},
    {Operation::SignOff, kAuditor, "sign off records"},
    {Operation::ExportBundle, kAuditor, "export a bundle"},
    {Operation::Configure, kAdministrator, "change the configuration"},
    {Operation::StoreSecret, kAdministrator, "store a secret"},
    {Operation::RunServer, kAdministrator, "try or restart a server"},
    {Operation::PlaceHold, kBoth, "place a hold"},
    {Operation::ReleaseHold, kAuditor, "release a hold"},
    {Operation::RemoveContents, kAdministrator, "remove contents from the log"},
    {Operation::AcceptAlarm, kBoth, "accept the log as it is"},
    {Operation::Unlock, kAny, "unlock Portcullis"},
};
static_assert(std::size(kTable) == api::kOperations);

constexpr Role kRoles[] = {Role::Administrator, Role::Auditor, Role::Analyst};

const Row* rowOf(Operation operation)
{
    const auto* found = std::ranges::find(kTable, operation, &Row::operation);
    return found == std::end(kTable) ? nullptr : found;
}

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

api::Roles rolesOf(const std::optional<api::RoleMap>& map,
                   const Account& account,
                   std::uint32_t owner)
{
    constexpr std::uint32_t kRoot = 0;
    api::Roles roles;
    roles.administrator = account.uid == kRoot;
    for (const Role role : kRoles) {
        const bool has =
            map ? isMember(api::membersOf(*map, role), account) : account.uid == owner;
        if (has) {
            api::grant(roles, role);
        }
    }
    return roles;
}

bool mayDo(const api::Roles& roles, api::Operation operation)
{
    const Row* row = rowOf(operation);
    return row != nullptr && std::ranges::any_of(kRoles, [&](Role role) {
               return api::holds(roles, role) && api::holds(row->who, role);
           });
}

api::Permissions permissionsOf(const Account& account, const api::Roles& roles)
{
    api::Permissions permissions{describeAccount(account), roles, {}};
    for (const Row& row : kTable) {
        if (mayDo(roles, row.operation)) {
            permissions.operations.push_back(row.operation);
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
    const Row* row = rowOf(operation);
    const std::string name = account.name.empty() ? std::to_string(account.uid) : account.name;
    if (row == nullptr) {
        return {ErrorCode::PermissionDenied, "Nobody may do this.", {}};
    }
    const std::string own = roles.none() ? std::string("has no role here")
                                         : "is only " + namesOf(roles, "an ");
    return {ErrorCode::PermissionDenied,
            "It takes " + namesOf(row->who, "an ") + " to " + row->what + ", and the account " +
                name + " " + own + ": ask an administrator of this Portcullis.",
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
    return fail(ErrorCode::InvalidArgument,
                "This would take the role of administrator from yourself (" +
                    describeAccount(account) +
                    "): leave yourself in, or say that you want it (`portcullisctl role … --yes`).");
}

} // namespace portcullis::policy
