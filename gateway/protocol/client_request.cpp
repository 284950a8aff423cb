#include "gateway/protocol/client_request.h"

#include "gateway/protocol/client_answer.h"
#include "gateway/protocol/elicitation_form.h"
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
                      const ClientView& view,
                      std::string_view elicitationId)
{
    out.member("message", elicitationMessage(params, view.server));
    for (JsonValue member = params.isObject() ? params.first() : JsonValue(); member.exists();
         member = member.next()) {
        const std::string name = member.name();
        const bool known = view.to > Revision::V2025_06_18 || name != "mode"; // came later
        if (name == "requestedSchema") {
            out.rawMember(name, formFor(view.to, member).value_or("{}"));
        } else if (name != "message" && name != "elicitationId" && name != "_meta" && known) {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    if (view.to == Revision::V2025_11_25 && params["mode"].stringEquals("url")) {
        out.member("elicitationId", elicitationId);
    }
}

using BlockWriter = void (*)(JsonWriter& out, JsonValue block, const UriNames& uris);

// One block or several, and what a tool has given inside of one, each in the same way.
void writeSampledContent(JsonWriter& out,
                         JsonValue content,
                         const UriNames& uris,
                         BlockWriter write)
{
    if (content.isArray()) {
        out.beginArray();
        for (JsonValue block = content.first(); block.exists(); block = block.next()) {
            writeSampledContent(out, block, uris, write);
        }
        out.endArray();
    } else if (content["type"].stringEquals("tool_result") && content["content"].isArray()) {
        out.beginObject();
        for (JsonValue member = content.first(); member.exists(); member = member.next()) {
            out.rawKey(member.rawName());
            if (member.name() == "content") {
                writeSampledContent(out, member, uris, write);
            } else {
                out.raw(member.raw());
            }
        }
        out.endObject();
    } else {
        write(out, content, uris);
    }
}

// A message with a role and content, or anything else as it is.
void writeSampledMessage(JsonWriter& out,
                         JsonValue message,
                         const UriNames& uris,
                         BlockWriter write)
{
    if (!uris.rewrites() || !message.isObject()) {
        out.raw(message.raw());
        return;
    }
    out.beginObject();
    for (JsonValue member = message.first(); member.exists(); member = member.next()) {
        out.rawKey(member.rawName());
        if (member.name() == "content") {
            writeSampledContent(out, member, uris, write);
        } else {
            out.raw(member.raw());
        }
    }
    out.endObject();
}

void writeMessages(JsonWriter& out, JsonValue messages, const UriNames& uris)
{
    if (!messages.isArray() || !uris.rewrites()) {
        out.raw(messages.raw());
        return;
    }
    out.beginArray();
    for (JsonValue message = messages.first(); message.exists(); message = message.next()) {
        writeSampledMessage(out, message, uris, writeContentBlock);
    }
    out.endArray();
}

// Of a form: whatever stands in it is no block. A content that says nothing is left out.
void writeElicited(JsonWriter& out, JsonValue answer)
{
    const JsonValue content = answer["content"];
    if (!content.exists() || (content.isObject() && answer["action"].stringEquals("accept"))) {
        out.raw(answer.raw());
        return;
    }
    out.beginObject();
    for (JsonValue member = answer.first(); member.exists(); member = member.next()) {
        if (member.name() != "content") {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    out.endObject();
}

// Who asks has no member of its own here; the prompt that clients show and models read has (A-79).
void writeSystemPrompt(JsonWriter& out, JsonValue prompt, std::string_view server)
{
    if (!server.empty()) {
        const std::string text = prompt.string();
        out.member("systemPrompt",
                   "[" + std::string(server) + "]" + (text.empty() ? "" : " " + toValidUtf8(text)));
    } else if (prompt.exists()) {
        out.rawMember("systemPrompt", prompt.raw());
    }
}

void writeSampling(JsonWriter& out, JsonValue params, const ClientView& view)
{
    writeSystemPrompt(out, params["systemPrompt"], view.server);
    for (JsonValue member = params.isObject() ? params.first() : JsonValue(); member.exists();
         member = member.next()) {
        const std::string name = member.name();
        if (name == "messages") {
            out.rawKey(member.rawName());
            writeMessages(out, member, view.uris);
        } else if (name == "includeContext") {
            if (view.keepsContext && !member.stringEquals("none")) {
                out.member(name, "thisServer");
            }
        } else if (name != "systemPrompt" && name != "_meta") {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
}

} // namespace

std::size_t mostBytesOf(std::string_view method)
{
    // A model is given texts and pictures, a person a form.
    return (method == "sampling/createMessage" ? 1024UL : 64UL) * 1024;
}

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
        if (params.raw().size() > mostBytesOf(method)) {
            return fail(ErrorCode::ProtocolError,
                        "The server asks for input with more than fits: " + method);
        }
        requests.push_back({item.name(),
                            method,
                            std::string(params.isNull() ? std::string_view() : params.raw())});
    }
    return requests;
}

bool canExpress(std::string_view method, JsonValue params, Revision to)
{
    return method != "elicitation/create" || formFor(to, params["requestedSchema"]).has_value();
}

std::string writeClientParams(std::string_view method,
                              JsonValue params,
                              const ClientView& view,
                              std::string_view elicitationId)
{
    JsonWriter out;
    out.beginObject();
    if (method == "elicitation/create") {
        writeElicitation(out, params, view, elicitationId);
    } else if (method == "sampling/createMessage") {
        writeSampling(out, params, view);
    }
    return singleLine(out.endObject().str());
}

std::string writeServerAnswer(JsonValue answer, const UriNames& uris)
{
    JsonWriter out;
    if (answer["action"].exists()) {
        writeElicited(out, answer);
    } else {
        writeSampledMessage(out, answer, uris, writeServersBlock);
    }
    return out.take();
}

std::string writeServerAnswers(JsonValue answers, const UriNames& uris)
{
    if (!answers.isObject()) {
        return std::string(answers.raw());
    }
    JsonWriter out;
    out.beginObject();
    for (JsonValue answer = answers.first(); answer.exists(); answer = answer.next()) {
        if (looksLikeAnswer(answer)) {
            out.rawKey(answer.rawName()).raw(writeServerAnswer(answer, uris));
        }
    }
    return out.endObject().take();
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

std::vector<ClientRequest> readRequiredUrls(const RpcError& error)
{
    std::vector<ClientRequest> requests;
    const auto data = JsonDocument::parse(error.data);
    if (error.code != code::kUrlElicitationRequired || !data) {
        return requests;
    }
    const JsonValue all = data->root()["elicitations"];
    for (JsonValue one = all.isArray() ? all.first() : JsonValue(); one.exists();
         one = one.next()) {
        if (one["mode"].stringEquals("url") && one["url"].isString() &&
            one.raw().size() <= mostBytesOf("elicitation/create") &&
            requests.size() < kMaxInputRequests) {
            requests.push_back({"r" + std::to_string(requests.size() + 1),
                                "elicitation/create",
                                std::string(one.raw())});
        }
    }
    return requests;
}

std::string writeRequiredUrls(std::span<const std::string> elicitations)
{
    JsonWriter out;
    out.beginObject().key("elicitations").beginArray();
    for (const std::string& one : elicitations) {
        out.raw(one);
    }
    return out.endArray().endObject().take();
}

std::string writeElicitationComplete(std::string_view elicitationId)
{
    JsonWriter params;
    params.beginObject().member("elicitationId", elicitationId).endObject();
    return writeNotification("notifications/elicitation/complete", params.str());
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

namespace {

// A path as it stands in a URI.
std::string percentEncoded(std::string_view path)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789-._~/";
    std::string out;
    for (const char c : path) {
        if (kPlain.contains(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.append({'%', kDigits.at(byte / 16U), kDigits.at(byte % 16U)});
    }
    return out;
}

} // namespace

std::string writeRoots(const std::vector<std::string>& folders)
{
    JsonWriter out;
    out.beginObject().key("roots").beginArray();
    for (const std::string& folder : folders) {
        const std::string path = folder.substr(0, folder.find_last_not_of('/') + 1);
        const std::string name = path.substr(path.rfind('/') + 1);
        out.beginObject().member("uri", "file://" + percentEncoded(path.empty() ? "/" : path));
        if (!name.empty()) {
            out.member("name", toValidUtf8(name));
        }
        out.endObject();
    }
    return out.endArray().endObject().take();
}

} // namespace portcullis::protocol
