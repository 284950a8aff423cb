#include "gateway/upstream/handshake.h"

#include <utility>

namespace portcullis::upstream {

Task<std::expected<protocol::ServerHello, Failure>>
initialize(std::shared_ptr<RpcConnection> connection,
           ConnectionKey key,
           protocol::Revision revision,
           std::chrono::milliseconds timeout)
{
    connection->speak(revision);
    RpcRequest request;
    request.method = "initialize";
    request.params =
        protocol::writeInitializeParams(revision, protocol::writeClientFeatures(key.features));
    request.timeout = timeout;
    request.cancellable = false;
    const RpcOutcome outcome = co_await connection->ask(std::move(request));
    if (!outcome) {
        co_return std::unexpected(outcome.error());
    }
    if (outcome->error) {
        const auto& error = *outcome->error;
        co_return std::unexpected(
            Failure{.error = {ErrorCode::ProtocolError,
                              "The server refused initialize: " + error.message,
                              "JSON-RPC error " + std::to_string(error.code)}});
    }
    auto hello = protocol::readInitializeResult(outcome->result);
    if (!hello) {
        co_return std::unexpected(Failure{.error = std::move(hello.error())});
    }
    connection->speak(hello->revision);
    const std::string method = "notifications/initialized";
    connection->notify(method, protocol::writeNotification(method));
    co_return std::move(*hello);
}

std::string listingCapabilities(protocol::ClientFeatures features)
{
    features.tasks = true; // the gateway can drive them
    return protocol::writeClientFeatures(features);
}

Task<RpcOutcome> discover(std::shared_ptr<RpcConnection> connection,
                          std::string capabilities,
                          std::chrono::milliseconds timeout)
{
    connection->speak(protocol::kNewestStateless);
    const std::string meta = protocol::writeStatelessMeta(protocol::kNewestStateless, capabilities);
    RpcRequest request;
    request.method = "server/discover";
    request.params = JsonWriter().beginObject().rawMember("_meta", meta).endObject().take();
    request.timeout = timeout;
    request.cancellable = false;
    co_return co_await connection->ask(std::move(request));
}

namespace {

using Kind = ProbeVerdict::Kind;

ProbeVerdict sessionVerdict(protocol::Revision revision = protocol::kNewestSession)
{
    return {.kind = Kind::Session, .hello = {}, .session = revision, .error = {}};
}

ProbeVerdict failedVerdict(Error error)
{
    return {.kind = Kind::Failed,
            .hello = {},
            .session = protocol::kNewestSession,
            .error = std::move(error)};
}

ProbeVerdict judgeResult(JsonValue result)
{
    if (!protocol::isDiscoverResult(result)) {
        return sessionVerdict(); // it answers any method
    }
    auto hello = protocol::readDiscoverResult(result);
    if (!hello) {
        return failedVerdict(std::move(hello.error()));
    }
    if (protocol::eraOf(hello->revision) == protocol::Era::Session) {
        return sessionVerdict(hello->revision); // C-10
    }
    return {.kind = Kind::Stateless, .hello = std::move(*hello), .session = {}, .error = {}};
}

ProbeVerdict judgeError(const protocol::RpcError& error)
{
    const bool isStateless = error.code == protocol::code::kHeaderMismatch ||
                             error.code == protocol::code::kMissingCapability;
    const bool listsVersions = error.code == protocol::code::kUnsupportedVersion &&
                               error.data.find("\"supported\"") != std::string::npos;
    if (listsVersions) {
        const auto common = protocol::readSupported(error);
        if (common.empty()) {
            return failedVerdict({ErrorCode::Unsupported,
                                  "The server and Portcullis have no protocol version in common.",
                                  "The server speaks " + error.data.substr(0, 200)});
        }
        if (protocol::eraOf(common.front()) == protocol::Era::Session) {
            return sessionVerdict(common.front());
        }
    }
    if (isStateless || listsVersions) {
        ProbeVerdict verdict{.kind = Kind::Stateless, .hello = {}, .session = {}, .error = {}};
        verdict.hello.revision = protocol::kNewestStateless;
        // It told nothing more; what it does not have it refuses to list.
        verdict.hello.features.tools = true;
        verdict.hello.features.prompts = true;
        verdict.hello.features.resources = true;
        return verdict;
    }
    return sessionVerdict(); // whatever else it says (C-02)
}

} // namespace

ProbeVerdict judgeProbe(const RpcOutcome& outcome, bool http)
{
    if (outcome) {
        return outcome->error ? judgeError(*outcome->error) : judgeResult(outcome->result);
    }
    const Failure& failure = outcome.error();
    const unsigned status = failure.httpStatus;
    const bool saysNothing =
        status == 400 || status == 404 || status == 405 || (status >= 200 && status < 300);
    if (http) {
        return saysNothing ? sessionVerdict() : failedVerdict(failure.error); // C-06, C-08
    }
    switch (failure.error.code) {
    case ErrorCode::DeadlineExceeded:
    case ErrorCode::Unavailable:
        return {.kind = Kind::NotAnswered,
                .hello = {},
                .session = protocol::kNewestSession,
                .error = {}};
    case ErrorCode::ProtocolError:
        return sessionVerdict();
    default:
        return failedVerdict(failure.error);
    }
}

} // namespace portcullis::upstream
