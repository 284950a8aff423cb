#include "gateway/api/tools.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

ToolInfo named(const char* name)
{
    ToolInfo info;
    info.name = name;
    return info;
}

// E-12
TEST(ToolCount, WarnsAboveTheNumbersThatClientsPutUpWith)
{
    const std::pair<std::size_t, std::optional<std::uint32_t>> cases[] = {{0, std::nullopt},
                                                                          {40, std::nullopt},
                                                                          {41, 40},
                                                                          {80, 40},
                                                                          {81, 80},
                                                                          {101, 100},
                                                                          {128, 100},
                                                                          {129, 128},
                                                                          {5000, 128}};
    for (const auto& [count, limit] : cases) {
        EXPECT_EQ(exceededToolLimit(count), limit) << count;
    }
}

TEST(ToolCount, IsOfWhatAKeyShowsItsClient)
{
    ToolInfo held = named("held");
    held.held = true;
    ToolInfo hidden = named("hidden");
    hidden.hidden = true;
    ToolInfo changed = named("changed");
    changed.changed = true;
    const std::vector<ToolInfo> tools{named("a"), named("b"), held, hidden, changed};
    const ToolsOfServers servers{{ServerId("one"), tools}, {ServerId("two"), tools}};
    KeyConfig key;
    EXPECT_EQ(countShownTools(key, servers), 0U);
    key.allow = {{ServerId("one"), "*"}, {ServerId("one"), "a"}};
    EXPECT_EQ(countShownTools(key, servers), 3U);
    key.allow.push_back({ServerId("two"), "b"});
    key.allow.push_back({ServerId("two"), "held"});
    key.allow.push_back({ServerId("gone"), "*"});
    EXPECT_EQ(countShownTools(key, servers), 4U);
}

} // namespace
} // namespace portcullis::api
