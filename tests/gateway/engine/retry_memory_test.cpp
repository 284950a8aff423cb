#include "gateway/engine/kept_states.h"
#include "gateway/engine/retry_memory.h"
#include "tests/support/manual_clock.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace portcullis::engine {
namespace {

using Kind = RetryMemory::Kind;

Conclusion answered(const std::string& text, api::Outcome outcome = api::Outcome::Ok)
{
    Conclusion conclusion;
    conclusion.outcome = outcome;
    conclusion.answer = text;
    return conclusion;
}

class RetryMemoryTest : public testing::Test
{
protected:
    [[nodiscard]] RetryMemory::Entry enter(const std::string& state, const std::string& answers)
    {
        return memory.enter(io.get_executor(), state, answers);
    }

    // What a request that waits is given by now; "waits" before that.
    [[nodiscard]] std::string waiting(const std::shared_ptr<Retry>& retry)
    {
        auto text = std::make_shared<std::string>("waits");
        auto wait = [](std::shared_ptr<Retry> what,
                       std::shared_ptr<std::string> out) -> http::Task<> {
            const auto ended = co_await Retry::ended(std::move(what));
            *out = ended ? ended->answer : "nothing";
        };
        http::asio::co_spawn(io, wait(retry, text), http::asio::detached);
        io.restart();
        io.poll();
        return *text;
    }

    portcullis::test::ManualClock clock;
    http::asio::io_context io;
    RetryMemory memory{clock};
};

TEST_F(RetryMemoryTest, ASecondRequestWaitsForTheFirst)
{
    const auto first = enter("s", "a");
    EXPECT_EQ(first.kind, Kind::First);
    const auto second = enter("s", "a");
    ASSERT_EQ(second.kind, Kind::Repeated);
    EXPECT_EQ(waiting(second.retry), "waits");
    first.retry->end(answered("done"));
    EXPECT_EQ(waiting(second.retry), "done");
    EXPECT_EQ(waiting(enter("s", "a").retry), "done");
    EXPECT_EQ(enter("t", "a").kind, Kind::First);
}

TEST_F(RetryMemoryTest, OtherAnswersAreRefusedUnlessMoreWasAskedFor)
{
    const auto first = enter("s", "a");
    EXPECT_EQ(enter("s", "b").kind, Kind::Refused);
    first.retry->end(answered("done"));
    EXPECT_EQ(enter("s", "b").kind, Kind::Refused);
    const auto other = enter("t", "a");
    other.retry->end(answered("more", api::Outcome::InputRequired));
    EXPECT_EQ(enter("t", "b").kind, Kind::First);
}

TEST_F(RetryMemoryTest, AFirstOneThatIsDroppedLeavesTheOthersWithoutAnAnswer)
{
    auto first = enter("s", "a");
    const auto second = enter("s", "a");
    first.retry.reset();
    EXPECT_EQ(waiting(second.retry), "nothing");
}

TEST_F(RetryMemoryTest, AnAnswerIsForgottenAMinuteAfterIt)
{
    const auto first = enter("s", "a");
    clock.advance(std::chrono::minutes(5));
    memory.sweep();
    EXPECT_EQ(memory.size(), 1U); // it runs
    first.retry->end(answered("done"));
    memory.sweep();
    clock.advance(RetryMemory::kLife);
    memory.sweep();
    EXPECT_EQ(memory.size(), 1U);
    clock.advance(std::chrono::seconds(1));
    memory.sweep();
    EXPECT_EQ(memory.size(), 0U);
}

// B-52: an answer that was too much to keep is no reason to run anything twice.
TEST_F(RetryMemoryTest, ForgetsAnswersButNotThatTheyWereGiven)
{
    for (int i = 0; i < 40; ++i) {
        enter("large" + std::to_string(i), "a").retry->end(answered(std::string(1 << 20, 'x')));
    }
    EXPECT_LE(memory.bytes(), RetryMemory::kMostBytes + (1U << 20U));
    EXPECT_EQ(memory.size(), 40U);
    const auto again = enter("large0", "a");
    ASSERT_EQ(again.kind, Kind::Repeated);
    EXPECT_EQ(waiting(again.retry), "");
    EXPECT_EQ(enter("large0", "b").kind, Kind::Refused);
    EXPECT_EQ(waiting(enter("large39", "a").retry).size(), 1U << 20U);
}

TEST_F(RetryMemoryTest, RefusesWhatIsNewWhereItWouldHaveToForgetSomething)
{
    for (std::size_t i = 0; i < RetryMemory::kMost; ++i) {
        enter(std::to_string(i), "a").retry->end(answered("x"));
    }
    EXPECT_EQ(enter("late", "a").kind, Kind::Full);
    EXPECT_EQ(enter("0", "a").kind, Kind::Repeated);
    clock.advance(RetryMemory::kLife + std::chrono::seconds(1));
    EXPECT_EQ(enter("late", "a").kind, Kind::First);
}

// The first request may arrive once more after a later one with the same state.
TEST_F(RetryMemoryTest, EarlierAnswersAreNotTakenAgain)
{
    enter("s", "a").retry->end(answered("more", api::Outcome::InputRequired));
    enter("s", "b").retry->end(answered("still more", api::Outcome::InputRequired));
    EXPECT_EQ(enter("s", "a").kind, Kind::Refused);
    EXPECT_EQ(enter("s", "c").kind, Kind::First);
}

TEST(KeptStates, LeadTheirKeyBackAndNoOther)
{
    portcullis::test::ManualClock clock;
    KeptStates states(clock);
    const auto handle = states.keep(KeyId("a"), "state");
    ASSERT_TRUE(handle);
    EXPECT_EQ(states.find(KeyId("a"), *handle), "state");
    EXPECT_EQ(states.find(KeyId("a"), *handle), "state");
    EXPECT_EQ(states.find(KeyId("b"), *handle), std::nullopt);
    EXPECT_EQ(states.find(KeyId("a"), "x"), std::nullopt);
    clock.advance(KeptStates::kLife + std::chrono::seconds(1));
    states.sweep([](const KeyId&) { return true; });
    EXPECT_EQ(states.find(KeyId("a"), *handle), std::nullopt);
}

TEST(KeptStates, KeepToTheirLimits)
{
    portcullis::test::ManualClock clock;
    KeptStates states(clock);
    EXPECT_FALSE(states.keep(KeyId("a"), std::string(KeptStates::kMostBytes + 1, 'x')));
    const auto first = states.keep(KeyId("a"), "first");
    for (std::size_t i = 0; i < KeptStates::kMostOfKey; ++i) {
        clock.advance(std::chrono::seconds(1));
        EXPECT_TRUE(states.keep(KeyId("a"), "later"));
    }
    EXPECT_EQ(states.find(KeyId("a"), *first), std::nullopt);
    for (std::size_t i = KeptStates::kMostOfKey; i < KeptStates::kMost; ++i) {
        EXPECT_TRUE(states.keep(KeyId("k" + std::to_string(i)), "x"));
    }
    EXPECT_FALSE(states.keep(KeyId("late"), "x"));
    states.sweep([](const KeyId& key) { return key != KeyId("a"); });
    EXPECT_TRUE(states.keep(KeyId("late"), "x"));
}

} // namespace
} // namespace portcullis::engine
