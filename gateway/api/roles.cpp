#include "gateway/api/roles.h"

#include "gateway/api/names.h"

#include <algorithm>
#include <iterator>

namespace portcullis::api {

namespace {

constexpr Name<Role> kRoles[] = {
    {Role::Administrator, "administrator"},
    {Role::Auditor, "auditor"},
    {Role::Analyst, "analyst"},
};

constexpr Name<Operation> kOperationNames[] = {
    {Operation::SeeOwn, "own.see"},
    {Operation::SeeConfiguration, "config.see"},
    {Operation::SeeActivity, "activity.see"},
    {Operation::SeeLog, "log.see"},
    {Operation::CheckLog, "log.check"},
    {Operation::SignOff, "log.signoff"},
    {Operation::ExportBundle, "log.export"},
    {Operation::Configure, "config.change"},
    {Operation::StoreSecret, "secret.store"},
    {Operation::RunServer, "server.run"},
    {Operation::PlaceHold, "hold.place"},
    {Operation::ReleaseHold, "hold.release"},
    {Operation::RemoveContents, "log.remove"},
    {Operation::AcceptAlarm, "log.accept"},
    {Operation::Unlock, "unlock"},
};
static_assert(std::size(kOperationNames) == kOperations);

struct Row
{
    Operation operation{};
    Roles who; // any of them
};

constexpr Roles kAdministrator{true, false, false};
constexpr Roles kAuditor{false, true, false};
constexpr Roles kBoth{true, true, false};
constexpr Roles kAny{true, true, true};

// Whoever configures neither signs off nor exports, and does not release what keeps records from
// being removed: that is left to those who cannot remove them.
constexpr Row kTable[] = {
    {Operation::SeeOwn, kAny},
    {Operation::SeeConfiguration, kBoth},
    {Operation::SeeActivity, kBoth},
    {Operation::SeeLog, kBoth},
    {Operation::CheckLog, kBoth},
    {Operation::SignOff, kAuditor},
    {Operation::ExportBundle, kAuditor},
    {Operation::Configure, kAdministrator},
    {Operation::StoreSecret, kAdministrator},
    {Operation::RunServer, kAdministrator},
    {Operation::PlaceHold, kBoth},
    {Operation::ReleaseHold, kAuditor},
    {Operation::RemoveContents, kAdministrator},
    {Operation::AcceptAlarm, kBoth},
    {Operation::Unlock, kAny},
};
static_assert(std::size(kTable) == kOperations);

[[nodiscard]] std::string describeMembers(const char* role, const RoleMembers& members)
{
    std::string text;
    for (const std::string& user : members.users) {
        text += (text.empty() ? " " : ", ") + user;
    }
    for (const std::string& group : members.groups) {
        text += (text.empty() ? " @" : ", @") + group;
    }
    return text.empty() ? text : std::string(role) + "s" + text;
}

} // namespace

const char* roleName(Role role)
{
    return nameIn(kRoles, role);
}

std::optional<Role> roleFromName(std::string_view name)
{
    return valueIn(kRoles, name);
}

bool holds(const Roles& roles, Role role)
{
    switch (role) {
    case Role::Administrator:
        return roles.administrator;
    case Role::Auditor:
        return roles.auditor;
    case Role::Analyst:
        return roles.analyst;
    }
    return false;
}

void grant(Roles& roles, Role role)
{
    switch (role) {
    case Role::Administrator:
        roles.administrator = true;
        break;
    case Role::Auditor:
        roles.auditor = true;
        break;
    case Role::Analyst:
        roles.analyst = true;
        break;
    }
}

RoleMembers& membersOf(RoleMap& map, Role role)
{
    switch (role) {
    case Role::Administrator:
        return map.administrators;
    case Role::Auditor:
        return map.auditors;
    case Role::Analyst:
        break;
    }
    return map.analysts;
}

const RoleMembers& membersOf(const RoleMap& map, Role role)
{
    switch (role) {
    case Role::Administrator:
        return map.administrators;
    case Role::Auditor:
        return map.auditors;
    case Role::Analyst:
        break;
    }
    return map.analysts;
}

const char* operationName(Operation operation)
{
    return nameIn(kOperationNames, operation);
}

std::optional<Operation> operationFromName(std::string_view name)
{
    return valueIn(kOperationNames, name);
}

Roles rolesFor(Operation operation)
{
    const auto* row = std::ranges::find(kTable, operation, &Row::operation);
    return row == std::end(kTable) ? Roles() : row->who;
}

std::string describeRoles(const std::optional<RoleMap>& map)
{
    if (!map) {
        return "none: all roles are the gateway's own account's";
    }
    std::string text;
    for (const Name<Role>& role : kRoles) {
        const std::string members = describeMembers(role.text, membersOf(*map, role.value));
        text += text.empty() || members.empty() ? members : "; " + members;
    }
    return text;
}

} // namespace portcullis::api
