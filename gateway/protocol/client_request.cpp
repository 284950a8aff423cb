#include "gateway/protocol/client_request.h"

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array<std::string_view, 3> kMethods = {
    "elicitation/create", "sampling/createMessage", "roots/list"};

// Longer than any host with its port: what is cut off must not be what counts.
constexpr std::size_t kMaxHost = 300;

// Where a browser will go, which is not always what an address seems to say: it takes \ for / and
// does not see line breaks and tabs.
std::string hostOf(std::string url)
{
    std::erase_if(url, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
    const std::size_t scheme = url.find(':');
    const std::size_t begin =
        scheme == std::string::npos ? scheme : url.find_first_not_of("/\\", scheme + 1);
    if (begin == std::string::npos) {
        return {};
    }
    const std::string authority = url.substr(begin, url.find_first_of("/\\?#", begin) - begin);
    return excerpt(std::string_view(authority).substr(authority.rfind('@') + 1), kMaxHost);
}

std::string elicitationMessage(JsonValue params, std::string_view server)
{
    const std::string message = params["message"].string();
    if (server.empty()) {
        return toValidUtf8(message);
    }
    const bool isUrl = params["mode"].stringEquals("url");
    const std::string host = isUrl ? hostOf(params["url"].string()) : std::string();
    return toValidUtf8("[" + std::string(server) + (host.empty() ? "" : ", " + host) + "] " +
                       message);
}

void writeElicitation(JsonWriter& out,
                      JsonValue params,
                      std::string_view server,
                      Revision to,
                      std::string_view elicitationId)
{
    out.member("message", elicitationMessage(params, server));
    for (JsonValue member = params.isObject() ? params.first() : JsonValue(); member.exists();
         member = member.next()) {
        const std::string name = member.name();
        const bool known = to > Revision::V2025_06_18 || name != "mode"; // came later
        if (name != "message" && name != "elicitationId" && name != "_meta" && known) {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    if (to == Revision::V2025_11_25 && params["mode"].stringEquals("url")) {
        out.member("elicitationId", elicitationId);
    }
}

void writeSampling(JsonWriter& out, JsonValue params)
{
    for (JsonValue member = params.isObject() ? params.first() : JsonValue(); member.exists();
         member = member.next()) {
        const std::string name = member.name();
        if (name != "includeContext" && name != "_meta") {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
}

} // namespace

Result<std::vector<ClientRequest>> readInputRequests(JsonValue inputRequests)
{
    std::vector<ClientRequest> requests;
    if (inputRequests.exists() && !inputRequests.isObject()) {
        return fail(ErrorCode::ProtocolError, "The server asks for input without saying for what.");
    }
    if (inputRequests.size() > kMaxInputRequests ||
        inputRequests.raw().size() > kMaxInputRequestBytes) {
        return fail(ErrorCode::ProtocolError, "The server asks for too much input at once.");
    }
    for (JsonValue item = inputRequests.first(); item.exists(); item = item.next()) {
        const std::string method = item["method"].string();
        if (std::ranges::find(kMethods, method) == kMethods.end()) {
            return fail(ErrorCode::ProtocolError,
                        "The server asks for input in a way that does not exist: " +
                            excerpt(method, 64));
        }
        const JsonValue params = item["params"];
        if (params.exists() && !params.isNull() && !params.isObject()) {
            return fail(ErrorCode::ProtocolError,
                        "The server asks for input with params that are not an object.");
        }
        requests.push_back({item.name(),
                            method,
                            std::string(params.isNull() ? std::string_view() : params.raw())});
    }
    return requests;
}

std::string writeClientParams(std::string_view method,
                              JsonValue params,
                              std::string_view server,
                              Revision to,
                              std::string_view elicitationId)
{
    JsonWriter out;
    out.beginObject();
    if (method == "elicitation/create") {
        writeElicitation(out, params, server, to, elicitationId);
    } else if (method == "sampling/createMessage") {
        writeSampling(out, params);
    }
    return singleLine(out.endObject().str());
}

std::string writeInputRequests(std::span<const ClientRequest> requests)
{
    JsonWriter out;
    out.key("inputRequests").beginObject();
    for (const ClientRequest& request : requests) {
        out.key(request.key).beginObject().member("method", request.method);
        if (!request.params.empty()) {
            out.rawMember("params", request.params);
        }
        out.endObject();
    }
    return out.endObject().take();
}

std::string writeInputRequired(std::span<const ClientRequest> requests,
                               const std::optional<std::string>& requestState)
{
    JsonWriter out;
    out.beginObject().member("resultType", "input_required");
    if (!requests.empty()) {
        out.raw(writeInputRequests(requests));
    }
    if (requestState) {
        out.member("requestState", *requestState);
    }
    out.key("_meta").beginObject();
    out.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation())).endObject();
    return out.endObject().take();
}

std::string writeInputResponses(const std::map<std::string, std::string>& answers)
{
    JsonWriter out;
    out.beginObject();
    for (const auto& [key, answer] : answers) {
        out.rawMember(key, answer);
    }
    return out.endObject().take();
}

} // namespace portcullis::protocol
