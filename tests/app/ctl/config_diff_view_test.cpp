#include "app/ctl/config_diff_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ConfigDiffView, OfListsOnlyWhatDiffersIsShown)
{
    const std::vector<api::ConfigDifference> found = {
        {{"keys", "k", "allow"}, "key claude › allow-list", "claude", "a\nb", "a\nc"},
        {{"keys", "l"}, "key other", "other", std::nullopt, "label: other"}};
    EXPECT_EQ(formatDifferences(found),
              "key claude › allow-list\n  - b\n  + c\nkey other\n  + label: other\n");
}

TEST(ConfigDiffView, AnotherOrderIsShownWhole)
{
    EXPECT_EQ(formatDifferences({{{"servers", "*order"}, "servers › order", "", "a\nb", "b\na"}}),
              "servers › order\n  - a\n  - b\n  + b\n  + a\n");
}

TEST(ConfigDiffView, LongValuesAreCut)
{
    std::string lines;
    for (int i = 0; i < 40; ++i) {
        lines += (lines.empty() ? "" : "\n") + std::to_string(i);
    }
    const std::string wide = "é" + std::string(158, 'x') + "ééé";
    const std::string text =
        formatDifferences({{{"a"}, "a", "", lines, wide}, {{"b"}, "b", "", "", "x"}});
    EXPECT_THAT(text, HasSubstr("  - … and 28 more\n"));
    EXPECT_THAT(text, HasSubstr("é" + std::string(158, 'x') + "…\n"));
    EXPECT_THAT(text, HasSubstr("  - (empty)\n"));
}

TEST(ConfigDiffView, WhatOthersWroteCannotTouchTheTerminal)
{
    const std::string text =
        formatDifferences({{{"a"}, "a\x1b[2J", "", std::nullopt, "\x1b]0;title\x07"}});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\x07")));
}

TEST(ConfigDiffView, ProgramsGetWholeValues)
{
    const auto list = toJson({{{"keys", "k"}, "key k", "k", std::nullopt, std::string(999, 'x')}});
    EXPECT_TRUE(list[0]["before"].is_null());
    EXPECT_EQ(list[0]["after"], std::string(999, 'x'));
    EXPECT_EQ(list[0]["path"], (nlohmann::json{"keys", "k"}));
}

} // namespace
} // namespace portcullis::ctl
