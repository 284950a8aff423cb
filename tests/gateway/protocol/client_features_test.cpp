#include "gateway/protocol/client_features.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

ClientFeatures featuresOf(const std::string& capabilities)
{
    return readClientFeatures(Json(capabilities).root());
}

bool asks(const ClientFeatures& features, std::string_view method, const std::string& params)
{
    return mayBeAsked(features, method, Json(params).root());
}

// Every client there can be: a part of sampling or roots without the whole is none.
std::vector<ClientFeatures> allFeatures()
{
    std::vector<ClientFeatures> all;
    for (unsigned bits = 0; bits < 128; ++bits) {
        const auto bit = [bits](unsigned at) { return (bits >> at & 1U) != 0; };
        const ClientFeatures features{bit(0), bit(1), bit(2), bit(3), bit(4), bit(5), bit(6)};
        const bool sampling =
            features.sampling || (!features.samplingTools && !features.samplingContext);
        if (sampling && (features.roots || !features.rootsListChanged)) {
            all.push_back(features);
        }
    }
    return all;
}

constexpr const char* kAll =
    R"({"elicitation":{"form":{},"url":{}},"sampling":{"tools":{},"context":{}},"roots":{"listChanged":true}})";

} // namespace

// A-75
TEST(ReadClientFeatures, ReadsWhatIsDeclared)
{
    EXPECT_EQ(featuresOf(kAll), (ClientFeatures{true, true, true, true, true, true, true}));
    EXPECT_EQ(featuresOf(R"({"elicitation":{}})"), ClientFeatures{.elicitationForm = true});
    EXPECT_EQ(featuresOf(R"({"elicitation":{"form":{}}})"),
              ClientFeatures{.elicitationForm = true});
    EXPECT_EQ(featuresOf(R"({"elicitation":{"url":{}}})"), ClientFeatures{.elicitationUrl = true});
    EXPECT_EQ(featuresOf(R"({"sampling":{}})"), ClientFeatures{.sampling = true});
    EXPECT_EQ(featuresOf(R"({"roots":{}})"), ClientFeatures{.roots = true});
    EXPECT_EQ(featuresOf(R"({"roots":{"listChanged":false}})"), ClientFeatures{.roots = true});
}

TEST(ReadClientFeatures, TakesWrongTypesForNothing)
{
    for (const char* const text : {"null",
                                   "[]",
                                   "7",
                                   R"("elicitation")",
                                   "{}",
                                   R"({"elicitation":true,"sampling":true,"roots":true})",
                                   R"({"elicitation":null,"sampling":null,"roots":null})",
                                   R"({"elicitation":[],"sampling":[],"roots":[]})",
                                   R"({"Elicitation":{},"tools":{},"context":{}})"}) {
        EXPECT_EQ(featuresOf(text), ClientFeatures()) << text;
        EXPECT_FALSE(featuresOf(text).any());
    }
    EXPECT_EQ(readClientFeatures({}), ClientFeatures());
    EXPECT_EQ(featuresOf(R"({"elicitation":{"url":true}})"),
              ClientFeatures{.elicitationForm = true});
    EXPECT_EQ(featuresOf(R"({"sampling":{"tools":true,"context":[]}})"),
              ClientFeatures{.sampling = true});
    EXPECT_EQ(featuresOf(R"({"roots":{"listChanged":"true"}})"), ClientFeatures{.roots = true});
}

TEST(WriteClientFeatures, ReadsBackAsItWas)
{
    for (const ClientFeatures& features : allFeatures()) {
        const std::string text = writeClientFeatures(features);
        EXPECT_EQ(featuresOf(text), features) << text;
    }
}

TEST(WriteClientFeatures, WritesWhatEveryRevisionReadsAlike)
{
    EXPECT_EQ(writeClientFeatures({}), "{}");
    EXPECT_EQ(writeClientFeatures({.elicitationForm = true}), R"({"elicitation":{}})");
    EXPECT_EQ(writeClientFeatures({.elicitationUrl = true}), R"({"elicitation":{"url":{}}})");
    EXPECT_EQ(writeClientFeatures({true, true, true, true, true, true, true}), kAll);
}

// D-29
TEST(Both, LetsPassWhatBothLetPass)
{
    const auto all = allFeatures();
    const ClientFeatures everything = featuresOf(kAll);
    for (const ClientFeatures& one : all) {
        EXPECT_EQ(both(one, everything), one);
        EXPECT_EQ(both(everything, one), one);
        EXPECT_EQ(both(one, {}), ClientFeatures());
        for (const ClientFeatures& other : all) {
            EXPECT_EQ(both(one, other), both(other, one));
            EXPECT_EQ(both(one, both(one, other)), both(one, other));
        }
    }
}

TEST(ClientFeatures, KnowWhetherAnythingCanBeAsked)
{
    EXPECT_TRUE(ClientFeatures{.elicitationForm = true}.any());
    EXPECT_TRUE(ClientFeatures{.elicitationUrl = true}.any());
    EXPECT_TRUE(ClientFeatures{.sampling = true}.any());
    EXPECT_TRUE(ClientFeatures{.roots = true}.any());
    EXPECT_FALSE(ClientFeatures{.rootsListChanged = true}.any());
}

// A-75, B-46
TEST(MayBeAsked, KeepsToTheDeclaredModes)
{
    const std::string method = "elicitation/create";
    const ClientFeatures form{.elicitationForm = true};
    const ClientFeatures url{.elicitationUrl = true};
    for (const char* const params : {"{}", R"({"mode":"form"})", R"({"url":"https://a"})"}) {
        EXPECT_TRUE(asks(form, method, params)) << params;
        EXPECT_FALSE(asks(url, method, params)) << params;
    }
    EXPECT_TRUE(asks(url, method, R"({"mode":"url"})"));
    EXPECT_TRUE(asks(url, method, R"({"m\u006fde":"\u0075rl"})"));
    EXPECT_FALSE(asks(form, method, R"({"mode":"url"})"));
    for (const char* const params :
         {R"({"mode":"URL"})", R"({"mode":""})", R"({"mode":7})", R"({"mode":["form"]})"}) {
        EXPECT_FALSE(asks(featuresOf(kAll), method, params)) << params;
    }
    EXPECT_TRUE(mayBeAsked(form, method, {}));
    EXPECT_FALSE(mayBeAsked({}, method, {}));
}

// A-75, B-46
TEST(MayBeAsked, WantsToolsOfSamplingDeclared)
{
    const std::string method = "sampling/createMessage";
    const ClientFeatures plain{.sampling = true};
    const ClientFeatures tools{.sampling = true, .samplingTools = true};
    EXPECT_TRUE(asks(plain, method, R"({"messages":[]})"));
    for (const char* const params :
         {R"({"tools":[]})", R"({"tools":{}})", R"({"toolChoice":{"mode":"none"}})"}) {
        EXPECT_FALSE(asks(plain, method, params)) << params;
        EXPECT_TRUE(asks(tools, method, params)) << params;
    }
    EXPECT_FALSE(asks({.samplingTools = true}, method, "{}"));
    // It is taken out of the request instead (D-27).
    EXPECT_TRUE(asks(plain, method, R"({"includeContext":"allServers"})"));
}

// A-75
TEST(MayBeAsked, KnowsThreeMethodsAlone)
{
    const ClientFeatures all = featuresOf(kAll);
    EXPECT_TRUE(asks(all, "roots/list", "{}"));
    EXPECT_FALSE(asks({.rootsListChanged = true}, "roots/list", "{}"));
    for (const char* const method : {"",
                                     "ping",
                                     "Roots/list",
                                     "roots/list ",
                                     "elicitation",
                                     "elicitation/create/x",
                                     "tools/call",
                                     "sampling/createMessages"}) {
        EXPECT_FALSE(asks(all, method, "{}")) << method;
    }
}

// A-94: what came later is not there, whatever a client says.
TEST(ReadClientFeatures, KnowsWhatEachRevisionHas)
{
    const Json all(R"({"elicitation":{"form":{},"url":{}},"sampling":{"tools":{}}})");
    const ClientFeatures newer = readClientFeatures(all.root(), Revision::V2025_11_25);
    EXPECT_TRUE(newer.elicitationForm && newer.elicitationUrl && newer.samplingTools);
    const ClientFeatures older = readClientFeatures(all.root(), Revision::V2025_06_18);
    EXPECT_TRUE(older.elicitationForm && older.sampling);
    EXPECT_FALSE(older.elicitationUrl || older.samplingTools);
    EXPECT_FALSE(readClientFeatures(all.root(), Revision::V2025_03_26).elicitationForm);
}

// B-85
TEST(ReadClientFeatures, ReadsTheExtensionOfApps)
{
    const Json apps(R"({"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["x"]}}})");
    const ClientFeatures features = readClientFeatures(apps.root());
    EXPECT_TRUE(features.apps);
    EXPECT_FALSE(features.any());
    const Json written(writeClientFeatures(features));
    EXPECT_TRUE(readClientFeatures(written.root()).apps);
    EXPECT_FALSE(readClientFeatures(Json(R"({"extensions":{"x":{}}})").root()).apps);
}

// D-82
TEST(LacksRequired, TellsWhatTheClientHasNotFromWhatItHas)
{
    const ClientFeatures declared{.elicitationForm = true, .sampling = true, .tasks = true};
    const Json words(R"({"extensions":{"com.example/x":{}},"experimental":{"y":{}}})");
    const auto lacks = [&](const std::string& required) {
        return lacksRequired(
            R"({"requiredCapabilities":)" + required + "}", declared, words.root());
    };
    EXPECT_EQ(lacks(R"({"elicitation":{}})"), false);
    EXPECT_EQ(lacks(R"({"elicitation":{"form":{}},"sampling":{}})"), false);
    EXPECT_EQ(lacks(R"({"elicitation":{"url":{}}})"), true);
    EXPECT_EQ(lacks(R"({"sampling":{"tools":{}}})"), true);
    EXPECT_EQ(lacks(R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})"), false);
    EXPECT_EQ(lacks(R"({"extensions":{"io.modelcontextprotocol/ui":{}}})"), true);
    EXPECT_EQ(lacks(R"({"extensions":{"com.example/x":{}},"experimental":{"y":{}}})"), false);
    EXPECT_EQ(lacks(R"({"extensions":{"com.example/z":{}}})"), true);
    for (const char* says : {"", "{}", "[]", R"({"requiredCapabilities":{}})", "{"}) {
        EXPECT_EQ(lacksRequired(says, declared, words.root()), std::nullopt) << says;
    }
}

} // namespace portcullis::protocol
