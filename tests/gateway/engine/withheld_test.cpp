#include "tests/gateway/engine/bridge_fixture.h"

// What an administrator keeps a server from asking its clients for: D-29.
namespace portcullis::test {
namespace {

constexpr const char* kAskRoots = R"({"method":"roots/list","params":{}})";
constexpr const char* kForm =
    R"({"method":"elicitation/create","params":{"message":"?","requestedSchema":{"type":"object","properties":{}}}})";
constexpr const char* kAddress =
    R"({"method":"elicitation/create","params":{"mode":"url","message":"m","url":"https://a/","elicitationId":"e"}})";
constexpr const char* kModel =
    R"({"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}})";
constexpr const char* kEverything =
    R"("io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{},"url":{}},"sampling":{},"roots":{}})";

class WithheldTest : public BridgeFixture
{
protected:
    // What comes of a question of a server of the session era in a call of a client that can be
    // asked anything.
    [[nodiscard]] std::string asked(const char* question) const
    {
        return stateless("old__request", question, {}, kEverything);
    }
};

TEST_F(WithheldTest, WhatIsOffIsRefusedAndTheRestIsAsked)
{
    api::ServerConfig quiet;
    quiet.onePerson = true;
    quiet.offersSampling = false;
    quiet.offersRoots = false;
    quiet.offersAddresses = false;
    run(quiet);
    for (const char* question : {kModel, kAskRoots}) {
        EXPECT_NE(asked(question).find("-32601"), std::string::npos) << question;
    }
    EXPECT_NE(asked(kAddress).find("-32602"), std::string::npos); // a mode that is not declared
    EXPECT_NE(asked(kForm).find("input_required"), std::string::npos);
}

TEST_F(WithheldTest, FormsCanBeOffAlone)
{
    api::ServerConfig quiet;
    quiet.onePerson = true;
    quiet.offersForms = false;
    run(quiet);
    EXPECT_NE(asked(kForm).find("-32602"), std::string::npos);
    EXPECT_NE(asked(kAddress).find("input_required"), std::string::npos);
}

TEST_F(WithheldTest, ASessionIsNotAskedEither)
{
    api::ServerConfig quiet;
    quiet.offersRoots = false;
    run(quiet);
    const Fields session = openSession(R"({"roots":{}})");
    const std::string heard = inSession(session, asking("old", "roots/list", "{}"));
    EXPECT_NE(heard.find("-32601"), std::string::npos) << heard;
    EXPECT_EQ(heard.find("gw-1"), std::string::npos) << heard;
}

// A server that hears it with each request hears of nothing that is off.
TEST_F(WithheldTest, WhatIsOffIsNotDeclared)
{
    api::ServerConfig quiet;
    quiet.offersSampling = false;
    quiet.offersRoots = false;
    run({}, quiet);
    const std::string told = stateless("new__echo", "{}", {}, kEverything);
    EXPECT_NE(told.find(R"(\"elicitation\")"), std::string::npos) << told;
    EXPECT_EQ(told.find(R"(\"sampling\")"), std::string::npos) << told;
    EXPECT_EQ(told.find(R"(\"roots\")"), std::string::npos) << told;
    const std::string refused =
        stateless("new__need-input",
                  R"({"requests":{"a":{"method":"roots/list"}},"state":"s"})",
                  {},
                  kEverything);
    EXPECT_EQ(refused.find("input_required"), std::string::npos) << refused;
}

// They are the administrator's, and no client's.
TEST_F(WithheldTest, FoldersOfItsSettingsAreToldInAnyCase)
{
    api::ServerConfig quiet;
    quiet.offersRoots = false;
    quiet.roots = {"/srv/case"};
    run(quiet);
    EXPECT_NE(asked(kAskRoots).find("file:///srv/case"), std::string::npos);
}

} // namespace
} // namespace portcullis::test
