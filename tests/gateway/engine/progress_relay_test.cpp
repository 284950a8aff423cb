#include "gateway/engine/call_records.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

// Progress on its way to a client: A-51, D-42, D-43.
namespace portcullis::engine {
namespace {

class ProgressRelayTest : public testing::Test
{
protected:
    void hear(const std::string& value, const std::string& total = {})
    {
        protocol::Progress progress;
        progress.value = std::stod(value);
        progress.valueText = value;
        progress.totalText = total;
        relay->callback()(progress);
    }

    [[nodiscard]] static std::string told(const std::string& members)
    {
        return R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":7,)" +
               members + "}}";
    }

    test::ManualClock clock;
    std::vector<std::string> sent;
    std::unique_ptr<ProgressRelay> relay = std::make_unique<ProgressRelay>(
        "7", [this](const std::string& text) { sent.push_back(text); }, clock);
};

TEST_F(ProgressRelayTest, PassesRisingValuesAsTheyCame)
{
    for (const char* value : {"1", "3.0", "2", "3", "1e1"}) {
        hear(value, "10");
    }
    EXPECT_EQ(sent,
              (std::vector<std::string>{told(R"("progress":1,"total":10)"),
                                        told(R"("progress":3.0,"total":10)"),
                                        told(R"("progress":1e1,"total":10)")}));
}

// D-42: and the total of a round is none of the whole call
TEST_F(ProgressRelayTest, GoesOnInALaterRoundWhereTheOneBeforeEnded)
{
    for (int round = 0; round < 3; ++round) {
        relay->beginRound();
        for (const char* value : {"0", "1", "2"}) {
            hear(value, "2");
        }
    }
    EXPECT_EQ(sent,
              (std::vector<std::string>{told(R"("progress":0,"total":2)"),
                                        told(R"("progress":1,"total":2)"),
                                        told(R"("progress":2,"total":2)"),
                                        told(R"("progress":3)"),
                                        told(R"("progress":4)"),
                                        told(R"("progress":5)"),
                                        told(R"("progress":6)")}));
}

// A-51: what is too fast is left out, but for the last
TEST_F(ProgressRelayTest, KeepsTheLastOfManyValues)
{
    for (int value = 1; value <= 100; ++value) {
        hear(std::to_string(value));
    }
    EXPECT_EQ(sent.size(), 20U);
    EXPECT_TRUE(relay->keeps());
    relay->offer();
    EXPECT_EQ(sent.size(), 20U);
    clock.advance(std::chrono::milliseconds(101));
    relay->offer();
    EXPECT_EQ(sent.back(), told(R"("progress":100)"));
    EXPECT_FALSE(relay->keeps());
}

TEST_F(ProgressRelayTest, SendsWhatItKeepsBeforeTheAnswerAndOnce)
{
    for (int value = 1; value <= 100; ++value) {
        hear(std::to_string(value));
    }
    relay->flush();
    relay->flush();
    EXPECT_EQ(sent.size(), 21U);
    EXPECT_EQ(sent.back(), told(R"("progress":100)"));
}

// A round that begins is no reason to lose what was heard of the one before.
TEST_F(ProgressRelayTest, SendsWhatItKeepsBeforeTheNextRound)
{
    for (int value = 1; value <= 100; ++value) {
        hear(std::to_string(value));
    }
    relay->beginRound();
    EXPECT_EQ(sent.back(), told(R"("progress":100)"));
    clock.advance(std::chrono::seconds(1));
    hear("1");
    EXPECT_EQ(sent.back(), told(R"("progress":101)"));
}

TEST_F(ProgressRelayTest, SaysNothingAfterItsEnd)
{
    const auto callback = relay->callback();
    relay.reset();
    protocol::Progress progress;
    progress.value = 1;
    progress.valueText = "1";
    callback(progress);
    EXPECT_TRUE(sent.empty());
}

} // namespace
} // namespace portcullis::engine
