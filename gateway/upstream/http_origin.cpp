#include "gateway/upstream/http_origin.h"

#include "gateway/http/retry_after.h"

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr int kRedirects = 3;

// The proxy on the way to a server; none for loopback, whatever is set (C-82).
Result<std::optional<http::Proxy>> chooseProxy(const http::Url& url, const ServerOptions& options)
{
    const std::string& wanted = options.config.proxy;
    if (url.isLoopback() || wanted == api::kNoProxy) {
        return std::optional<http::Proxy>();
    }
    if (wanted == api::kSystemProxy) {
        return http::systemProxyFor(url, options.proxies);
    }
    auto proxy = http::parseProxy(wanted);
    if (!proxy) {
        return fail(std::move(proxy.error()));
    }
    return std::optional<http::Proxy>(std::move(*proxy));
}

Result<http::ClientOptions>
clientOptions(const http::Url& url, const ServerOptions& options, CredentialSource& credentials)
{
    http::ClientOptions client;
    auto proxy = chooseProxy(url, options);
    if (!proxy) {
        return fail(std::move(proxy.error()));
    }
    client.proxy = std::move(*proxy);
    client.caFile = options.config.caFile;
    client.certFile = options.config.clientCertFile;
    client.keyFile = options.config.clientKeyFile;
    if (url.tls && options.config.clientKeyPassphrase) {
        auto passphrase = credentials.secret(options.config.clientKeyPassphrase->name);
        if (!passphrase) {
            return fail(std::move(passphrase.error()));
        }
        client.keyPassphrase = std::make_shared<const SecretBytes>(std::move(*passphrase));
    }
    client.connections = options.config.maxInFlight + 4; // lists and notifications besides calls
    client.eventBytes = options.lineBytes;
    // A tool may take its time before the first byte; each request has a deadline of its own.
    const std::chrono::milliseconds call = options.config.callTimeout;
    client.firstByteTimeout = std::max(client.firstByteTimeout, call);
    client.idleTimeout = std::max(client.idleTimeout, call);
    return client;
}

Result<http::Url> checkedUrl(const api::ServerConfig& config)
{
    auto url = http::parseUrl(config.url);
    if (url && !url->tls && !url->isLoopback() && !config.allowPlainHttp) {
        return fail(
            ErrorCode::InvalidArgument,
            "The server's URL is not encrypted. Use https, or allow plain HTTP for this server.");
    }
    return url;
}

Result<SecretBytes>
resolve(const api::NamedValue& field, CredentialSource& credentials, ServerLog& log)
{
    SecretBytes value;
    if (const auto* text = std::get_if<std::string>(&field.value)) {
        value = SecretBytes(*text);
    } else {
        auto secret = credentials.secret(std::get<api::SecretRef>(field.value).name);
        if (!secret) {
            return fail(std::move(secret.error()));
        }
        value = std::move(*secret);
        log.mask(value.duplicate());
    }
    if (!http::isFieldName(field.name) || !http::isFieldValue(value.revealText())) {
        return fail(
            ErrorCode::InvalidArgument,
            "The header field '" + field.name +
                "' cannot be sent: its name or value has characters that HTTP does not allow.");
    }
    return value;
}

// Where a redirect leads, when that is the same origin.
std::optional<std::string> sameOriginTarget(const http::Url& from, const http::Answer& answer)
{
    const auto location = answer.headers().get("Location");
    auto url = location ? http::resolveUrl(from, *location) : fail(ErrorCode::NotFound, {});
    return url && url->origin() == from.origin() ? std::optional(std::move(url->target))
                                                 : std::nullopt;
}

} // namespace

Result<HttpOrigin> HttpOrigin::open(asio::io_context& io,
                                    const ServerOptions& options,
                                    CredentialSource& credentials,
                                    std::shared_ptr<ServerLog> log)
{
    auto url = checkedUrl(options.config);
    if (!url) {
        return fail(std::move(url.error()));
    }
    HttpOrigin origin;
    for (const api::NamedValue& field : options.config.headers) {
        auto value = resolve(field, credentials, *log);
        if (!value) {
            return fail(std::move(value.error()));
        }
        origin.headers.emplace_back(field.name, std::move(*value));
    }
    auto wanted = clientOptions(*url, options, credentials);
    if (!wanted) {
        return fail(std::move(wanted.error()));
    }
    auto client = http::Client::create(io, *url, std::move(*wanted));
    if (!client) {
        return fail(std::move(client.error()));
    }
    origin.client = std::move(*client);
    origin.url = std::move(*url);
    origin.log = std::move(log);
    return origin;
}

void HttpOrigin::addCredentials(http::Headers& fields) const
{
    for (const auto& [name, value] : headers) {
        fields.set(name, std::string(value.revealText()));
    }
}

Task<Result<std::unique_ptr<http::Answer>>> HttpOrigin::transmit(http::Client::Outgoing request,
                                                                 bool* sent) const
{
    for (int redirects = 0;; ++redirects) {
        auto answer = co_await client->send(request, sent);
        if (!answer || ((*answer)->status() != 307 && (*answer)->status() != 308) ||
            redirects >= kRedirects) {
            co_return answer;
        }
        auto target = sameOriginTarget(url, **answer);
        if (!target) {
            co_return answer;
        }
        request.target = std::move(*target);
    }
}

Failure failureOfStatus(unsigned status, const http::Headers& headers)
{
    Failure failure{.error = {}, .httpStatus = status};
    const std::string number = std::to_string(status);
    if (status == 401) {
        failure.error = {
            ErrorCode::Unauthenticated,
            "The server wants a sign-in or a valid token (401). Check its Authorization header.",
            {}};
    } else if (status == 403) {
        failure.error = {
            ErrorCode::PermissionDenied,
            "The server refuses these credentials (403). Check its token and its rights.",
            {}};
    } else if (status >= 300 && status < 400) {
        failure.error = {ErrorCode::InvalidArgument,
                         "The server redirects to another place (" + number +
                             "), where its credentials must not go. Set its URL to the final one.",
                         {}};
    } else if (status == 429 || status == 503) {
        failure.error = {ErrorCode::Unavailable, "The server is overloaded (" + number + ").", {}};
        failure.retryAfter = http::retryAfter(headers); // C-83
    } else if (status >= 500) {
        failure.error = {
            ErrorCode::Unavailable, "The server failed with status " + number + ".", {}};
    } else {
        failure.error = {
            ErrorCode::ProtocolError, "The server answered with status " + number + ".", {}};
    }
    return failure;
}

} // namespace portcullis::upstream
