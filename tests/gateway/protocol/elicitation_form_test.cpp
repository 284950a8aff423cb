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

// A-81
TEST(SecretForm, IsToldByNameTitleOrFormatOfAFieldForText)
{
    const auto asks = [](const std::string& field) {
        const auto form = JsonDocument::parse(
            R"({"type":"object","properties":{"a":{"type":"string"},)" + field + "}}");
        EXPECT_TRUE(form) << field;
        return form && asksForSecret(form->root());
    };
    for (const char* secret : {R"("password":{"type":"string"})",
                               R"("userPassword2":{"type":"string"})",
                               R"("new_pass_word":{"type":"string"})",
                               R"("PASSPHRASE":{})",
                               R"("api_key":{"type":"string"})",
                               R"("apiKey":{"type":"string"})",
                               R"("access-token":{"type":"string"})",
                               R"("clientSecret":{"type":"string"})",
                               R"("credentials":{"type":"string"})",
                               R"("b":{"type":"string","title":"Your API key"})",
                               R"("b":{"type":"string","title":"Passwort wiederholen"})",
                               R"("b":{"type":"string","format":"password"})",
                               R"("b":{"type":"string","writeOnly":true})"}) {
        EXPECT_TRUE(asks(secret)) << secret;
    }
    for (const char* plain : {R"("name":{"type":"string"})",
                              R"("maxTokens":{"type":"integer"})",
                              R"("token_count":{"type":"string"})",
                              R"("keyboard":{"type":"string"})",
                              R"("secretary":{"type":"string"})",
                              R"("token":{"type":"boolean"})",
                              R"("token":{"type":"string","enum":["keep","drop"]})",
                              R"("b":{"type":"string","format":"email"})",
                              R"("b":{"type":"string","description":"Not your password"})"}) {
        EXPECT_FALSE(asks(plain)) << plain;
    }
    EXPECT_FALSE(asksForSecret(JsonValue()));
    EXPECT_FALSE(asksForSecret(JsonDocument::parse(R"({"properties":["password"]})")->root()));
}

} // namespace portcullis::protocol
