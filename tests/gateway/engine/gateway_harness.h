#pragma once

#include "gateway/api/config.h"
#include "gateway/base/json.h"
#include "gateway/engine/gateway.h"
#include "tests/support/shifted_clock.h"
#include "tests/support/temp_folder.h"

#include <chrono>
#include <functional>
#include <future>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::test {

struct HttpReply
{
    unsigned status = 0;
    std::map<std::string, std::string> headers; // lower-cased names
    std::string body;                           // de-chunked

    // The JSON of the body: itself, or the last data line of an event stream.
    [[nodiscard]] std::string json() const;
    [[nodiscard]] bool isStream() const;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

// A TCP connection that the test holds in its hands.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();

    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    RawClient(RawClient&&) = delete;
    RawClient& operator=(RawClient&&) = delete;

    void send(const std::string& bytes) const;
    // Reads until the text has come so often; false at the end of the stream or after ten seconds.
    [[nodiscard]] bool readUntil(const std::string& text, int times = 1);
    [[nodiscard]] std::string readAll();
    void close();

    [[nodiscard]] const std::string& received() const { return m_received; }

private:
    [[nodiscard]] bool readSome();

    int m_socket = -1;
    std::string m_received;
};

[[nodiscard]] std::string requestText(const std::string& method,
                                      const std::string& path,
                                      const Fields& fields,
                                      const std::string& body);

// A whole gateway on a folder of its own, with servers of the test.
class GatewayHarness
{
public:
    GatewayHarness();
    ~GatewayHarness();

    GatewayHarness(const GatewayHarness&) = delete;
    GatewayHarness& operator=(const GatewayHarness&) = delete;
    GatewayHarness(GatewayHarness&&) = delete;
    GatewayHarness& operator=(GatewayHarness&&) = delete;

    // A server that runs the test server with these options.
    void addServer(const std::string& id, std::vector<std::string> options = {});
    void addServer(api::ServerConfig server);
    void start(); // listens, locked
    void open();  // with the right master key
    void stop();

    // Waits for one completion of a command.
    template <typename T>
    [[nodiscard]] static Result<T>
    wait(const std::function<void(std::function<void(Result<T>)>)>& command)
    {
        auto promise = std::make_shared<std::promise<Result<T>>>();
        auto future = promise->get_future();
        command([promise](Result<T> result) { promise->set_value(std::move(result)); });
        if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
            return fail(ErrorCode::DeadlineExceeded, "no completion");
        }
        return future.get();
    }

    [[nodiscard]] Result<api::ConfigPtr> apply(api::ConfigChange change) const;

    struct Key
    {
        KeyId id;
        std::string secret;
    };

    [[nodiscard]] Key makeKey(std::initializer_list<const char*> rules) const;
    [[nodiscard]] api::ActivityPage activity() const;
    [[nodiscard]] api::GatewayStatus status() const;
    // Waits until a condition holds, at most 30 seconds.
    [[nodiscard]] static bool eventually(const std::function<bool()>& condition);

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] HttpReply send(const std::string& method,
                                 const std::string& path,
                                 Fields fields,
                                 const std::string& body = {}) const;
    // POSTs a message of the session era.
    [[nodiscard]] HttpReply post(const Key& key,
                                 const std::string& body,
                                 Fields more = {},
                                 const std::string& path = "/mcp") const;
    // POSTs a request of the stateless era, with its headers.
    [[nodiscard]] HttpReply postStateless(const Key& key,
                                          const std::string& method,
                                          const std::string& params,
                                          const std::string& name = {},
                                          const std::string& path = "/mcp") const;
    // Opens a session and gives its header field.
    [[nodiscard]] Fields initialize(const Key& key,
                                    const std::string& revision = "2025-11-25",
                                    const std::string& path = "/mcp") const;

    TempFolder folder;
    ShiftedClock clock;
    std::function<void(engine::GatewayOptions&)> adjust; // before the start
    SecretBytes master;
    std::unique_ptr<engine::Gateway> gateway;
    std::optional<engine::PolicyPlace> policy; // instead of the build's

private:
    std::vector<api::ServerConfig> m_servers;
};

// tools/call of the session era.
[[nodiscard]] std::string
callText(const std::string& tool, const std::string& arguments = "{}", const std::string& id = "1");

} // namespace portcullis::test
