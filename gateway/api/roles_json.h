#pragma once

#include "gateway/api/json_values.h"
#include "gateway/api/roles.h"

#include <string>

// JSON of roles, in the configuration and on the wire. Inner header of this room.
namespace portcullis::api {

[[nodiscard]] Json toJson(const RoleMap& roles);
[[nodiscard]] Result<RoleMap> rolesFromJson(const Json& json, const std::string& path);
[[nodiscard]] Json toJson(const Permissions& permissions);
// Roles and operations that this reader does not know are left out.
[[nodiscard]] Result<Permissions> permissionsFromJson(const Json& json, const std::string& path);

} // namespace portcullis::api
