#pragma once

#include "gateway/base/json.h"
#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/client.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::ctl {

// What came back from one POST.
struct DemoAnswer
{
    unsigned status = 0;
    std::string message;                    // the JSON-RPC answer, or the body as it is
    std::vector<std::string> notifications; // before the answer, on a stream
    std::string session;                    // Mcp-Session-Id, when given
};

// An MCP client as plain as can be, over real HTTP: one request after the other.
// Owner: the demonstration. Thread: its own. Errors: those of the connection; what the gateway
// answers is an answer.
class DemoClient
{
public:
    // `key` may be empty.
    [[nodiscard]] static Result<std::unique_ptr<DemoClient>> create(const std::string& endpoint,
                                                                    std::string key);

    // The session era: initialize with its notification, then requests within the session.
    [[nodiscard]] Result<DemoAnswer> initialize();
    [[nodiscard]] Result<DemoAnswer> request(std::string_view method, std::string_view params);
    [[nodiscard]] Result<DemoAnswer> call(std::string_view tool, std::string_view arguments);
    // The same with a progress token.
    [[nodiscard]] Result<DemoAnswer> callWithProgress(std::string_view tool,
                                                      std::string_view arguments);

    // The stateless era of 2026-07-28: `members` are those of params, as JSON text without braces;
    // `name` is the tool of a tools/call.
    [[nodiscard]] Result<DemoAnswer> stateless(const std::string& method,
                                               std::string_view members = {},
                                               const std::string& name = {});

private:
    DemoClient(http::Url url, std::string key);

    [[nodiscard]] Result<DemoAnswer> post(std::string body, http::Headers headers);
    [[nodiscard]] http::Task<Result<DemoAnswer>> exchange(http::Client::Outgoing outgoing);

    http::asio::io_context m_io;
    http::Url m_url;
    std::string m_key;
    std::string m_session;
    std::unique_ptr<http::Client> m_client;
};

} // namespace portcullis::ctl
