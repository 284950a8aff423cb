#include "gateway/engine/tool_pins.h"
#include "tests/gateway/engine/catalog_fixture.h"

namespace portcullis::engine {
namespace {

using test::tool;

// E-13: trust on first use, of each tool
TEST(ToolPins, TrustWhatTheySeeFirst)
{
    ToolPins pins;
    EXPECT_TRUE(pins.meet({tool("a"), tool("b")}));
    EXPECT_FALSE(pins.meet({tool("a", "changed"), tool("b")}));
    EXPECT_TRUE(pins.isChanged(tool("a", "changed")));
    EXPECT_FALSE(pins.isChanged(tool("b")));
    EXPECT_TRUE(pins.meet({tool("c")}));
    EXPECT_FALSE(pins.isChanged(tool("c")));
}

TEST(ToolPins, KnowAToolAgainThatWasAway)
{
    ToolPins pins;
    pins.meet({tool("a")});
    pins.meet({});
    EXPECT_FALSE(pins.meet({tool("a", "another")}));
    EXPECT_TRUE(pins.isChanged(tool("a", "another")));
    EXPECT_FALSE(pins.isChanged(tool("a")));
}

TEST(ToolPins, TakeWhatAPersonApproves)
{
    ToolPins pins;
    pins.meet({tool("a")});
    const protocol::Tool now = tool("a", "new");
    pins.approve({{"a", now.hash}}, {now});
    EXPECT_FALSE(pins.isChanged(now));
    EXPECT_TRUE(pins.isChanged(tool("a")));
}

TEST(ToolPins, TrustNothingOnceTheyAreLost)
{
    ToolPins pins = ToolPins::lost();
    EXPECT_FALSE(pins.meet({tool("a"), tool("b")}));
    EXPECT_TRUE(pins.isChanged(tool("a")));
    pins.approve({{"a", tool("a").hash}}, {tool("a"), tool("b")});
    EXPECT_FALSE(pins.isChanged(tool("a")));
    EXPECT_FALSE(ToolPins::load(pins.save())->meet({tool("c")})); // b is open still
    pins.approve({{"b", tool("b").hash}}, {tool("a"), tool("b")});
    EXPECT_TRUE(pins.meet({tool("c")}));
}

// A server must not push out an approval by names that it makes up.
TEST(ToolPins, KeepApprovalsWhenAServerMakesUpNames)
{
    ToolPins pins;
    pins.meet({tool("a")});
    const protocol::Tool pattern = tool("x");
    for (int round = 0; round < 11; ++round) {
        std::vector<protocol::Tool> many(1000, pattern);
        for (std::size_t i = 0; i < many.size(); ++i) {
            many[i].name = "r" + std::to_string(round) + "n" + std::to_string(i);
        }
        pins.meet(many);
    }
    EXPECT_TRUE(pins.isChanged(tool("a", "changed")));
    EXPECT_TRUE(pins.isChanged(tool("unheard of")));
    const std::vector<protocol::Tool> offered{tool("a"), tool("unheard of")};
    pins.approve({{"unheard of", tool("unheard of").hash}}, offered);
    EXPECT_FALSE(pins.isChanged(tool("unheard of")));
    EXPECT_FALSE(pins.isChanged(tool("a")));
    EXPECT_LT(pins.save().size(), 1000U);
}

TEST(ToolPins, SurviveARestart)
{
    ToolPins pins;
    pins.meet({tool("a"), tool("b")});
    const auto loaded = ToolPins::load(pins.save());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->save(), pins.save());
    EXPECT_FALSE(loaded->isChanged(tool("b")));
}

TEST(ToolPins, RefuseADamagedFile)
{
    const std::string hash(64, 'a');
    const std::string good = R"({"name":"a","hash":")" + hash + "\"}";
    EXPECT_TRUE(ToolPins::load(R"({"format":1,"lost":false,"tools":[)" + good + "]}"));
    for (const std::string& text :
         {std::string(),
          std::string("{}"),
          R"({"format":2,"lost":false,"tools":[)" + good + "]}",
          R"({"format":1,"tools":[)" + good + "]}",
          R"({"format":1,"lost":false,"tools":[)" + good + "," + good + "]}",
          std::string(R"({"format":1,"lost":false,"tools":[{}]})"),
          std::string(R"({"format":1,"lost":false,"tools":[{"name":"a","hash":"00"}]})")}) {
        const auto loaded = ToolPins::load(text);
        ASSERT_FALSE(loaded) << text;
        EXPECT_EQ(loaded.error().code, ErrorCode::Corrupt);
    }
}

} // namespace
} // namespace portcullis::engine
