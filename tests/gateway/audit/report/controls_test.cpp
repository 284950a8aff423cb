#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/canonical.h"
#include "gateway/audit/report/controls.h"
#include "gateway/base/json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace portcullis::audit::report {
namespace {

std::vector<Control> all()
{
    auto controls = parseControls(controlsText());
    EXPECT_TRUE(controls) << (controls ? "" : controls.error().message);
    return controls ? std::move(*controls) : std::vector<Control>();
}

std::set<std::string_view> filesOfABundle()
{
    std::set<std::string_view> files(bundle::kNeeded.begin(), bundle::kNeeded.end());
    files.insert(bundle::kReport);
    for (const Table table : kTables) {
        files.insert(shapeOf(table).file);
    }
    return files;
}

TEST(Controls, TheListHasEachStandardAndNoControlTwice)
{
    std::set<std::string> frameworks;
    std::set<std::string> names;
    for (const Control& control : all()) {
        frameworks.insert(control.framework);
        EXPECT_TRUE(names.insert(control.framework + " " + control.control).second)
            << control.control;
    }
    for (const char* const framework :
         {"SOC 2", "HIPAA", "ISO 27001", "GDPR", "NIST SP 800-53", "SEC", "EU AI Act"}) {
        EXPECT_TRUE(frameworks.contains(framework)) << framework;
    }
}

TEST(Controls, EveryClaimIsOneSentenceAndHasItsLimit)
{
    for (const Control& control : all()) {
        EXPECT_TRUE(control.claim.ends_with('.')) << control.control;
        EXPECT_TRUE(control.doesNotAssert.ends_with('.')) << control.control;
        EXPECT_EQ(control.claim.find(". "), std::string::npos) << control.control;
        EXPECT_EQ(control.claim.find("complian"), std::string::npos) << control.control;
    }
}

TEST(Controls, EveryFileIsOneThatABundleHas)
{
    const auto files = filesOfABundle();
    for (const Control& control : all()) {
        for (const std::string& file : control.files) {
            EXPECT_TRUE(files.contains(file)) << control.control << ": " << file;
        }
    }
}

TEST(Controls, TheFileHasNoMemberThatIsNotRead)
{
    const auto document = JsonDocument::parse(std::string(controlsText()));
    ASSERT_TRUE(document);
    const std::set<std::string> known{
        "framework", "control", "title", "claim", "does_not_assert", "records", "files"};
    EXPECT_TRUE(document->root()["format"].stringEquals("portcullis-controls/1"));
    for (JsonValue control = document->root()["controls"].first(); control;
         control = control.next()) {
        for (JsonValue member = control.first(); member; member = member.next()) {
            EXPECT_TRUE(known.contains(member.name())) << member.name();
        }
        EXPECT_EQ(control.size(), known.size());
    }
}

TEST(Controls, AControlThatLacksSomethingIsRefused)
{
    for (const char* const text :
         {R"({"controls":[{"framework":"X"}]})",
          R"({"controls":[{"framework":"X","control":"1","title":"t","claim":"c.",)"
          R"("does_not_assert":"","records":["*"],"files":["f"]}]})",
          "not JSON"}) {
        EXPECT_FALSE(parseControls(text)) << text;
    }
}

TEST(Controls, PatternsMeanTypesAndTheirChanges)
{
    EXPECT_TRUE(matches("*", "run.open"));
    EXPECT_TRUE(matches("call.*", "call.denied"));
    EXPECT_FALSE(matches("call.*", "access.refused"));
    EXPECT_TRUE(matches("admin.config", "admin.config/key.add"));
    EXPECT_TRUE(matches("admin.config/key.*", "admin.config/key.add"));
    EXPECT_FALSE(matches("admin.config/key.*", "admin.config/server.add"));
    EXPECT_FALSE(matches("run.op", "run.open"));
}

TEST(Controls, ARecordCountsOnceForAControl)
{
    Figures figures({}, {});
    figures.types.came("call.denied").allowed = 5;
    figures.types.came("run.open").allowed = 2;
    const Control control{"X", "1", "t", "c.", "n.", {"call.denied", "call.*"}, {"f"}};
    const auto counted = countControls({control}, figures);
    ASSERT_EQ(counted.size(), 1U);
    EXPECT_EQ(counted[0].records, 5U);
}

TEST(Controls, TheFileOfABundleIsCanonical)
{
    const std::string json = controlsJson(countControls(all(), Figures({}, {})));
    ASSERT_TRUE(json.ends_with('\n'));
    const auto canonical = parseCanonical(std::string_view(json).substr(0, json.size() - 1));
    EXPECT_TRUE(canonical) << (canonical ? "" : canonical.error().message);
}

} // namespace
} // namespace portcullis::audit::report
