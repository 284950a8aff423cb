#include "gateway/api/tree_head.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

TreeHead sample()
{
    return {"portcullis.local/1/1", 650, sha256("root")};
}

TEST(TreeHead, TextReadsBack)
{
    const TreeHead head = sample();
    EXPECT_EQ(TreeHead::parse(head.text()).value(), head);
    const TreeHead empty{"log", 0, sha256("")};
    EXPECT_EQ(empty.text(), "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    EXPECT_EQ(TreeHead::parse(empty.text()).value(), empty);
}

TEST(TreeHead, HasOneWayToBeWritten)
{
    const std::string root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    EXPECT_TRUE(TreeHead::parse("log\n7\n" + root));
    for (const std::string& text : {std::string(),
                                    "\n7\n" + root,
                                    "log\n07\n" + root,
                                    "log\n+7\n" + root,
                                    "log\n-7\n" + root,
                                    "log\n\n" + root,
                                    "log\n18446744073709551616\n" + root,
                                    "log\n7 \n" + root,
                                    "log\n7\n" + root + "extension\n",
                                    "log\n7\n" + root + "\n",
                                    "log\n7\n" + root.substr(0, root.size() - 1),
                                    "log\n7\n" + root.substr(1),
                                    std::string("log\n7\nAAAA\n")}) {
        EXPECT_FALSE(TreeHead::parse(text)) << text;
    }
}

TEST(TreeHead, PinIsSizeAndRoot)
{
    const TreeHead head = sample();
    const auto pin = parsePin(formatPin(head));
    ASSERT_TRUE(pin);
    EXPECT_EQ(pin->size, head.size);
    EXPECT_EQ(pin->root, head.root);
    for (const char* text : {"", "650", "650:", ":AAAA", "x:AAAA", "650:AAAA"}) {
        EXPECT_FALSE(parsePin(text)) << text;
    }
}

} // namespace
} // namespace portcullis::api
