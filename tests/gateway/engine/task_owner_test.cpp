#include "tests/gateway/engine/era_client.h"

#include <algorithm>
#include <string>

// What a client's id of a task leads to, and what its server is told of the client: D-19, D-72, T7.
namespace portcullis::test {
namespace {

constexpr const char* kUnknown = R"("error":{"code":-32602,"message":"Unknown task"})";
constexpr const char* kCapabilities =
    R"({"elicitation":{"form":{},"url":{}},"extensions":{"io.modelcontextprotocol/tasks":{}}})";

class TaskOwnerTest : public testing::Test
{
protected:
    void run(const std::string& ids)
    {
        harness.addServer("new", {"tasks=1", "era=stateless", "taskLog=" + log.string(), ids});
        harness.start();
        harness.open();
        key = harness.makeKey({"new:*"});
        other = harness.makeKey({"new:*"});
        awaitTools(harness, key, "new__task");
    }

    [[nodiscard]] EraClient client(const GatewayHarness::Key& who) const
    {
        return {harness, who, Era::Stateless, kCapabilities};
    }

    // The id that a client gets for a task.
    [[nodiscard]] std::string begin(const GatewayHarness::Key& who,
                                    const std::string& arguments = R"({"end":"never"})") const
    {
        const auto document = JsonDocument::parse(client(who).call("new__task", arguments).json());
        return document ? document->root()["result"]["taskId"].string() : std::string();
    }

    [[nodiscard]] std::string
    ask(const GatewayHarness::Key& who, const std::string& method, const std::string& id) const
    {
        return client(who).ask(method, R"("inputResponses":{},"taskId":")" + id + "\"", id).json();
    }

    [[nodiscard]] std::size_t seen(const std::string& what) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            linesOf(log), [&what](const std::string& line) { return line.starts_with(what); }));
    }

    void startAnew() const
    {
        static_cast<void>(client(key).call("new__exit"));
        ASSERT_TRUE(GatewayHarness::eventually([this] {
            const api::ServerStatus server = harness.status().servers.back();
            return server.restarts > 0 && server.state == api::ServerState::Ready;
        }));
    }

    GatewayHarness harness;
    std::filesystem::path log = harness.folder.file("tasks");
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

// The process before called its first task the same.
TEST_F(TaskOwnerTest, AnIdOfAServerThatWasStartedAnewLeadsToNobodysTask)
{
    run("taskIds=count");
    const std::string old = begin(key);
    ASSERT_FALSE(old.empty());
    startAnew();
    const std::string next = begin(other);
    ASSERT_FALSE(next.empty());
    for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        EXPECT_NE(ask(key, method, old).find(kUnknown), std::string::npos) << method;
    }
    EXPECT_EQ(seen("tasks/"), 0U);
    EXPECT_NE(ask(other, "tasks/get", next).find("working"), std::string::npos);
}

TEST_F(TaskOwnerTest, AnIdThatAServerGivesToTwoClientsLeadsNeitherAnywhere)
{
    run("taskIds=same");
    const std::string first = begin(key);
    ASSERT_FALSE(first.empty());
    const std::string refused = client(other).call("new__task", R"({"end":"never"})").json();
    EXPECT_EQ(refused.find("taskId"), std::string::npos) << refused;
    EXPECT_NE(ask(key, "tasks/get", first).find(kUnknown), std::string::npos);
    EXPECT_EQ(seen("tasks/"), 0U);
}

// D-19: neither in the call nor in what is asked about its task.
TEST_F(TaskOwnerTest, ASharedServerIsNotToldThatAddressesAreOpened)
{
    run("taskIds=count");
    const std::string id = begin(key);
    for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        static_cast<void>(ask(key, method, id));
    }
    const auto told = linesOf(log);
    ASSERT_EQ(told.size(), 3U);
    for (const std::string& line : told) {
        EXPECT_NE(line.find(R"("elicitation":{})"), std::string::npos) << line;
        EXPECT_EQ(line.find("url"), std::string::npos) << line;
        EXPECT_NE(line.find("io.modelcontextprotocol/tasks"), std::string::npos) << line;
    }
}

} // namespace
} // namespace portcullis::test
