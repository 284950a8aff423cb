#include "gateway/protocol/elicitation_form.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

namespace {

std::string fieldFor(Revision to, const std::string& field)
{
    const Json schema(R"({"type":"object","properties":{"a":)" + field + R"(},"required":["a"]})");
    const auto form = formFor(to, schema.root());
    return form ? std::string(Json(*form)["properties"]["a"].raw()) : "none";
}

} // namespace

// A-94: what both revisions have passes as it came.
TEST(ElicitationForm, LeavesWhatOlderClientsKnow)
{
    for (const char* const field : {R"({"type":"string","minLength":1,"format":"email"})",
                                    R"({"type":"integer","minimum":1e0})",
                                    R"({"type":"boolean","default":true})",
                                    R"({"type":"string","enum":["a"],"enumNames":["A"]})"}) {
        EXPECT_EQ(fieldFor(Revision::V2025_06_18, field), field);
    }
    const Json schema(R"({"type":"object","required":["a"]})");
    EXPECT_EQ(formFor(Revision::V2025_06_18, schema.root()),
              R"({"type":"object","required":["a"]})");
}

TEST(ElicitationForm, WritesTitledChoicesInTheOlderWay)
{
    EXPECT_EQ(
        fieldFor(
            Revision::V2025_06_18,
            R"({"type":"string","title":"C","oneOf":[{"const":"r","title":"Red"},{"title":"Blue","const":"\u0062"}]})"),
        R"({"type":"string","title":"C","enum":["r","\u0062"],"enumNames":["Red","Blue"]})");
}

TEST(ElicitationForm, SaysWhereItCannot)
{
    for (const char* const field : {R"({"type":"array","items":{"type":"string","enum":["a"]}})",
                                    R"({"type":"string","default":"x"})",
                                    R"({"type":"number","default":1})",
                                    R"({"type":"string","enum":["a"],"default":"a"})",
                                    R"({"type":"string","oneOf":[{"const":"a"}]})",
                                    R"({"type":"string","oneOf":[]})",
                                    R"({"type":"string","oneOf":{"const":"a","title":"A"}})",
                                    R"({"oneOf":[{"const":"a","title":"A"}]})",
                                    "7",
                                    "null"}) {
        EXPECT_EQ(fieldFor(Revision::V2025_06_18, field), "none") << field;
        EXPECT_EQ(fieldFor(Revision::V2025_11_25, field), field);
        EXPECT_EQ(fieldFor(Revision::V2026_07_28, field), field);
    }
}

} // namespace portcullis::protocol
