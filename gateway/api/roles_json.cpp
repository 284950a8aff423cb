#include "gateway/api/roles_json.h"

#include "gateway/api/json_reader.h"

namespace portcullis::api {

namespace {

[[nodiscard]] Json membersToJson(const RoleMembers& members)
{
    Json json = Json::object();
    json["users"] = members.users;
    json["groups"] = members.groups;
    return json;
}

[[nodiscard]] Result<RoleMembers> membersFromJson(const Json& json, const std::string& path)
{
    RoleMembers members;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.texts("users", members.users);
    reader.texts("groups", members.groups);
    return finished(reader, std::move(members));
}

} // namespace

Json toJson(const RoleMap& roles)
{
    Json json = Json::object();
    json["administrators"] = membersToJson(roles.administrators);
    json["auditors"] = membersToJson(roles.auditors);
    json["analysts"] = membersToJson(roles.analysts);
    return json;
}

Result<RoleMap> rolesFromJson(const Json& json, const std::string& path)
{
    RoleMap roles;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().nested("administrators", roles.administrators, membersFromJson);
    reader.nested("auditors", roles.auditors, membersFromJson);
    reader.nested("analysts", roles.analysts, membersFromJson);
    return finished(reader, std::move(roles));
}

Json toJson(const Permissions& permissions)
{
    Json json = Json::object();
    json["account"] = permissions.account;
    Json roles = Json::array();
    for (const Role role : {Role::Administrator, Role::Auditor, Role::Analyst}) {
        if (holds(permissions.roles, role)) {
            roles.push_back(roleName(role));
        }
    }
    json["roles"] = std::move(roles);
    Json operations = Json::array();
    for (const Operation operation : permissions.operations) {
        operations.push_back(operationName(operation));
    }
    json["operations"] = std::move(operations);
    return json;
}

Result<Permissions> permissionsFromJson(const Json& json, const std::string& path)
{
    Permissions permissions;
    std::vector<std::string> roles;
    std::vector<std::string> operations;
    ObjectReader reader(json, path, UnknownMembers::Ignore);
    reader.required().text("account", permissions.account);
    reader.texts("roles", roles);
    reader.texts("operations", operations);
    for (const std::string& name : roles) {
        if (const auto role = roleFromName(name)) {
            grant(permissions.roles, *role);
        }
    }
    for (const std::string& name : operations) {
        if (const auto operation = operationFromName(name)) {
            permissions.operations.push_back(*operation);
        }
    }
    return finished(reader, std::move(permissions));
}

} // namespace portcullis::api
