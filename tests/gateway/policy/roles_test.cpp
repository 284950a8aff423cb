#include "gateway/policy/roles.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace portcullis::policy {
namespace {

using api::Operation;
using api::Roles;

constexpr Roles kAdministrator{true, false, false};
constexpr Roles kAuditor{false, true, false};
constexpr Roles kAnalyst{false, false, true};

std::string allowed(const Roles& roles)
{
    std::string text;
    for (const Operation operation : permissionsOf({}, roles).operations) {
        text += (text.empty() ? "" : " ") + std::string(api::operationName(operation));
    }
    return text;
}

TEST(RoleTable, SaysWhatEachRoleMay)
{
    EXPECT_EQ(allowed(kAdministrator),
              "own.see config.see activity.see log.see log.check config.change secret.store "
              "server.run hold.place log.remove log.accept unlock");
    EXPECT_EQ(allowed(kAuditor),
              "own.see config.see activity.see log.see log.check log.signoff log.export "
              "hold.place hold.release log.accept unlock");
    EXPECT_EQ(allowed(kAnalyst), "own.see unlock");
    EXPECT_EQ(allowed({}), "");
}

TEST(RoleTable, NamesEveryOperation)
{
    for (int i = 0; i < api::kOperations; ++i) {
        const auto operation = static_cast<Operation>(i);
        EXPECT_FALSE(api::rolesFor(operation).none()) << i;
        EXPECT_EQ(api::operationFromName(api::operationName(operation)), operation);
    }
    EXPECT_FALSE(mayDo({true, true, true}, static_cast<Operation>(api::kOperations)));
}

TEST(RoleTable, WhoRemovesReleasesNoHolds)
{
    for (const Roles& roles : {kAdministrator, kAuditor, kAnalyst}) {
        EXPECT_FALSE(mayDo(roles, Operation::RemoveContents) &&
                     mayDo(roles, Operation::ReleaseHold));
        EXPECT_FALSE(mayDo(roles, Operation::Configure) && mayDo(roles, Operation::SignOff));
    }
}

TEST(RolesOf, AreThoseOfTheNameAndOfTheGroups)
{
    api::RoleMap map;
    map.administrators.users = {"ada"};
    map.auditors.groups = {"audit"};
    map.analysts.users = {"ada"};
    EXPECT_EQ(rolesOf(map, {7, "ada", {"staff", "audit"}}, 7), (Roles{true, true, true}));
    EXPECT_EQ(rolesOf(map, {8, "otto", {"audit"}}, 7), kAuditor);
    EXPECT_TRUE(rolesOf(map, {9, "audit", {"ada"}}, 7).none()); // names of groups are no users
    EXPECT_TRUE(rolesOf(map, {7, "keeper", {}}, 7).none());     // nor has the gateway's own
}

TEST(RolesOf, WithoutAMapAreTheOwnersAlone)
{
    EXPECT_EQ(rolesOf(std::nullopt, {7, "keeper", {}}, 7), (Roles{true, true, true}));
    EXPECT_TRUE(rolesOf(std::nullopt, {8, "keeper", {}}, 7).none());
}

TEST(RolesOf, RootIsAdministratorAndNoMore)
{
    EXPECT_EQ(rolesOf(std::nullopt, {0, "root", {}}, 7), kAdministrator);
    EXPECT_EQ(rolesOf(api::RoleMap{}, {0, "root", {}}, 7), kAdministrator);
}

// An empty name must match no empty entry that somebody smuggled in.
TEST(RolesOf, AnAccountWithoutANameHasNone)
{
    api::RoleMap map;
    map.administrators.users = {""};
    EXPECT_TRUE(rolesOf(map, {8, "", {}}, 7).none());
}

TEST(Refusal, NamesTheRoleThatItTakes)
{
    const Error error = refusal({8, "anna", {}}, kAnalyst, Operation::SignOff);
    EXPECT_EQ(error.code, ErrorCode::PermissionDenied);
    EXPECT_EQ(error.message,
              "It takes an auditor to sign off records, and the account anna is only an analyst: "
              "ask an administrator of this Portcullis.");
    EXPECT_NE(refusal({8, "", {}}, {}, Operation::SeeLog).message.find("account 8 has no role"),
              std::string::npos);
}

TEST(OwnRole, IsNotTakenByAccident)
{
    api::GatewayConfig before;
    before.roles.emplace().administrators.users = {"ada"};
    api::RoleMap after;
    after.administrators.users = {"otto"};
    const Account ada{7, "ada", {}};
    EXPECT_FALSE(checkOwnRole(before, api::SetRoles{after}, ada, 1));
    EXPECT_TRUE(checkOwnRole(before, api::SetRoles{after, true}, ada, 1));
    EXPECT_FALSE(checkOwnRole(before, api::SetRoles{std::nullopt}, ada, 1));
    EXPECT_TRUE(checkOwnRole(before, api::SetRoles{std::nullopt}, ada, 7));
    api::ReplaceConfig whole;
    EXPECT_FALSE(checkOwnRole(before, whole, ada, 1));
    whole.config.roles = before.roles;
    EXPECT_TRUE(checkOwnRole(before, whole, ada, 1));
    EXPECT_TRUE(checkOwnRole(before, api::SetRoles{after}, {0, "root", {}}, 1));
}

} // namespace
} // namespace portcullis::policy
