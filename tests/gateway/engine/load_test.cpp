#include "tests/gateway/engine/era_client.h"

// Many calls at once, and large ones.
namespace portcullis::test {
namespace {

class LoadTest : public testing::Test
{
protected:
    void run(const std::vector<std::string>& servers, const std::vector<std::string>& options = {})
    {
        for (const std::string& server : servers) {
            harness.addServer(server, options);
        }
        harness.start();
        harness.open();
        one = harness.makeKey({"a:*", "b:*", "c:*"});
        two = harness.makeKey({"a:*", "b:*", "c:*"});
        for (const std::string& server : servers) {
            awaitTools(harness, one, server + "__echo");
        }
    }

    void setLimits(const std::function<void(api::Limits&)>& change) const
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(done); });
        api::Settings settings = (*config)->settings;
        change(settings.limits);
        ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    }

    GatewayHarness harness;
    GatewayHarness::Key one;
    GatewayHarness::Key two;
};

// D-25, G-14: those of the stateless client all have the same id
TEST_F(LoadTest, TwoHundredCallsOfTwoClientsGetTheirOwnAnswers)
{
    run({"a", "b", "c"});
    setLimits([](api::Limits& limits) {
        limits.inFlightPerKey = 100;
        limits.streamsPerKey = 100;
    });
    const EraClient session(harness, one, Era::Session);
    const EraClient stateless(harness, two, Era::Stateless);
    std::vector<std::unique_ptr<RawClient>> open;
    const auto argument = [](int i) { return R"({"who":)" + std::to_string(1000 + i) + "}"; };
    for (int i = 0; i < 200; ++i) {
        open.push_back(std::make_unique<RawClient>(harness.port()));
        const std::string tool = std::string(1, static_cast<char>('a' + i % 3)) + "__echo";
        const bool even = i % 2 == 0;
        (even ? session : stateless)
            .begin(*open.back(), tool, argument(i), even ? std::to_string(i) : "1");
    }
    for (int i = 0; i < 200; ++i) {
        RawClient& client = *open[static_cast<std::size_t>(i)];
        const std::string id = i % 2 == 0 ? std::to_string(i) : "1";
        ASSERT_TRUE(client.readUntil(R"("id":)" + id + ",")) << client.received();
        ASSERT_TRUE(client.readUntil(R"({\"who\":)" + std::to_string(1000 + i) + "}"))
            << client.received();
        EXPECT_EQ(countIn(client.received(), "who"), 1U);
    }
    EXPECT_EQ(harness.status().inFlight, 0U);
}

class LargeCalls : public LoadTest, public testing::WithParamInterface<const char*>
{};

TEST_P(LargeCalls, PassBothWays)
{
    run({"a"}, {GetParam()});
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, one, era);
        for (const std::size_t size : {1'500'000U, 5'000'000U}) {
            const std::string text = std::string(size - 1, 'x') + "y";
            const HttpReply reply = client.call("a__echo", R"({"text":")" + text + "\"}");
            EXPECT_EQ(reply.status, 200U) << size;
            EXPECT_NE(reply.body.find(R"(\"text\":\")" + text + R"(\"})"), std::string::npos)
                << size;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Servers, LargeCalls, testing::Values("era=session", "era=stateless"));

// E-64
TEST_F(LoadTest, AResultOverTheLimitIsAnErrorOfItsCall)
{
    run({"a"});
    setLimits([](api::Limits& limits) { limits.resultBytes = 100'000; });
    const EraClient client(harness, one, Era::Session);
    const HttpReply large =
        client.call("a__echo", R"({"text":")" + std::string(200'000, 'x') + "\"}");
    EXPECT_NE(large.json().find(R"("isError":true)"), std::string::npos);
    EXPECT_LT(large.body.size(), 10'000U);
    EXPECT_EQ(client.call("a__echo").json().find("isError"), std::string::npos);
}

} // namespace
} // namespace portcullis::test
