#include "tests/gateway/engine/line_client.h"

#include <gtest/gtest.h>

#include <filesystem>

// What the log says of who called and which request of a model led to it.
namespace portcullis::engine {
namespace {

using test::GatewayHarness;
using test::kInitialize;
using test::kWelcome;
using test::LineClient;

constexpr const char* kTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

class CallerTest : public test::SocketsFixture
{
protected:
    // The newest record's intent, or whatever began it.
    std::string intent()
    {
        const auto rows = harness.activity().rows;
        if (rows.empty()) {
            return {};
        }
        const auto details = GatewayHarness::wait<api::CallDetails>(
            [&](auto done) { harness.gateway->callDetails(rows.front().n, done); });
        return details ? details->intentBody + details->intentHeader : details.error().message;
    }

    static std::string call(const std::string& meta)
    {
        return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fx__echo","arguments":{})" +
               (meta.empty() ? "" : R"(,"_meta":)" + meta) + "}}";
    }

    const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
    const std::string pid = std::to_string(::getpid());
};

TEST_F(CallerTest, HttpRecordsProcessRevisionAndParentFromHeaders)
{
    run();
    test::Fields fields = harness.initialize(key);
    fields.emplace_back("traceparent", kTrace);
    fields.emplace_back("X-Request-Id", "req-17");
    fields.emplace_back("X-Portcullis-Model", "some-model");
    ASSERT_EQ(harness.post(key, call(""), fields).status, 200U);
    const std::string body = intent();
    for (const std::string& expected :
         {std::string(kTrace), std::string("req-17"), std::string("some-model"), program, pid}) {
        EXPECT_NE(body.find(expected), std::string::npos) << expected << " in " << body;
    }
    EXPECT_NE(body.find(R"("revision":"2025-11-25")"), std::string::npos) << body;
}

TEST_F(CallerTest, HttpRecordsTheParentOfEachElementOfABatch)
{
    run();
    const test::Fields session = harness.initialize(key, "2025-03-26");
    const std::string meta = R"({"io.portcullis/parent":{"requestId":"from-batch"}})";
    ASSERT_EQ(harness.post(key, "[" + call(meta) + "]", session).status, 200U);
    EXPECT_NE(intent().find("from-batch"), std::string::npos);
}

TEST_F(CallerTest, SocketRecordsProcessRevisionAndParentFromMeta)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    ASSERT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    const std::string meta =
        R"({"traceparent":")" + std::string(kTrace) +
        R"(","io.portcullis/parent":{"requestId":"req-18","model":"m","conversation":"c-1"}})";
    ASSERT_NE(client.ask(call(meta)).find("result"), std::string::npos);
    const std::string body = intent();
    for (const std::string& expected :
         {std::string(kTrace), std::string("req-18"), std::string("c-1"), program, pid}) {
        EXPECT_NE(body.find(expected), std::string::npos) << expected << " in " << body;
    }
    EXPECT_NE(body.find(R"("revision":"2025-11-25")"), std::string::npos) << body;
}

} // namespace
} // namespace portcullis::engine
