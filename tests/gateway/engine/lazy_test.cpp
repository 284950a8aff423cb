#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

// Servers that run only while they are needed, seen from a client (C-61).
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;

class LazyServer : public testing::Test
{
protected:
    LazyServer()
        : m_starts(harness.folder.file("starts"))
    {
        lazy.id = ServerId("lazy");
        lazy.command = {PORTCULLIS_TEST_SERVER, "starts=" + m_starts.native()};
        lazy.protocol = api::ProtocolChoice::Session;
        lazy.start = api::StartMode::Lazy;
    }

    void open()
    {
        harness.start();
        harness.open();
    }

    // What the first run of a gateway leaves behind: the tools.
    void learnTools()
    {
        harness.addServer(lazy);
        open();
        ASSERT_TRUE(reaches(api::ServerState::Ready));
        key = harness.makeKey({"lazy:*"});
        harness.stop();
    }

    [[nodiscard]] bool reaches(api::ServerState state) const
    {
        return GatewayHarness::eventually([&] { return status().state == state; });
    }

    [[nodiscard]] api::ServerStatus status() const { return harness.status().servers.at(0); }

    [[nodiscard]] std::ptrdiff_t starts() const
    {
        std::ifstream file(m_starts);
        return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
    }

    [[nodiscard]] std::string call(const std::string& tool) const
    {
        return harness.post(key, callText(tool)).json();
    }

    GatewayHarness harness;
    api::ServerConfig lazy;
    GatewayHarness::Key key;

private:
    std::filesystem::path m_starts;
};

TEST_F(LazyServer, IsStartedOnceToLearnItsTools)
{
    learnTools();
    EXPECT_EQ(starts(), 1);
    open();
    EXPECT_EQ(status().state, api::ServerState::Idle);
    EXPECT_GT(status().tools, 0U);
    EXPECT_EQ(starts(), 1);
}

TEST_F(LazyServer, IsListedUnstartedAndStartedByItsFirstCall)
{
    learnTools();
    open();
    const std::string list =
        harness.post(key, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})").json();
    EXPECT_NE(list.find("lazy__echo"), std::string::npos) << list;
    EXPECT_EQ(starts(), 1);
    const std::string answer = call("lazy__echo");
    EXPECT_NE(answer.find(R"("text")"), std::string::npos) << answer;
    EXPECT_EQ(starts(), 2);
    EXPECT_EQ(status().state, api::ServerState::Ready);
}

TEST_F(LazyServer, IsNotStartedByARefusedCall)
{
    learnTools();
    open();
    const auto stranger = harness.makeKey({});
    const std::string answer = harness.post(stranger, callText("lazy__echo")).json();
    EXPECT_NE(answer.find("-32602"), std::string::npos) << answer;
    EXPECT_EQ(status().state, api::ServerState::Idle);
    EXPECT_EQ(starts(), 1);
}

// E-13
TEST_F(LazyServer, IsNotCalledWhenItsStartBringsAnotherDefinition)
{
    const std::filesystem::path edit = harness.folder.file("edit");
    const std::filesystem::path calls = harness.folder.file("calls");
    lazy.command.emplace_back("editedBy=" + edit.native());
    lazy.command.emplace_back("calls=" + calls.native());
    lazy.changedTools = api::ChangedTools::Hold;
    learnTools();
    open();
    harness.folder.write("edit", "");
    const std::string answer = call("lazy__echo");
    EXPECT_NE(answer.find("list the tools again"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("isError":true)"), std::string::npos) << answer;
    EXPECT_EQ(starts(), 2);
    EXPECT_EQ(harness.activity().rows[0].outcome, api::Outcome::ToolError);
    EXPECT_FALSE(std::filesystem::exists(calls));
    EXPECT_NE(call("lazy__echo").find("Unknown tool"), std::string::npos);
    EXPECT_NE(call("lazy__lists").find(R"("text")"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(calls));
}

TEST_F(LazyServer, IsStartedByAPerson)
{
    learnTools();
    open();
    ASSERT_TRUE(GatewayHarness::wait<void>(
        [this](auto done) { harness.gateway->restartServer(ServerId("lazy"), done); }));
    EXPECT_TRUE(reaches(api::ServerState::Ready));
    EXPECT_EQ(starts(), 2);
}

TEST_F(LazyServer, IsStartedToSeeWhatAChangeOfItBrings)
{
    learnTools();
    open();
    lazy.command.emplace_back("tools=1");
    ASSERT_TRUE(harness.apply(api::UpdateServer{lazy}));
    EXPECT_TRUE(reaches(api::ServerState::Ready));
    EXPECT_EQ(starts(), 2);
}

TEST_F(LazyServer, IsLeftAloneByChangesOfWhatIsShownOfIt)
{
    learnTools();
    open();
    lazy.name = "Another name";
    lazy.content = api::ContentMode::None;
    ASSERT_TRUE(harness.apply(api::UpdateServer{lazy}));
    EXPECT_EQ(status().state, api::ServerState::Idle);
    lazy.start = api::StartMode::Eager;
    ASSERT_TRUE(harness.apply(api::UpdateServer{lazy}));
    EXPECT_TRUE(reaches(api::ServerState::Ready));
    const auto first = starts();
    lazy.name = "A third one";
    ASSERT_TRUE(harness.apply(api::UpdateServer{lazy}));
    EXPECT_EQ(status().state, api::ServerState::Ready);
    EXPECT_EQ(starts(), first);
}

} // namespace
} // namespace portcullis::engine
