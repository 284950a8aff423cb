#include "tests/gateway/policy/rules_fixture.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

using api::Governed;
using api::Reason;
using namespace test; // NOLINT: the fixture of this test

const std::string kSrv = R"({"path":"/srv/a","mode":"r"})";
const std::string kEtc = R"({"path":"/etc/a","mode":"r"})";

TEST(Rules, AConditionalRuleAllowsWhatItsConditionsHoldFor)
{
    const AllowLists lists(sharedConfig({rule("fx:read", {"path under /srv", "mode in r,rb"})}));
    const Decision allowed = decideTool(lists, "read", kSrv);
    EXPECT_EQ(allowed.verdict, Verdict::Allow);
    EXPECT_EQ(allowed.rule, "fx:read when path under /srv and mode in r,rb");
    const Decision refused = decideTool(lists, "read", kEtc);
    EXPECT_EQ(refused.reason, Reason::ArgumentsNotAllowed);
    EXPECT_EQ(refused.rule, allowed.rule);
    ASSERT_TRUE(refused.refused);
    EXPECT_EQ(refused.refused->argument, "path");
    EXPECT_EQ(refused.refused->kind, api::ConditionKind::Under);
    EXPECT_EQ(decideTool(lists, "read", R"({"path":"/srv/a"})").refused->argument, "mode");
    EXPECT_EQ(decideTool(lists, "read", "{}").reason, Reason::ArgumentsNotAllowed);
    EXPECT_TRUE(lists.shows({kKey, kFx, {"read"}})) << "it exists";
}

TEST(Rules, SeveralForOneToolAreAlternatives)
{
    const AllowLists lists(sharedConfig(
        {rule("fx:read", {"path under /srv"}), rule("fx:read", {"path under /etc", "mode = r"})}));
    EXPECT_EQ(decideTool(lists, "read", kEtc).rule, "fx:read when path under /etc and mode = r");
    EXPECT_EQ(decideTool(lists, "read", R"({"path":"/etc/a","mode":"w"})").reason,
              Reason::ArgumentsNotAllowed);
}

TEST(Rules, DenyBeatsAllowWhereverItStands)
{
    for (const Rules& rules : {Rules{rule("deny fx:read"), rule("fx:read")},
                               Rules{rule("fx:read"), rule("deny fx:*")},
                               Rules{rule("fx:*"), rule("deny fx:@destructive")}}) {
        const AllowLists lists(sharedConfig(rules));
        const Decision decision = decideTool(lists, "read", "{}");
        EXPECT_EQ(decision.reason, Reason::DeniedByRule);
        EXPECT_TRUE(decision.rule.starts_with("deny ")) << decision.rule;
        EXPECT_FALSE(lists.shows({kKey, kFx, {"read"}})) << "it does not exist";
    }
}

TEST(Rules, AConditionalDenialAlsoHoldsForWhatCannotBeRead)
{
    const AllowLists lists(sharedConfig({rule("fx:*"), rule("deny fx:read", {"path under /etc"})}));
    EXPECT_EQ(decideTool(lists, "read", kSrv).verdict, Verdict::Allow);
    for (const std::string& arguments : {kEtc,
                                         std::string("{}"),
                                         std::string(R"({"path":5})"),
                                         std::string(R"({"path":"etc"})")}) {
        const Decision decision = decideTool(lists, "read", arguments);
        EXPECT_EQ(decision.reason, Reason::ArgumentsNotAllowed) << arguments;
        EXPECT_EQ(decision.rule, "deny fx:read when path under /etc");
        EXPECT_EQ(decision.refused->argument, "path");
    }
    EXPECT_TRUE(lists.shows({kKey, kFx, {"read"}}));
    EXPECT_EQ(decideTool(lists, "other", "{}").verdict, Verdict::Allow);
}

TEST(Rules, ADenialWithSeveralConditionsNeedsAll)
{
    const AllowLists lists(
        sharedConfig({rule("fx:*"), rule("deny fx:read", {"path under /etc", "mode = w"})}));
    EXPECT_EQ(decideTool(lists, "read", kEtc).verdict, Verdict::Allow);
    EXPECT_EQ(decideTool(lists, "read", R"({"path":"/etc","mode":"w"})").verdict, Verdict::Deny);
}

TEST(Rules, HintsSelectTools)
{
    const AllowLists lists(sharedConfig({rule("fx:@readonly")}));
    EXPECT_EQ(decideTool(lists, "read", "{}", nullptr, {true, true}).rule, "fx:@readonly");
    EXPECT_EQ(decideTool(lists, "read", "{}", nullptr, {false, true}).verdict, Verdict::Deny);
    const AllowLists gentle(sharedConfig({rule("fx:@nondestructive")}));
    EXPECT_EQ(decideTool(gentle, "read", "{}", nullptr, {false, true}).verdict, Verdict::Allow);
    EXPECT_EQ(decideTool(gentle, "read", "{}").verdict, Verdict::Deny) << "says nothing";
}

TEST(Rules, LevelsIntersect)
{
    const AllowLists lists(sharedConfig({rule("fx:*")}, {rule("fx:read"), rule("fx:look")}));
    EXPECT_EQ(decideTool(lists, "read", "{}").rule, "fx:*") << "the key's rule is told";
    const Decision none = decideTool(lists, "write", "{}");
    EXPECT_EQ(none.reason, Reason::ToolNotAllowed);
    EXPECT_EQ(none.level, api::RuleLevel::Server);
    const RequestRules narrow({rule("fx:read"), rule("fx:write")});
    EXPECT_EQ(decideTool(lists, "read", "{}", &narrow).verdict, Verdict::Allow);
    EXPECT_EQ(decideTool(lists, "look", "{}", &narrow).level, api::RuleLevel::Request);
    EXPECT_EQ(decideTool(lists, "write", "{}", &narrow).verdict, Verdict::Deny)
        << "a request cannot widen";
    const RequestRules elsewhere({rule("gx:*")});
    EXPECT_EQ(decideTool(lists, "read", "{}", &elsewhere).verdict, Verdict::Deny);
}

TEST(Rules, TheCaseOfAKeyIsALevelOfItsOwn)
{
    auto config = configOf({rule("fx:*")});
    config.cases.emplace_back().id = CaseId("c1");
    config.cases[0].allow = Rules{rule("fx:read", {"path under /srv"}), rule("fx:look")};
    config.keys[0].caseId = CaseId("c1");
    const AllowLists lists(std::make_shared<const api::GatewayConfig>(config));
    EXPECT_EQ(decideTool(lists, "read", kSrv).rule, "fx:*");
    EXPECT_EQ(decideTool(lists, "write", kSrv).reason, Reason::ToolNotInCase);
    const Decision refused = decideTool(lists, "read", kEtc);
    EXPECT_EQ(refused.reason, Reason::ArgumentsNotAllowed);
    EXPECT_EQ(refused.rule, "(case) fx:read when path under /srv");
}

TEST(Rules, AListThatOnlyDeniesLeavesTheRest)
{
    const AllowLists lists(sharedConfig({rule("fx:*")}, {rule("deny fx:write")}));
    EXPECT_EQ(decideTool(lists, "read", "{}").verdict, Verdict::Allow);
    EXPECT_EQ(decideTool(lists, "write", "{}").rule, "(server) deny fx:write");
    const RequestRules narrow({rule("deny fx:read", {"mode = w"})});
    EXPECT_EQ(decideTool(lists, "read", kSrv, &narrow).verdict, Verdict::Allow);
    EXPECT_EQ(decideTool(lists, "read", R"({"mode":"w"})", &narrow).rule,
              "(request) deny fx:read when mode = w");
    const AllowLists nothing(sharedConfig({rule("deny fx:write")}));
    EXPECT_EQ(decideTool(nothing, "read", "{}").verdict, Verdict::Deny) << "of a key";
}

TEST(Rules, WhatDoesNotExistIsNotToldAboutArguments)
{
    const AllowLists lists(
        sharedConfig({rule("fx:read", {"path under /srv"})}, {rule("deny fx:read")}));
    const Decision decision = decideTool(lists, "read", kEtc);
    EXPECT_EQ(decision.reason, Reason::DeniedByRule);
    EXPECT_FALSE(decision.refused);
}

TEST(Rules, PromptsAreGovernedLikeTools)
{
    const AllowLists lists(
        sharedConfig({rule("fx:prompt:review", {"lang in de,en"}), rule("fx:read")}));
    const Subject review{"review", Governed::Prompt, {}, false};
    EXPECT_TRUE(lists.shows({kKey, kFx, review}));
    EXPECT_FALSE(lists.shows({kKey, kFx, {"other", Governed::Prompt, {}, false}}));
    EXPECT_FALSE(lists.shows({kKey, kFx, {"review"}})) << "a tool of that name is another thing";
    EXPECT_FALSE(lists.shows({kKey, kFx, {"read", Governed::Prompt, {}, false}}));
    const auto german = JsonDocument::parse(R"({"lang":"de"})");
    EXPECT_EQ(lists.decide({kKey, kFx, review}, {german->root(), {}}).verdict, Verdict::Allow);
    EXPECT_EQ(lists.decide({kKey, kFx, review}).reason, Reason::ArgumentsNotAllowed);
}

TEST(Rules, ResourcesGoByTheBeginningOfTheirUri)
{
    const AllowLists lists(sharedConfig({rule("fx:resource:file:///srv/cases"),
                                         rule("deny fx:resource:file:///srv/cases/sealed/")}));
    const auto shows = [&lists](const char* uri) {
        return lists.shows({kKey, kFx, {uri, Governed::Resource, {}, false}});
    };
    EXPECT_TRUE(shows("file:///srv/cases/a"));
    EXPECT_TRUE(shows("FILE:/srv/cases/a"));
    EXPECT_FALSE(shows("file:///srv/cases-old/a"));
    EXPECT_FALSE(shows("file:///srv/cases/sealed/a"));
    EXPECT_FALSE(shows("file:///srv/cases/x/../sealed/a"));
    EXPECT_FALSE(shows("file:///srv/cases/%73ealed/a"));
    EXPECT_FALSE(shows("note:a"));
}

TEST(Rules, EverythingOfAServerIncludesPromptsAndResourcesButDenialsHoldForOddUris)
{
    const AllowLists lists(sharedConfig({rule("fx:*"), rule("deny fx:resource:file:///etc/")}));
    const auto shows = [&lists](const char* uri) {
        return lists.shows({kKey, kFx, {uri, Governed::Resource, {}, false}});
    };
    EXPECT_TRUE(lists.shows({kKey, kFx, {"p", Governed::Prompt, {}, false}}));
    EXPECT_TRUE(shows("note:a"));
    EXPECT_FALSE(shows("file:///etc/passwd"));
    EXPECT_FALSE(shows("file:////etc/passwd"));
    EXPECT_FALSE(shows("file:///srv/../etc/passwd"));
    EXPECT_FALSE(shows("file:///%65tc/passwd"));
    EXPECT_FALSE(shows("any text"));
}

TEST(Rules, ConditionsOnAUriHideAResource)
{
    const AllowLists lists(sharedConfig({rule("fx:resource:*", {"uri under /srv"})}));
    const auto decide = [&lists](const char* uri) {
        return lists.decide({kKey, kFx, {uri, Governed::Resource, {}, false}}, {{}, uri});
    };
    EXPECT_EQ(decide("file:///srv/a").verdict, Verdict::Allow);
    EXPECT_EQ(decide("file:///etc/a").reason, Reason::ArgumentsNotAllowed);
    EXPECT_FALSE(lists.shows({kKey, kFx, {"file:///etc/a", Governed::Resource, {}, false}}));
}

TEST(Rules, TemplatesAreShownWhereSomethingOfThemMayBeRead)
{
    const AllowLists lists(sharedConfig({rule("fx:resource:file:///srv/cases/")}));
    const auto shows = [&lists](const char* uri) {
        return lists.shows({kKey, kFx, {uri, Governed::Resource, {}, true}});
    };
    EXPECT_TRUE(shows("file:///srv/cases/{name}"));
    EXPECT_TRUE(shows("file:///{+path}"));
    EXPECT_FALSE(shows("file:///etc/{name}"));
}

TEST(Rules, TheSameQuestionHasTheSameAnswer)
{
    const auto config = sharedConfig({rule("fx:read", {"path under /srv", "mode matches r.*"})});
    const AllowLists lists(config);
    const Decision first = decideTool(lists, "read", kSrv);
    for (int i = 0; i < 3; ++i) {
        const Decision again = decideTool(AllowLists(config), "read", kSrv);
        EXPECT_EQ(again.verdict, first.verdict);
        EXPECT_EQ(again.rule, first.rule);
    }
}

} // namespace
} // namespace portcullis::policy
