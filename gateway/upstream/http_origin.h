#pragma once

#include "gateway/http/client.h"
#include "gateway/upstream/channel.h"
#include "gateway/upstream/server.h"
#include "gateway/upstream/server_log.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::upstream {

// Where a server is reached over HTTP, and as whom: what every channel over HTTP has in common
// (C.6). Credentials go to this origin, and nowhere else and into no message. Owner: a channel.
// Thread: gateway.
struct HttpOrigin
{
    // Reads the certificate files, so that renewed ones count from the next channel on. Errors:
    // InvalidArgument (URL, header field, proxy, certificate files), those of the credential
    // source.
    [[nodiscard]] static Result<HttpOrigin> open(asio::io_context& io,
                                                 const ServerOptions& options,
                                                 CredentialSource& credentials,
                                                 std::shared_ptr<ServerLog> log);

    // The configured header fields.
    void addCredentials(http::Headers& fields) const;
    // Sends a request and waits for the head of its answer; `sent` as for http::Client. Redirects
    // lead to the same origin only (C-80): the answer may be another redirect. The caller keeps the
    // origin.
    Task<Result<std::unique_ptr<http::Answer>>> transmit(http::Client::Outgoing request,
                                                         bool* sent = nullptr) const;

    std::unique_ptr<http::Client> client;
    http::Url url;
    std::vector<std::pair<std::string, SecretBytes>> headers;
    std::shared_ptr<ServerLog> log;
};

// When a server that cannot be reached is left alone for a while (C-85). Value.
class Breaker
{
public:
    static constexpr std::chrono::milliseconds kOpen{30'000};

    void worked() { m_failures = 0; }

    // True when the transport has failed too often in a row.
    [[nodiscard]] bool failed() { return ++m_failures >= kMostFailures; }

private:
    static constexpr std::uint32_t kMostFailures = 5;

    std::uint32_t m_failures = 0;
};

// What a status says when no JSON-RPC message came with it (C-08). Pure.
[[nodiscard]] Failure failureOfStatus(unsigned status, const http::Headers& headers);

} // namespace portcullis::upstream
