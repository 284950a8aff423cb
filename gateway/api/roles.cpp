#include "gateway/api/roles.h"

#include "gateway/api/names.h"

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
