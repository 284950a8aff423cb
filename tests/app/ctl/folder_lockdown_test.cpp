#include "app/ctl/ask.h"
#include "app/ctl/folder_gateway.h"
#include "gateway/base/crypto.h"
#include "tests/support/policy_folder.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

// The command line on a folder that no gateway uses, under a signed policy.
namespace portcullis::ctl {
namespace {

using test::PolicyFolder;

class FolderLockdown : public testing::Test
{
protected:
    [[nodiscard]] FolderGateway::Options options() const
    {
        FolderGateway::Options made;
        made.dataFolder = m_data.path() / "data";
        made.policy = m_policies.place();
        made.openMaster = [] { return randomSecret(32); };
        return made;
    }

    [[nodiscard]] Result<api::ConfigPtr> apply(const api::ConfigChange& change) const
    {
        FolderGateway gateway(options());
        return applyChange(gateway, change);
    }

    [[nodiscard]] std::optional<api::LockdownStatus> lockdown() const
    {
        FolderGateway gateway(options());
        return askStatus(gateway).value().lockdown;
    }

    PolicyFolder m_policies;

private:
    portcullis::test::TempFolder m_data;
};

TEST_F(FolderLockdown, HoldsChangesAgainstThePolicy)
{
    m_policies.put(PolicyFolder::text(
        1,
        R"({"fixed":{"/settings/receipts":false},"servers":[{"id":"fx","command":["/opt/fx"]}]})"));
    api::Settings settings;
    const auto refused = apply(api::UpdateSettings{settings});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PermissionDenied);
    settings.receipts = false;
    EXPECT_TRUE(apply(api::UpdateSettings{settings}));
    api::ServerConfig server;
    server.id = ServerId("fx");
    server.command = {"/opt/fx"};
    const auto added = apply(api::AddServer{server});
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_FALSE((*added)->settings.receipts) << "fixed values come along";
    server.id = ServerId("own");
    EXPECT_FALSE(apply(api::AddServer{server}));
    FolderGateway gateway(options());
    const auto tried =
        ask<api::ServerReport>([&](auto done) { gateway.testServer(server, std::move(done)); });
    ASSERT_FALSE(tried);
    EXPECT_EQ(tried.error().code, ErrorCode::PermissionDenied);
    EXPECT_EQ(lockdown().value().version, 1U);
}

TEST_F(FolderLockdown, ChangesNothingWhileThePolicyIsNotRight)
{
    EXPECT_FALSE(lockdown());
    EXPECT_TRUE(apply(api::UpdateSettings{}));
    m_policies.put(PolicyFolder::text(1, "{}"), "not signed");
    EXPECT_FALSE(apply(api::UpdateSettings{}));
    EXPECT_NE(lockdown().value().problem.find("not signed by a key"), std::string::npos);
    m_policies.put(PolicyFolder::text(1, "{}", R"(,"expires":"2020-01-02T00:00:00Z")"));
    EXPECT_NE(lockdown().value().problem.find("expired"), std::string::npos);
    EXPECT_FALSE(apply(api::UpdateSettings{}));
}

} // namespace
} // namespace portcullis::ctl
