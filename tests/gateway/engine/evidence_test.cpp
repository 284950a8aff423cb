#include "gateway/engine/call_receipt.h"
#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

// What a gateway gives others to hold against its log, and what it does when the log is not as it
// was left.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;

namespace fs = std::filesystem;

class EvidenceTest : public testing::Test
{
protected:
    void run()
    {
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
    }

    [[nodiscard]] fs::path data() const { return harness.folder.path() / "data"; }

    // The database as it is now, to be put back later.
    void keepCopy()
    {
        harness.stop();
        fs::copy_file(data() / "audit.db", harness.folder.path() / "older.db");
        run();
    }

    void putCopyBack()
    {
        harness.stop();
        fs::remove(data() / "audit.db-wal");
        fs::remove(data() / "audit.db-shm");
        fs::copy_file(harness.folder.path() / "older.db",
                      data() / "audit.db",
                      fs::copy_options::overwrite_existing);
    }

    [[nodiscard]] Result<> accept()
    {
        return GatewayHarness::wait<void>(
            [this](auto done) { harness.gateway->acceptLog(std::move(done)); });
    }

    // The receipt in the answer to a call.
    static JsonValue receiptIn(const JsonDocument& answer)
    {
        return answer.root()["result"]["_meta"]["io.portcullis/audit"];
    }

    GatewayHarness harness;
};

TEST(CallReceipt, TakesThePlaceOfItsMark)
{
    std::string answer = R"({"jsonrpc":"2.0","id":1,"result":{"content":[],"_meta":{"a":1,)" +
                         std::string(receiptMark()) + "}}}";
    audit::Receipt receipt;
    receipt.n = 12;
    receipt.leaf.fill(0xab);
    putReceipt(answer, "portcullis.local/x/1", receipt);
    const auto parsed = JsonDocument::parse(answer);
    ASSERT_TRUE(parsed) << answer;
    const JsonValue meta = parsed->root()["result"]["_meta"];
    EXPECT_EQ(meta["a"].integer(), 1);
    EXPECT_EQ(meta["io.portcullis/audit"]["log"].string(), "portcullis.local/x/1");
    EXPECT_EQ(meta["io.portcullis/audit"]["n"].integer(), 12);
    EXPECT_EQ(meta["io.portcullis/audit"]["leaf"].string().substr(0, 4), "abab");
}

TEST_F(EvidenceTest, ResultsOfBothErasTellTheirPlaceInTheLog)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    std::set<std::int64_t> places;
    for (const std::string& text :
         {harness.post(key, callText("fx__echo")).json(),
          harness
              .postStateless(key, "tools/call", R"("name":"fx__echo","arguments":{})", "fx__echo")
              .json()}) {
        const auto answer = JsonDocument::parse(text);
        ASSERT_TRUE(answer) << text;
        const JsonValue receipt = receiptIn(*answer);
        EXPECT_TRUE(receipt["log"].string().starts_with("portcullis.local/")) << text;
        EXPECT_EQ(receipt["leaf"].string().size(), 64U);
        places.insert(receipt["n"].integer().value_or(-1));
    }
    EXPECT_EQ(places.size(), 2U);
    EXPECT_EQ(*places.rbegin() + 1, static_cast<std::int64_t>(harness.status().auditRecords));
}

TEST_F(EvidenceTest, ReceiptsCanBeSwitchedOff)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    api::Settings settings = (*GatewayHarness::wait<api::ConfigPtr>([this](auto done) {
                                 harness.gateway->config(std::move(done));
                             }))->settings;
    settings.receipts = false;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    const std::string text = harness.post(key, callText("fx__echo")).json();
    EXPECT_NE(text.find("result"), std::string::npos) << text;
    EXPECT_EQ(text.find("io.portcullis/audit"), std::string::npos) << text;
}

TEST_F(EvidenceTest, AnOlderLogRefusesCallsUntilSomebodyAcceptsIt)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    keepCopy();
    EXPECT_EQ(harness.post(key, callText("fx__echo")).status, 200U);
    putCopyBack();
    run();
    EXPECT_EQ(harness.status().state, api::GatewayState::Refusing);
    EXPECT_NE(harness.status().logAlarm.find("older copy"), std::string::npos)
        << harness.status().logAlarm;
    const std::string refused = harness.post(key, callText("fx__echo")).json();
    EXPECT_NE(refused.find("cannot be recorded"), std::string::npos) << refused;
    EXPECT_FALSE(harness.apply(api::RemoveKey{key.id}));

    ASSERT_TRUE(accept());
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    EXPECT_EQ(harness.status().logAlarm, "");
    EXPECT_EQ(harness.status().pinPlace, api::PinPlace::Folder); // no keychain was given
    EXPECT_EQ(harness.status().pinProblem, "");
    const std::string text = harness.post(key, callText("fx__echo")).json();
    const auto answer = JsonDocument::parse(text);
    ASSERT_TRUE(answer) << text;
    EXPECT_TRUE(receiptIn(*answer)["log"].string().ends_with("/2")) << text;
    harness.stop();
    run();
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
}

TEST_F(EvidenceTest, ALogThatIsGoneIsNoticed)
{
    run();
    harness.stop();
    fs::remove(data() / "audit.db");
    fs::remove(data() / "audit.db-wal");
    run();
    EXPECT_EQ(harness.status().state, api::GatewayState::Refusing);
    EXPECT_TRUE(accept());
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    EXPECT_TRUE(accept()); // nothing more to accept
}

} // namespace
} // namespace portcullis::engine
