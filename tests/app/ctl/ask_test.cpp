#include "app/ctl/ask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::ctl {

TEST(Ask, GivesWhatTheGatewayAnswers)
{
    const auto answer = ask<int>([](const api::Completion<int>& done) { done(7); });
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, 7);
}

TEST(Ask, GivesUpOnAGatewayThatDoesNotAnswerAndDropsWhatComesLate)
{
    api::Completion<> late;
    const auto answer = ask<void>([&](api::Completion<> done) { late = std::move(done); },
                                  std::chrono::milliseconds(1));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::DeadlineExceeded);
    EXPECT_THAT(answer.error().message, testing::HasSubstr("did not answer within 1 s"));
    late(Result<>());
}

} // namespace portcullis::ctl
