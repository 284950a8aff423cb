#include "gateway/base/program_file.h"
#include "tests/gateway/engine/line_client.h"

#include <algorithm>
#include <filesystem>

// Keys with two secrets, and keys that are bound to ways in, programs and cases.
namespace portcullis::engine {
namespace {

using api::KeyTransport;
using test::callText;
using test::GatewayHarness;
using test::kInitialize;
using test::kWelcome;
using test::LineClient;

constexpr const char* kNotValid = "The virtual key is not valid.";

class KeyBindingTest : public test::SocketsFixture
{
protected:
    [[nodiscard]] api::UpdateKey update() const
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(done); });
        return api::updateOf(*api::findKey(**config, key.id));
    }

    void bind(api::KeyTransports transports, api::KeyPrograms programs = {}) const
    {
        api::UpdateKey change = update();
        change.transports = std::move(transports);
        change.programs = std::move(programs);
        ASSERT_TRUE(harness.apply(change));
    }

    // What the newest record says of a refusal; waits for it.
    [[nodiscard]] bool recorded(api::Reason reason) const
    {
        return GatewayHarness::eventually([this, reason] {
            const auto rows = harness.activity().rows;
            return std::ranges::any_of(rows, [this, reason](const api::ActivityRow& row) {
                return row.reason == reason && row.key == key.id;
            });
        });
    }

    [[nodiscard]] std::string newestIntent() const
    {
        const auto rows = harness.activity().rows;
        const auto details = GatewayHarness::wait<api::CallDetails>([&](auto done) {
            harness.gateway->callDetails(rows.empty() ? -1 : rows.front().n, done);
        });
        return details ? details->intentBody : details.error().message;
    }

    [[nodiscard]] Result<api::CreatedKey> rotate(std::chrono::seconds overlap) const
    {
        return GatewayHarness::wait<api::CreatedKey>(
            [&](auto done) { harness.gateway->rotateKey({key.id, overlap, false}, done); });
    }

    // The answer to a request over HTTP.
    [[nodiscard]] test::HttpReply ask(const std::string& secret) const
    {
        return harness.post({key.id, secret}, kInitialize, {});
    }

    [[nodiscard]] api::BoundProgram self() const
    {
        const auto program = std::filesystem::read_symlink("/proc/self/exe");
        return {hashProgram(program).value_or(Digest{}), program.string()};
    }
};

TEST_F(KeyBindingTest, BothSecretsWorkUntilTheOldOneIsEnded)
{
    run();
    const auto made = rotate(std::chrono::hours(1));
    ASSERT_TRUE(made) << made.error().message;
    const std::string fresh(made->secret.revealText());
    ASSERT_TRUE(made->key.retiring);
    EXPECT_EQ(ask(key.secret).status, 200U);
    EXPECT_EQ(ask(fresh).status, 200U);
    ASSERT_TRUE(harness.apply(api::EndOldSecret{key.id}));
    EXPECT_EQ(ask(fresh).status, 200U);
    const test::HttpReply old = ask(key.secret);
    const test::HttpReply stranger = ask("pcl_nobody");
    EXPECT_EQ(old.status, 401U);
    EXPECT_EQ(old.body, stranger.body);
}

TEST_F(KeyBindingTest, ARotationNeedsConsentWhileAnOlderSecretWorks)
{
    run();
    ASSERT_TRUE(rotate(std::chrono::hours(1)));
    const auto again = rotate(std::chrono::hours(1));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
    EXPECT_FALSE(rotate(api::kMaxOverlap + std::chrono::hours(1)));
}

TEST_F(KeyBindingTest, TheRecordTellsThatTheOldSecretWasUsed)
{
    run();
    ASSERT_TRUE(rotate(std::chrono::hours(1)));
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__echo")).find("result"), std::string::npos);
    EXPECT_NE(newestIntent().find(R"("retiring":true)"), std::string::npos) << newestIntent();
}

TEST_F(KeyBindingTest, AnotherWayInIsRefusedLikeAnUnknownKey)
{
    run();
    bind({KeyTransport::Stdio});
    const test::HttpReply bound = ask(key.secret);
    const test::HttpReply stranger = ask("pcl_nobody");
    EXPECT_EQ(bound.status, stranger.status);
    EXPECT_EQ(bound.body, stranger.body);
    EXPECT_TRUE(recorded(api::Reason::KeyNotForTransport));
    LineClient client(path(kBridgeSocket));
    EXPECT_EQ(client.ask(greeting()), kWelcome);
    bind({KeyTransport::Http});
    EXPECT_EQ(ask(key.secret).status, 200U);
    LineClient refused(path(kBridgeSocket));
    EXPECT_NE(refused.ask(greeting()).find(kNotValid), std::string::npos);
}

TEST_F(KeyBindingTest, AProgramIsToldOnTheSocketAndNotOverHttp)
{
    run();
    bind({}, {self()});
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__echo")).find("result"), std::string::npos);
    EXPECT_NE(newestIntent().find(R"("program":{"path":")" + self().path), std::string::npos)
        << newestIntent();
    EXPECT_EQ(ask(key.secret).status, 401U);
    EXPECT_TRUE(recorded(api::Reason::ProgramUnknown));
}

TEST_F(KeyBindingTest, AnotherProgramIsRefusedLikeAnUnknownKey)
{
    run();
    bind({}, {{sha256("another program"), {}}});
    LineClient client(path(kBridgeSocket));
    const std::string refused = client.ask(greeting());
    LineClient stranger(path(kBridgeSocket));
    EXPECT_EQ(refused, stranger.ask(R"({"portcullis":1,"key":"pcl_nobody"})"));
    EXPECT_TRUE(recorded(api::Reason::KeyNotForProgram));
}

TEST_F(KeyBindingTest, ABindingHoldsForConnectionsThatAreThere)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    bind({}, {{sha256("another program"), {}}});
    EXPECT_NE(client.ask(callText("fx__echo")).find(kNotValid), std::string::npos);
    EXPECT_EQ(client.line(), "");
}

TEST_F(KeyBindingTest, CallsAreListedByTheirCase)
{
    run();
    ASSERT_TRUE(harness.apply(api::AddCase{{CaseId("tiger"), {}, {}, {}, {}}}));
    api::UpdateKey change = update();
    change.caseId = CaseId("tiger");
    ASSERT_TRUE(harness.apply(change));
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__echo")).find("result"), std::string::npos);
    EXPECT_NE(newestIntent().find(R"("case":"tiger")"), std::string::npos) << newestIntent();
    api::ActivityQuery query;
    query.caseId = CaseId("tiger");
    const auto listed = [&] {
        return GatewayHarness::wait<api::ActivityPage>(
            [&](auto done) { harness.gateway->activity(query, done); });
    };
    ASSERT_EQ(listed()->rows.size(), 1U);
    EXPECT_EQ(listed()->rows[0].caseId, CaseId("tiger"));
    query.caseId = CaseId("lion");
    EXPECT_TRUE(listed()->rows.empty());
}

} // namespace
} // namespace portcullis::engine
