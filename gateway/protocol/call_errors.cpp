#include "gateway/protocol/call.h"
#include "gateway/protocol/text.h"

// Errors of servers on their way to clients: table D.10, as far as tools/call goes.
namespace portcullis::protocol {

namespace {

constexpr std::size_t kMaxData = 8UL * 1024;

bool isReserved(int number)
{
    return number >= -32768 && number <= -32000;
}

bool isOldServerCode(int number)
{
    return number >= -32019 && number <= -32000;
}

// What the server says beside its message, unless it is large: a resource that it is about under
// the URI that clients know it by (E-22), whatever the code is.
std::string clientData(const RpcError& error, const UriNames& uris)
{
    std::string data = error.data.size() <= kMaxData ? error.data : std::string();
    const auto document = JsonDocument::parse(data);
    if (!document || !uris.rewrites()) {
        return data;
    }
    JsonWriter out;
    writeWithUri(out, document->root(), "uri", uris);
    return out.take();
}

// An internal error that tells what the server's code was.
RpcError internal(const RpcError& error, const UriNames& uris, std::string message)
{
    JsonWriter data;
    data.beginObject().member("upstreamCode", std::int64_t{error.code});
    if (const std::string original = clientData(error, uris); !original.empty()) {
        data.rawMember("upstreamData", original);
    }
    return {code::kInternalError, std::move(message), data.endObject().take()};
}

std::string says(std::string_view server, const RpcError& error)
{
    return std::string(server) + " answered with error " + std::to_string(error.code) + ": " +
           error.message;
}

// The addresses that a -32042 asks the user to open.
std::string elicitationUrls(const RpcError& error)
{
    const auto data = JsonDocument::parse(error.data);
    std::string urls;
    if (data) {
        const JsonValue elicitations = data->root()["elicitations"];
        for (JsonValue one = elicitations.first(); one.exists(); one = one.next()) {
            if (const std::string url = one["url"].string(); !url.empty()) {
                urls.append(" ").append(excerpt(url, 2000));
            }
        }
    }
    return urls;
}

// What a person at the workstation or an administrator has to know, whatever was asked for.
std::optional<std::string> ownText(const RpcError& error, std::string_view server)
{
    const std::string name(server);
    switch (error.code) {
    case code::kMethodNotFound:
        return "The server " + name + " no longer offers this.";
    case code::kHeaderMismatch:
        return "The server " + name +
               " refused the call because of its parameter headers; its list of tools may have "
               "changed.";
    case code::kMissingCapability:
        return "The server " + name +
               " needs something of the client in this call that this client does not offer.";
    case code::kUnsupportedVersion:
        return "The server " + name + " no longer speaks the protocol version agreed on.";
    case code::kUrlElicitationRequired:
        return "The server " + name +
               " needs the user to open this address first:" + elicitationUrls(error);
    default:
        return std::nullopt;
    }
}

bool isNotFound(const RpcError& error, const ErrorContext& context)
{
    if (context.kind != CallKind::Resource) {
        return false;
    }
    if (error.code == code::kResourceNotFound) {
        return true;
    }
    // -32602 means any bad parameter, too; what the server says it is about decides (X3).
    const auto data = JsonDocument::parse(error.data);
    return error.code == code::kInvalidParams && data &&
           data->root()["uri"].stringEquals(context.name);
}

RpcError notFound(const RpcError& error, Revision to, const ErrorContext& context)
{
    JsonWriter data;
    data.beginObject().member("uri", toValidUtf8(context.uris.toClient(context.name))).endObject();
    const bool stateless = eraOf(to) == Era::Stateless;
    return {stateless ? code::kInvalidParams : code::kResourceNotFound, error.message, data.take()};
}

} // namespace

std::optional<std::string>
toolErrorText(const RpcError& error, Revision to, std::string_view server)
{
    const bool forClient = error.code == code::kMissingCapability && eraOf(to) == Era::Stateless;
    return forClient ? std::nullopt : ownText(error, server);
}

RpcError translateError(const RpcError& error,
                        Revision to,
                        std::string_view server,
                        const ErrorContext& context)
{
    const bool stateless = eraOf(to) == Era::Stateless;
    if (error.code == code::kMissingCapability && stateless) {
        return {error.code, error.message, clientData(error, context.uris)}; // D-82
    }
    if (isNotFound(error, context)) {
        return notFound(error, to, context);
    }
    if (auto text = ownText(error, server)) {
        return {code::kInternalError, std::move(*text), {}};
    }
    switch (error.code) {
    case code::kParseError:
    case code::kInvalidRequest:
        return internal(error,
                        context.uris,
                        std::string(server) +
                            " could not read the gateway's request: " + error.message);
    case code::kInternalError:
    case code::kInvalidParams:
        return {error.code, error.message, clientData(error, context.uris)};
    case code::kResourceNotFound:
        return {stateless ? code::kInvalidParams : error.code,
                error.message,
                clientData(error, context.uris)};
    default:
        break;
    }
    const bool passes = !isReserved(error.code) || (!stateless && isOldServerCode(error.code));
    return passes ? RpcError{error.code, error.message, clientData(error, context.uris)}
                  : internal(error, context.uris, says(server, error));
}

} // namespace portcullis::protocol
