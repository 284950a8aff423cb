#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who may do what at the gateway itself, as against keys, which say what agents may call.
namespace portcullis::api {

enum class Role : std::uint8_t
{
    Administrator, // configures
    Auditor,       // examines, signs off, exports; configures nothing
    Analyst        // works with keys; sees what they do
};

// "administrator", "auditor", "analyst": in the configuration's JSON the member is the plural.
[[nodiscard]] const char* roleName(Role role);
[[nodiscard]] std::optional<Role> roleFromName(std::string_view name);

// The roles of one person; may be several, or none.
struct Roles
{
    bool administrator = false;
    bool auditor = false;
    bool analyst = false;

    [[nodiscard]] bool none() const { return !administrator && !auditor && !analyst; }

    bool operator==(const Roles&) const = default;
};

[[nodiscard]] bool holds(const Roles& roles, Role role);
void grant(Roles& roles, Role role);

// Accounts of this machine that have a role, by name: persons, and all members of groups.
struct RoleMembers
{
    std::vector<std::string> users;
    std::vector<std::string> groups;
    bool operator==(const RoleMembers&) const = default;
};

// Where there is none, the account that the gateway runs as has every role and nobody else has any.
// root is administrator in any case.
struct RoleMap
{
    RoleMembers administrators; // never empty
    RoleMembers auditors;
    RoleMembers analysts;
    bool operator==(const RoleMap&) const = default;
};

[[nodiscard]] RoleMembers& membersOf(RoleMap& map, Role role);
[[nodiscard]] const RoleMembers& membersOf(const RoleMap& map, Role role);

// What can be asked of a gateway, as far as it makes a difference who asks. Names (operationName)
// are stable: they stand in the log.
enum class Operation : std::uint8_t
{
    SeeOwn,           // the own keys, and what was called with them
    SeeConfiguration, // all of it
    SeeActivity,      // everybody's
    SeeLog,           // the audit log with its contents, and its holds
    CheckLog,
    SignOff,
    ExportBundle,
    Configure,   // every change of configuration, keys and approvals included
    StoreSecret, // puts one into the vault; nobody gets one out
    RunServer,   // tries or restarts one
    PlaceHold,   // a legal hold
    ReleaseHold,
    RemoveContents, // erases, or removes what is old
    AcceptAlarm,    // goes on with a log that is not as it was left
    Unlock          // with the passphrase
};

inline constexpr int kOperations = static_cast<int>(Operation::Unlock) + 1;

[[nodiscard]] const char* operationName(Operation operation);
[[nodiscard]] std::optional<Operation> operationFromName(std::string_view name);

// The table: one of these roles is needed for it.
[[nodiscard]] Roles rolesFor(Operation operation);

// Who one is to the gateway, and what one may ask of it.
struct Permissions
{
    std::string account; // "anna/1001"
    Roles roles;
    std::vector<Operation> operations; // in the order of the enumeration
    bool operator==(const Permissions&) const = default;
};

// Replaces the map, or takes it away. Refused when it takes the role of administrator from the
// very person who asks, unless that is what they want (`evenOwn`).
struct SetRoles
{
    std::optional<RoleMap> roles;
    bool evenOwn = false;
    bool operator==(const SetRoles&) const = default;
};

// "administrators anna, @wheel; auditors @audit": for people and records; groups begin with "@".
[[nodiscard]] std::string describeRoles(const std::optional<RoleMap>& map);

} // namespace portcullis::api
