#include "gateway/api/status.h"

#include <gtest/gtest.h>

#include <set>

namespace portcullis::api {
namespace {

TEST(Reasons, HaveStableDistinctNames)
{
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(Reason::RoleMissing); ++i) {
        const auto reason = static_cast<Reason>(i);
        EXPECT_EQ(reasonFromName(reasonName(reason)), reason);
        names.insert(reasonName(reason));
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Reason::RoleMissing) + 1);
    EXPECT_STREQ(reasonName(Reason::ToolNotAllowed), "tool_not_allowed");
    EXPECT_STREQ(reasonName(Reason::TooManyInFlight), "too_many_in_flight");
    EXPECT_STREQ(reasonName(Reason::ToolHidden), "tool_hidden");
    EXPECT_STREQ(reasonName(Reason::ToolChanged), "tool_changed");
    EXPECT_STREQ(reasonName(Reason::TeamDisabled), "team_disabled");
    EXPECT_STREQ(reasonName(Reason::CaseClosed), "case_closed");
    EXPECT_STREQ(reasonName(Reason::BudgetExhausted), "budget_exhausted");
    EXPECT_EQ(reasonFromName("unknown"), std::nullopt);
    EXPECT_EQ(reasonFromName(""), std::nullopt);
}

TEST(Outcomes, HaveStableDistinctNames)
{
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(Outcome::Orphaned); ++i) {
        const auto outcome = static_cast<Outcome>(i);
        EXPECT_EQ(outcomeFromName(outcomeName(outcome)), outcome);
        names.insert(outcomeName(outcome));
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Outcome::Orphaned) + 1);
    EXPECT_STREQ(outcomeName(Outcome::UpstreamGone), "upstream_gone");
    EXPECT_EQ(outcomeFromName("unknown"), std::nullopt);
}

} // namespace
} // namespace portcullis::api
