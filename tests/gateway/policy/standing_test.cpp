#include "gateway/policy/decision.h"
#include "gateway/policy/standing.h"
#include "gateway/policy/virtual_key.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

using namespace std::chrono_literals;
using api::Reason;

const KeyId kKey{"vk_1"};
const ServerId kFx{"fx"};
const ServerId kGx{"gx"};
constexpr WallTime kNow{1'800'000'000s};

// A key of team "ops" of customer "acme", bound to case "c1".
class StandingTest : public testing::Test
{
protected:
    StandingTest()
        : m_pepper(randomSecret(32))
        , m_made(makeKey(m_pepper))
    {
        for (const ServerId& id : {kFx, kGx}) {
            api::ServerConfig server;
            server.id = id;
            m_config.servers.push_back(server);
        }
        m_config.customers = {{CustomerId("acme"), "", false}};
        m_config.teams = {{TeamId("ops"), CustomerId("acme"), "", false}};
        m_config.cases = {{CaseId("c1"), "", {}, {}, {}}};
        api::KeyConfig key;
        key.id = kKey;
        key.hash = m_made.hash;
        key.team = TeamId("ops");
        key.caseId = CaseId("c1");
        key.allow = {{kFx, "*"}, {kGx, "read"}};
        m_config.keys = {key};
    }

    // Every way to ask gives the same answer.
    void expectReason(Reason reason) const
    {
        const api::KeyConfig& key = m_config.keys[0];
        EXPECT_EQ(standingOf(key, m_config, kNow), reason);
        EXPECT_EQ(standingOf(key, Owners(m_config), kNow), reason);
        const auto config = std::make_shared<const api::GatewayConfig>(m_config);
        const KeyRing ring(config, m_pepper.duplicate());
        EXPECT_EQ(ring.identify(m_made.secret.revealText(), kNow).reason, reason);
        const Decision decision = AllowLists(config).decide(kKey, kFx, "echo");
        EXPECT_EQ(decision.reason, reason);
        EXPECT_EQ(decision.verdict, reason == Reason::Allowed ? Verdict::Allow : Verdict::Deny);
        EXPECT_EQ(AllowLists(config).reaches(kKey, kFx), reason == Reason::Allowed);
    }

    SecretBytes m_pepper;
    MadeKey m_made;
    api::GatewayConfig m_config;
};

TEST_F(StandingTest, AKeyWhoseOwnersAreInOrderMayBeUsed)
{
    expectReason(Reason::Allowed);
    m_config.keys[0].caseId = {};
    expectReason(Reason::Allowed);
    m_config.keys[0].team = {};
    expectReason(Reason::Allowed);
}

TEST_F(StandingTest, WhatIsAboveTheKeyDisablesIt)
{
    m_config.cases[0].closed = kNow;
    expectReason(Reason::CaseClosed);
    m_config.customers[0].disabled = true;
    expectReason(Reason::CustomerDisabled);
    m_config.teams[0].disabled = true;
    expectReason(Reason::TeamDisabled);
    m_config.keys[0].disabled = true;
    expectReason(Reason::KeyDisabled);
}

TEST_F(StandingTest, WhatAKeyNamesAndIsNotThereStandsInItsWay)
{
    m_config.cases.clear();
    expectReason(Reason::CaseClosed);
    m_config.customers.clear();
    expectReason(Reason::CustomerDisabled);
    m_config.teams.clear();
    expectReason(Reason::TeamDisabled);
}

TEST_F(StandingTest, TheKeysOwnTimeCountsBeforeItsOwners)
{
    m_config.teams[0].disabled = true;
    m_config.keys[0].expires = kNow;
    EXPECT_EQ(standingOf(m_config.keys[0], m_config, kNow), Reason::KeyExpired);
    EXPECT_EQ(standingOf(m_config.keys[0], Owners(m_config), kNow), Reason::KeyExpired);
    EXPECT_EQ(standingOf(m_config.keys[0], m_config, kNow - 1us), Reason::TeamDisabled);
}

TEST_F(StandingTest, OtherKeysAreLeftAlone)
{
    api::KeyConfig other = m_config.keys[0];
    other.id = KeyId("vk_2");
    other.team = {};
    other.caseId = {};
    m_config.keys.push_back(other);
    m_config.teams[0].disabled = true;
    const auto config = std::make_shared<const api::GatewayConfig>(m_config);
    EXPECT_EQ(AllowLists(config).decide(other.id, kFx, "echo").verdict, Verdict::Allow);
}

TEST_F(StandingTest, ACallPassesTheListOfTheKeyAndThatOfItsCase)
{
    m_config.cases[0].allow = std::vector<api::AllowRule>{{kFx, "echo"}, {kGx, "*"}};
    const AllowLists lists(std::make_shared<const api::GatewayConfig>(m_config));
    EXPECT_EQ(lists.decide(kKey, kFx, "echo").verdict, Verdict::Allow);
    EXPECT_EQ(lists.decide(kKey, kFx, "echo").rule, "fx:*"); // the key's
    EXPECT_EQ(lists.decide(kKey, kFx, "add").reason, Reason::ToolNotInCase);
    EXPECT_EQ(lists.decide(kKey, kFx, "add").verdict, Verdict::Deny);
    EXPECT_EQ(lists.decide(kKey, kGx, "read").verdict, Verdict::Allow);
    EXPECT_EQ(lists.decide(kKey, kGx, "write").reason, Reason::ToolNotAllowed);
    EXPECT_FALSE(lists.reachesAll(kKey, kFx)); // the case's list names one tool only
}

TEST_F(StandingTest, AnEmptyListOfACaseAllowsNothing)
{
    m_config.cases[0].allow.emplace();
    const AllowLists lists(std::make_shared<const api::GatewayConfig>(m_config));
    EXPECT_EQ(lists.decide(kKey, kFx, "echo").reason, Reason::ToolNotInCase);
    EXPECT_FALSE(lists.reaches(kKey, kFx));
}

} // namespace
} // namespace portcullis::policy
