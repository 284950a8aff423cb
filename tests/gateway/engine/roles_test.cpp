#include "gateway/base/peer_identity.h"
#include "tests/gateway/engine/line_client.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <mutex>

namespace portcullis::engine {
namespace {

using nlohmann::json;
using test::callText;
using test::GatewayHarness;
using test::LineClient;

// Whoever connects is who the test says.
class ScriptedIdentity final : public PeerIdentity
{
public:
    Account ofUser(std::uint32_t uid) const override
    {
        const std::scoped_lock lock(m_mutex);
        Account account = m_account;
        account.uid = m_account.name.empty() ? uid : account.uid;
        return account;
    }

    void become(Account account)
    {
        const std::scoped_lock lock(m_mutex);
        m_account = std::move(account);
    }

private:
    mutable std::mutex m_mutex;
    Account m_account; // protected by m_mutex
};

const Account kAda{4001, "ada", {"ada"}};           // administrator
const Account kOtto{4002, "otto", {"otto"}};        // auditor
const Account kAnna{4003, "anna", {"analysts"}};    // analyst, through her group
const Account kStranger{4004, "eve", {"visitors"}}; // nobody

const json kWholeLog = {{"records", {{"begin", 0}}}};

// One person at the control socket.
class Person
{
public:
    Person(ScriptedIdentity& identity, const Account& account, const std::filesystem::path& socket)
        : m_client((identity.become(account), socket))
    {
        static_cast<void>(ask("status")); // by then it is known who this is
    }

    // The whole answer; events that come meanwhile are kept.
    json ask(const std::string& command, const json& params = json::object())
    {
        const json request = {{"id", ++m_last}, {"command", command}, {"params", params}};
        m_client.send(request.dump());
        for (;;) {
            json line = next();
            if (!line.is_object() || (line.contains("id") && !line.contains("progress"))) {
                return line;
            }
            if (line.contains("event")) {
                events.push_back(std::move(line));
            }
        }
    }

    std::string refusal(const std::string& command, const json& params = json::object())
    {
        const json answer = ask(command, params);
        return answer.contains("error") ? answer["error"]["code"].get<std::string>() : "none";
    }

    json next() { return json::parse(m_client.line(), nullptr, false); }

    std::vector<json> events;

private:
    LineClient m_client;
    int m_last = 0;
};

json rolesChange(const api::RoleMap& map, bool evenOwn = false)
{
    const auto members = [](const api::RoleMembers& of) {
        return json{{"users", of.users}, {"groups", of.groups}};
    };
    return {{"type", "roles.set"},
            {"roles",
             {{"administrators", members(map.administrators)},
              {"auditors", members(map.auditors)},
              {"analysts", members(map.analysts)}}},
            {"evenOwn", evenOwn}};
}

// A gateway whose roles are given out, with a key of anna's and one of somebody else's.
class RolesTest : public test::SocketsFixture
{
protected:
    void begin()
    {
        harness.adjust = [this](GatewayOptions& options) {
            options.identity = identity;
            options.exportFolder = harness.folder.path() / "bundles";
        };
        run();
        ASSERT_FALSE(HasFatalFailure());
        other = harness.makeKey({"fx:*"});
        const auto config = harness.wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(std::move(done)); });
        ASSERT_TRUE(config);
        api::UpdateKey mine = api::updateOf(*api::findKey(**config, key.id));
        mine.owner = "anna";
        ASSERT_TRUE(harness.apply(mine));
        map.administrators.users = {"ada"};
        map.auditors.users = {"otto"};
        map.analysts.groups = {"analysts"};
        ASSERT_TRUE(harness.apply(api::SetRoles{map, true}));
    }

    Person person(const Account& account) { return {*identity, account, path(kControlSocket)}; }

    void call(const GatewayHarness::Key& with) const
    {
        const test::Fields session = harness.initialize(with);
        EXPECT_EQ(harness.post(with, callText("fx__echo"), session).status, 200U);
    }

    std::shared_ptr<ScriptedIdentity> identity = std::make_shared<ScriptedIdentity>();
    GatewayHarness::Key other;
    api::RoleMap map;
};

TEST_F(RolesTest, AnAnalystSeesOwnKeysAndNothingOfOthers)
{
    begin();
    Person anna = person(kAnna);
    const json config = anna.ask("config")["result"];
    ASSERT_EQ(config["keys"].size(), 1U);
    EXPECT_EQ(config["keys"][0]["id"], key.id.str());
    EXPECT_TRUE(config["servers"].empty());
    EXPECT_FALSE(config.contains("roles"));
    const json status = anna.ask("status")["result"];
    EXPECT_EQ(status["permissions"]["account"], "anna/4003");
    EXPECT_EQ(status["permissions"]["roles"], json({"analyst"}));
    EXPECT_TRUE(status["servers"].empty());
    EXPECT_EQ(status["dataFolder"], "");
    EXPECT_EQ(anna.refusal("serverTools", {{"server", "fx"}}), "permission_denied");
    EXPECT_EQ(anna.refusal("holds"), "permission_denied");
    EXPECT_EQ(anna.refusal("stageTimes"), "permission_denied");
}

TEST_F(RolesTest, AnAnalystSeesOwnCallsAndNotThatThereAreOthers)
{
    begin();
    call(other);
    call(key);
    Person otto = person(kOtto);
    const json all = otto.ask("activity", {{"limit", 10}})["result"]["rows"];
    ASSERT_EQ(all.size(), 2U);
    Person anna = person(kAnna);
    const json own = anna.ask("activity", {{"limit", 10}})["result"]["rows"];
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0]["key"], key.id.str());
    EXPECT_TRUE(anna.ask("activity",
                         {{"limit", 10}, {"keys", json::array({other.id.str()})}})["result"]["rows"]
                    .empty());
    EXPECT_TRUE(anna.ask("callDetails", {{"n", own[0]["n"]}}).contains("result"));
    EXPECT_EQ(all[1]["key"], other.id.str());
    EXPECT_EQ(anna.refusal("callDetails", {{"n", all[1]["n"]}}), "not_found");
}

TEST_F(RolesTest, AnAnalystIsToldOfOwnCallsWithoutGaps)
{
    begin();
    Person anna = person(kAnna);
    ASSERT_TRUE(anna.ask("observe").contains("result"));
    call(other);
    call(key);
    std::uint64_t last = 0;
    bool own = false;
    while (!own) {
        json event = anna.events.empty() ? anna.next() : anna.events.front();
        if (!anna.events.empty()) {
            anna.events.erase(anna.events.begin());
        }
        ASSERT_TRUE(event.is_object());
        event = event["event"];
        EXPECT_EQ(event["sequence"], last + 1);
        last = event["sequence"];
        if (event["type"] == "call_changed") {
            EXPECT_EQ(event["row"]["key"], key.id.str());
            own = event["row"]["outcome"] == "ok";
        }
    }
}

TEST_F(RolesTest, ARefusedChangeIsRecordedOnceInAWhile)
{
    begin();
    Person anna = person(kAnna);
    const json remove = {{"type", "server.remove"}, {"id", "fx"}};
    for (int i = 0; i < 5; ++i) {
        const json answer = anna.ask("apply", remove);
        EXPECT_EQ(answer["error"]["code"], "permission_denied");
        EXPECT_NE(answer["error"]["message"].get<std::string>().find("an administrator"),
                  std::string::npos);
    }
    Person otto = person(kOtto);
    json rows;
    ASSERT_TRUE(GatewayHarness::eventually([&] {
        rows = otto.ask("activity", {{"refusedOnly", true}})["result"]["rows"];
        return !rows.empty();
    }));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["reason"], "role_missing");
    const json details = otto.ask("callDetails", {{"n", rows[0]["n"]}})["result"];
    const std::string body =
        details["outcomeBody"].get<std::string>() + details["intentBody"].get<std::string>();
    EXPECT_NE(body.find(R"("operation":"config.change")"), std::string::npos) << details;
    EXPECT_NE(body.find(R"("user":"anna/4003")"), std::string::npos) << details;
    EXPECT_TRUE(otto.ask("config")["result"]["servers"].size() == 1);
}

TEST_F(RolesTest, AnAuditorExaminesAndSignsOffAndConfiguresNothing)
{
    begin();
    Person otto = person(kOtto);
    EXPECT_EQ(otto.ask("config")["result"]["keys"].size(), 2U);
    EXPECT_EQ(otto.refusal("apply", {{"type", "server.remove"}, {"id", "fx"}}),
              "permission_denied");
    EXPECT_EQ(otto.refusal("createKey", {{"label", "x"}}), "permission_denied");
    EXPECT_EQ(otto.refusal("putSecret", {{"name", "x"}, {"secret", "y"}}), "permission_denied");
    EXPECT_EQ(otto.refusal("restartServer", {{"server", "fx"}}), "permission_denied");
    EXPECT_EQ(otto.refusal("removeOld", {{"onlyLook", false}}), "permission_denied");
    const json review = {{"begin", 0}, {"end", 1}, {"findings", false}, {"comment", "seen"}};
    EXPECT_TRUE(otto.ask("signOff", review)["result"]["n"].is_number_integer());
    Person ada = person(kAda);
    EXPECT_EQ(ada.refusal("signOff", review), "permission_denied");
    EXPECT_EQ(ada.refusal("exportBundle", {{"request", kWholeLog}, {"output", "/x"}}),
              "permission_denied");
}

TEST_F(RolesTest, RecordsNameAnAccountThatIsNotTheGatewaysOwn)
{
    begin();
    Person ada = person(kAda);
    const json hold = ada.ask("setHold", {{"records", json::object()}, {"reason", "a dispute"}});
    ASSERT_TRUE(hold.contains("result")) << hold;
    EXPECT_EQ(hold["result"]["by"], "ctl ada/4001");
    const json release = {{"id", hold["result"]["id"]}, {"reason", "over"}};
    EXPECT_EQ(ada.refusal("releaseHold", release), "permission_denied");
    Person otto = person(kOtto);
    EXPECT_EQ(otto.refusal("releaseHold", release), "none");
}

TEST_F(RolesTest, AnotherAccountHasBundlesWrittenInTheFolderForThatAlone)
{
    begin();
    Person otto = person(kOtto);
    const auto bundles = harness.folder.path() / "bundles";
    for (const auto& output : {harness.folder.path() / "data" / "vault.json",
                               bundles / ".." / "data" / "config.json",
                               bundles / ".."}) {
        const json answer = otto.ask(
            "exportBundle", {{"request", kWholeLog}, {"secret", ""}, {"output", output.string()}});
        EXPECT_EQ(answer["error"]["code"], "invalid_argument") << output;
        EXPECT_NE(answer["error"]["message"].get<std::string>().find("writes bundles in"),
                  std::string::npos);
    }
    std::filesystem::create_directory(bundles);
    const auto good = bundles / "log.zip";
    const json done = otto.ask("exportBundle",
                               {{"request", kWholeLog}, {"secret", ""}, {"output", good.string()}});
    ASSERT_TRUE(done.contains("result")) << done;
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(good).permissions(),
              perms::owner_read | perms::owner_write | perms::group_read);
    EXPECT_TRUE(std::filesystem::exists(harness.folder.path() / "data" / "config.json"));
}

TEST_F(RolesTest, WhoHasNoRoleLearnsThatAndNothingElse)
{
    begin();
    Person eve = person(kStranger);
    const json status = eve.ask("status")["result"];
    EXPECT_TRUE(status["permissions"]["roles"].empty());
    EXPECT_TRUE(status["permissions"]["operations"].empty());
    EXPECT_EQ(status["endpoint"], "");
    EXPECT_EQ(eve.refusal("config"), "permission_denied");
    EXPECT_EQ(eve.refusal("activity"), "permission_denied");
    EXPECT_EQ(eve.refusal("budgets"), "permission_denied");
    EXPECT_EQ(eve.refusal("unlock", {{"passphrase", "x"}}), "permission_denied");
}

TEST_F(RolesTest, TheLastAdministratorAndTheOwnRoleAreKept)
{
    begin();
    Person ada = person(kAda);
    api::RoleMap without = map;
    without.administrators.users = {"otto"};
    EXPECT_EQ(ada.refusal("apply", rolesChange(without)), "invalid_argument");
    api::RoleMap nobody = map;
    nobody.administrators = {};
    EXPECT_EQ(ada.refusal("apply", rolesChange(nobody, true)), "invalid_argument");
    EXPECT_EQ(ada.refusal("apply", rolesChange(without, true)), "none");
    EXPECT_EQ(ada.refusal("apply", rolesChange(map)), "permission_denied");
}

TEST_F(RolesTest, RootIsAdministratorInAnyCase)
{
    begin();
    Person root = person({0, "root", {"root"}});
    EXPECT_EQ(root.ask("status")["result"]["permissions"]["roles"], json({"administrator"}));
    EXPECT_EQ(root.refusal("apply", rolesChange(map)), "none");
}

TEST_F(RolesTest, WithoutRolesTheOwnAccountHasThemAll)
{
    harness.adjust = [this](GatewayOptions& options) { options.identity = identity; };
    run();
    Person self = person({ownUser(), "keeper", {}});
    EXPECT_EQ(self.ask("status")["result"]["permissions"]["roles"],
              json({"administrator", "auditor", "analyst"}));
    Person anna = person(kAnna);
    EXPECT_TRUE(anna.ask("status")["result"]["permissions"]["roles"].empty());
}

TEST_F(RolesTest, TheProgramsOwnFaceIsAskedLikeEverybody)
{
    begin(); // the own account is not in the map
    if (ownUser() == 0) {
        GTEST_SKIP() << "root is administrator in any case";
    }
    const auto refused = harness.apply(api::RemoveServer{ServerId("fx")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PermissionDenied);
}

} // namespace
} // namespace portcullis::engine
