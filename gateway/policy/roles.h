#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/roles.h"
#include "gateway/base/peer_identity.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>

// Who may ask what of the gateway itself. Pure; any thread.
namespace portcullis::policy {

// The roles of an account. `owner` is the account that the gateway runs as: without a map it has
// them all. root is administrator in any case, and no more than that by itself.
[[nodiscard]] api::Roles
rolesOf(const std::optional<api::RoleMap>& map, const Account& account, std::uint32_t owner);

// By the table, api::rolesFor(). Whatever it does not name, nobody may do.
[[nodiscard]] bool mayDo(const api::Roles& roles, api::Operation operation);

// All that may be done, in the order of the enumeration.
[[nodiscard]] api::Permissions permissionsOf(const Account& account, const api::Roles& roles);

// Whether a refusal is worth a record: all but looking.
[[nodiscard]] bool isRecorded(api::Operation operation);

// PermissionDenied with the sentence that names the role it takes.
[[nodiscard]] Error
refusal(const Account& account, const api::Roles& roles, api::Operation operation);

// Is the role of administrator still this account's after the change, if it was before? Errors:
// InvalidArgument, with what to do.
[[nodiscard]] Result<> checkOwnRole(const api::GatewayConfig& before,
                                    const api::ConfigChange& change,
                                    const Account& account,
                                    std::uint32_t owner);

} // namespace portcullis::policy
