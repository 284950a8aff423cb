#include "gateway/protocol/client_answer.h"
#include "gateway/protocol/client_request.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

// What clients may answer to servers (A-77, A-78, G-25).
namespace portcullis::protocol {

namespace {

constexpr std::array kAll = {Revision::V2024_11_05,
                             Revision::V2025_03_26,
                             Revision::V2025_06_18,
                             Revision::V2025_11_25,
                             Revision::V2026_07_28};

bool isGood(AskedKind asked, const std::string& answer, Revision spoken = Revision::V2025_11_25)
{
    return !faultOfAnswer(asked, Json(answer).root(), spoken);
}

bool isGoodUntold(const std::string& answers)
{
    return !faultOfUntoldAnswers(Json(answers).root(), Revision::V2026_07_28);
}

} // namespace

TEST(AskedKind, FollowsMethodAndMode)
{
    const Json url(R"({"mode":"url"})");
    EXPECT_EQ(askedKindOf("elicitation/create", {}), AskedKind::Form);
    EXPECT_EQ(askedKindOf("elicitation/create", url.root()), AskedKind::Url);
    EXPECT_EQ(askedKindOf("sampling/createMessage", url.root()), AskedKind::Sampling);
    EXPECT_EQ(askedKindOf("roots/list", {}), AskedKind::Roots);
    EXPECT_EQ(askedKindOf("tools/call", {}), AskedKind::Untold);
}

TEST(FaultOfAnswer, FindsWhatIsNoObject)
{
    for (const AskedKind asked : {AskedKind::Form,
                                  AskedKind::Url,
                                  AskedKind::Sampling,
                                  AskedKind::Roots,
                                  AskedKind::Untold}) {
        for (const char* const junk : {"5", "null", "\"accept\"", "[]", "true"}) {
            EXPECT_FALSE(isGood(asked, junk)) << junk;
        }
    }
    EXPECT_FALSE(isGood(AskedKind::Roots, R"({"roots":[],"_meta":5})"));
}

// A-78
TEST(FaultOfAnswer, KnowsThreeActions)
{
    for (const AskedKind asked : {AskedKind::Form, AskedKind::Url}) {
        for (const char* const action : {"accept", "decline", "cancel"}) {
            EXPECT_TRUE(isGood(asked, R"({"action":")" + std::string(action) + "\"}")) << action;
        }
        for (const char* const other :
             {"{}", R"({"action":"maybe"})", R"({"action":1})", R"({"roots":[]})"}) {
            EXPECT_FALSE(isGood(asked, other)) << other;
        }
    }
}

// A-78
TEST(FaultOfAnswer, TakesContentOfAnAcceptedFormAlone)
{
    const auto with = [](const char* action) {
        return R"({"action":")" + std::string(action) + R"(","content":{"a":1}})";
    };
    EXPECT_TRUE(isGood(AskedKind::Form, with("accept")));
    EXPECT_FALSE(isGood(AskedKind::Form, with("decline")));
    EXPECT_FALSE(isGood(AskedKind::Form, with("cancel")));
    EXPECT_FALSE(isGood(AskedKind::Url, with("accept")));
    EXPECT_FALSE(isGood(AskedKind::Form, R"({"action":"accept","content":[]})"));
    for (const char* const empty : {"null", "{}"}) { // as some clients fill it up
        EXPECT_TRUE(isGood(AskedKind::Form,
                           R"({"action":"decline","content":)" + std::string(empty) + "}"));
    }
}

TEST(FaultOfAnswer, TakesFieldsThatTheRevisionHas)
{
    const auto form = [](const std::string& field) {
        return R"({"action":"accept","content":{"f":)" + field + "}}";
    };
    for (const Revision spoken : kAll) {
        for (const char* const plain : {"\"a\"", "1", "1.5", "true"}) {
            EXPECT_TRUE(isGood(AskedKind::Form, form(plain), spoken)) << plain;
        }
        for (const char* const other : {"null", "{}", "[1]"}) {
            EXPECT_FALSE(isGood(AskedKind::Form, form(other), spoken)) << other;
        }
        EXPECT_EQ(isGood(AskedKind::Form, form(R"(["a","b"])"), spoken),
                  spoken >= Revision::V2025_11_25);
    }
}

TEST(FaultOfAnswer, TakesWhatAModelSaid)
{
    const auto said = [](const std::string& content) {
        return R"({"role":"assistant","model":"m","content":)" + content + "}";
    };
    const std::string text = R"({"type":"text","text":"t"})";
    for (const Revision spoken : kAll) {
        EXPECT_TRUE(isGood(AskedKind::Sampling, said(text), spoken));
        EXPECT_EQ(isGood(AskedKind::Sampling, said("[" + text + "]"), spoken),
                  spoken >= Revision::V2025_11_25);
    }
    for (const char* const good : {R"({"type":"image","data":"","mimeType":"image/png"})",
                                   R"({"type":"tool_use","id":"1","name":"n","input":{}})",
                                   R"({"type":"tool_result","toolUseId":"1","content":[]})",
                                   R"({"type":"of the future"})"}) {
        EXPECT_TRUE(isGood(AskedKind::Sampling, said(good))) << good;
    }
    for (const char* const bad : {"\"t\"",
                                  "{}",
                                  "[5]",
                                  R"({"type":"text"})",
                                  R"({"type":"image","data":""})",
                                  R"({"type":"tool_use","id":"1","name":"n"})",
                                  R"({"type":"tool_result","content":[]})"}) {
        EXPECT_FALSE(isGood(AskedKind::Sampling, said(bad))) << bad;
    }
    for (const char* const bad :
         {"{}",
          R"({"role":"system","model":"m","content":{"type":"text","text":"t"}})",
          R"({"role":"user","content":{"type":"text","text":"t"}})",
          R"({"role":"user","model":"m"})",
          R"({"role":"user","model":"m","stopReason":5,"content":{"type":"text","text":"t"}})",
          R"({"action":"accept"})"}) {
        EXPECT_FALSE(isGood(AskedKind::Sampling, bad)) << bad;
    }
}

// A-77
TEST(FaultOfAnswer, TakesRootsOnThisComputerAlone)
{
    for (const char* const good : {R"({"roots":[]})",
                                   R"({"roots":[{"uri":"file:///case"}]})",
                                   R"({"roots":[{"uri":"FILE:///C:/case","name":"c"}]})"}) {
        EXPECT_TRUE(isGood(AskedKind::Roots, good)) << good;
    }
    for (const char* const bad : {"{}",
                                  R"({"roots":{}})",
                                  R"({"roots":[5]})",
                                  R"({"roots":[{}]})",
                                  R"({"roots":[{"uri":"https://a/"}]})",
                                  R"({"roots":[{"uri":"file:///a"},{"uri":"file:/b"}]})",
                                  R"({"roots":[{"uri":"file:///a","name":5}]})"}) {
        EXPECT_FALSE(isGood(AskedKind::Roots, bad)) << bad;
    }
}

// B-50
TEST(FaultOfAnswers, LooksAtTheKeysThatWereAskedWith)
{
    const std::map<std::string, AskedKind> asked = {{"r1", AskedKind::Form},
                                                    {"r2", AskedKind::Roots}};
    const auto faultOf = [&asked](const std::string& answers) {
        return faultOfAnswers(Json(answers).root(), asked, Revision::V2026_07_28);
    };
    EXPECT_FALSE(faultOf("{}"));
    EXPECT_FALSE(faultOf(R"({"other":5,"r1":{"action":"cancel"}})"));
    const auto swapped = faultOf(R"({"r1":{"action":"accept"},"r2":{"action":"accept"}})");
    ASSERT_TRUE(swapped);
    EXPECT_NE(swapped->find("\"r2\""), std::string::npos) << *swapped;
    EXPECT_FALSE(faultOfAnswers({}, asked, Revision::V2026_07_28));
}

// B-50, G-25: what was asked is not known, and what it wants to be decides
TEST(FaultOfUntoldAnswers, JudgesByWhatTheAnswerWantsToBe)
{
    for (const char* const good : {"{}",
                                   R"({"a":{"action":"accept","content":{"x":1}}})",
                                   R"({"a":{"roots":[]}})",
                                   R"({"unknown":{"ignored":true}})"}) {
        EXPECT_TRUE(isGoodUntold(good)) << good;
    }
    for (const char* const bad : {R"({"a":5})",
                                  R"({"a":null})",
                                  R"({"a":{"action":"maybe"}})",
                                  R"({"a":{"action":"decline","content":{"x":1}}})",
                                  R"({"a":{"roots":5}})",
                                  R"({"a":{"model":"m"}})"}) {
        EXPECT_FALSE(isGoodUntold(bad)) << bad;
    }
}

TEST(WriteServerAnswers, LeavesOutWhatIsNoAnswer)
{
    const UriNames uris;
    const auto written = [&uris](const std::string& answers) {
        return writeServerAnswers(Json(answers).root(), uris);
    };
    EXPECT_EQ(written(R"({"a":{"roots":[ ]},"b":{"ignored":true}})"), R"({"a":{"roots":[ ]}})");
    EXPECT_EQ(written(R"({"a":{"action":"accept","content":{"x":1e400}}})"),
              R"({"a":{"action":"accept","content":{"x":1e400}}})");
    EXPECT_EQ(written(R"({"a":{"action":"decline","content":null,"own":1}})"),
              R"({"a":{"action":"decline","own":1}})");
}

} // namespace portcullis::protocol
