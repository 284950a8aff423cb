#pragma once

#include "gateway/upstream/server.h"
#include "tests/support/temp_folder.h"

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::upstream::test {

// The event loop of a test, turned by hand. Every wait has a deadline, after which the test fails.
class Loop
{
public:
    static constexpr std::chrono::seconds kPatience{20};

    asio::io_context io;

    // Turns until the condition holds; false when the patience is over.
    bool until(const std::function<bool()>& condition);

    template <typename T>
    T await(Task<T> task)
    {
        std::optional<T> result;
        asio::co_spawn(io, std::move(task), [&result](const std::exception_ptr& error, T value) {
            EXPECT_FALSE(error);
            result.emplace(std::move(value));
        });
        if (!until([&result] { return result.has_value(); })) {
            throw std::runtime_error("a task did not end in time");
        }
        return std::move(*result);
    }

    void await(Task<> task);
};

class Secrets final : public CredentialSource
{
public:
    [[nodiscard]] Result<SecretBytes> secret(const std::string& name) override;

    std::map<std::string, std::string> values;
};

// A call of a tool as the gateway sends it.
[[nodiscard]] CallRequest toolCall(const std::string& tool, const std::string& arguments = "{}");

// One server under test and what it reported.
class Upstream
{
public:
    // A child: the test server with these arguments.
    explicit Upstream(Loop& loop, std::vector<std::string> arguments = {});

    // Stops the server, so that a test leaves nothing running.
    ~Upstream();
    Upstream(const Upstream&) = delete;
    Upstream& operator=(const Upstream&) = delete;

    [[nodiscard]] static ServerOptions options(const std::filesystem::path& folder);

    // After changes of `settings`; at the latest by start().
    Server& server();
    Result<> start();
    std::shared_ptr<PendingCall> begin(const std::string& tool,
                                       const std::string& arguments = "{}");
    Result<CallReply> call(const std::string& tool, const std::string& arguments = "{}");
    // The first text of the result, or the error.
    std::string text(const std::string& tool, const std::string& arguments = "{}");
    bool reaches(api::ServerState state);

    Loop& loop;
    portcullis::test::TempFolder folder;
    SystemClock clock;
    Secrets secrets;
    ServerOptions settings;
    std::vector<api::ServerState> states;
    std::vector<EraVerdict> verdicts;
    int toolsChanges = 0;

private:
    std::unique_ptr<Server> m_server;
};

[[nodiscard]] std::string firstText(const CallReply& reply);

} // namespace portcullis::upstream::test
