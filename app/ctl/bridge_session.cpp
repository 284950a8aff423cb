#include "app/ctl/bridge_session.h"

#include "gateway/base/json_writer.h"

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

namespace {

constexpr std::int64_t kInternalError = -32603;
constexpr std::int64_t kInvalidRequest = -32600;
constexpr std::size_t kMaxWaiting = std::size_t{32} * 1024 * 1024;
constexpr int kMaxDropped = 3; // one after another (G-05)
constexpr std::size_t kMaxLine = std::size_t{64} * 1024 * 1024;
constexpr std::string_view kReplayId = "\"portcullis-bridge-initialize\"";
constexpr std::string_view kRestarted = "gateway restarted; the call may have had effects";

std::string errorLine(std::string_view id, std::int64_t code, std::string_view message)
{
    JsonWriter out;
    out.beginObject().member("jsonrpc", "2.0");
    if (!id.empty()) {
        out.rawMember("id", id);
    }
    out.key("error")
        .beginObject()
        .member("code", code)
        .member("message", message)
        .endObject()
        .endObject();
    return out.take();
}

Result<JsonDocument> parse(const std::string& line)
{
    JsonLimits limits;
    limits.bytes = kMaxLine;
    limits.depth = 512;
    limits.members = 10'000'000;
    return JsonDocument::parse(line, limits);
}

} // namespace

void BridgeSession::note(JsonValue message, Waiting& entry)
{
    const JsonValue method = message["method"];
    const JsonValue id = message["id"];
    if (method.isString() && (id.isString() || id.isNumber())) {
        Request request;
        request.id = id.raw();
        if (method.stringEquals("initialize")) {
            request.initialize = true;
            request.line = entry.line;
            m_initializeParams =
                message["params"].exists() ? std::string(message["params"].raw()) : "{}";
            m_established = false;
            m_initialized = false;
        }
        entry.requests.push_back(std::move(request));
    } else if (method.stringEquals("notifications/initialized")) {
        m_initialized = true;
    } else if (method.stringEquals("notifications/cancelled")) {
        forget(message["params"]["requestId"].raw());
        entry.cancels = true;
    }
}

// The client has cancelled this request: nothing is owed under its id any more (A-50, B-30). What
// still waits for the gateway is never sent.
void BridgeSession::forget(std::string_view id)
{
    const auto isIt = [id](const Request& request) {
        return request.id == id && !request.initialize;
    };
    std::erase_if(m_open, isIt);
    std::erase_if(m_waiting, [&](const Waiting& entry) {
        const bool drop = entry.requests.size() == 1 && isIt(entry.requests.front());
        m_waitingBytes -= drop ? entry.line.size() : 0;
        return drop;
    });
}

// The requests in a line, or in a batch. What is not JSON is the gateway's to refuse.
BridgeSession::Waiting BridgeSession::read(std::string line)
{
    Waiting entry;
    entry.line = std::move(line);
    const auto document = parse(entry.line);
    if (!document) {
        return entry;
    }
    const JsonValue root = document->root();
    if (root.isObject()) {
        note(root, entry);
        return entry;
    }
    for (JsonValue one = root.first(); one.exists(); one = one.next()) {
        note(one, entry);
    }
    entry.cancels = false;
    return entry;
}

void BridgeSession::fromClient(std::string line)
{
    if (line.empty()) {
        return;
    }
    m_dropped = 0;
    Waiting entry = read(std::move(line));
    if (m_connected && !m_replaying) {
        forward(std::move(entry));
        return;
    }
    if (entry.cancels) {
        return; // what never reached the gateway needs no cancelling there
    }
    if (m_waitingBytes + entry.line.size() > kMaxWaiting) {
        for (const Request& request : entry.requests) {
            refuse(request.id, "Too much is waiting for Portcullis: try again later.");
        }
        return;
    }
    m_waitingBytes += entry.line.size();
    m_waiting.push_back(std::move(entry));
}

void BridgeSession::dropped()
{
    m_toClient.push_back(errorLine({}, kInvalidRequest, "The message is larger than 16 MiB."));
    m_over = m_over || ++m_dropped >= kMaxDropped;
}

void BridgeSession::forward(Waiting entry)
{
    std::ranges::move(entry.requests, std::back_inserter(m_open));
    m_toGateway.push_back(std::move(entry.line));
}

std::optional<std::string> BridgeSession::fromGateway(std::string line)
{
    const auto document = parse(line);
    if (!document) {
        return "Portcullis sent something that is not JSON.";
    }
    const JsonValue root = document->root();
    if (root["portcullis"].exists()) {
        m_over = m_over || root["final"].boolean();
        return root["error"].string();
    }
    if (m_replaying && root["id"].raw() == kReplayId) {
        return replayed(root);
    }
    if (root.isObject()) {
        answered(root);
    }
    for (JsonValue one = root.isArray() ? root.first() : JsonValue(); one.exists();
         one = one.next()) {
        answered(one);
    }
    m_toClient.push_back(std::move(line));
    return std::nullopt;
}

void BridgeSession::answered(JsonValue message)
{
    if (message["method"].exists()) {
        return;
    }
    const std::string_view id = message["id"].raw();
    const auto found = std::ranges::find(m_open, id, &Request::id);
    if (found == m_open.end()) {
        return;
    }
    if (found->initialize && message["result"].exists()) {
        m_established = true;
    }
    m_open.erase(found);
}

std::optional<std::string> BridgeSession::replayed(JsonValue answer)
{
    m_replaying = false;
    if (!answer["result"].exists()) {
        return "Portcullis did not begin the session again: " + answer["error"]["message"].string();
    }
    if (m_initialized) {
        m_toGateway.emplace_back(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    }
    m_toClient.emplace_back(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
    m_waitingBytes = 0;
    for (auto waiting = std::exchange(m_waiting, {}); Waiting & entry : waiting) {
        forward(std::move(entry));
    }
    return std::nullopt;
}

void BridgeSession::connected()
{
    m_connected = true;
    if (m_established) {
        m_replaying = true;
        JsonWriter out;
        out.beginObject().member("jsonrpc", "2.0").rawMember("id", kReplayId);
        out.member("method", "initialize").rawMember("params", m_initializeParams).endObject();
        m_toGateway.push_back(out.take());
        return;
    }
    m_waitingBytes = 0;
    for (auto waiting = std::exchange(m_waiting, {}); Waiting & entry : waiting) {
        forward(std::move(entry));
    }
}

void BridgeSession::disconnected()
{
    m_connected = false;
    m_replaying = false;
    m_toGateway.clear();
    for (auto open = std::exchange(m_open, {}); Request & request : open) {
        if (request.initialize) {
            m_waitingBytes += request.line.size();
            std::string line = request.line;
            m_waiting.push_front({std::move(line), {std::move(request)}, false});
        } else {
            refuse(request.id, kRestarted);
        }
    }
}

void BridgeSession::giveUp(const std::string& reason)
{
    m_waitingBytes = 0;
    for (const auto waiting = std::exchange(m_waiting, {}); const Waiting& entry : waiting) {
        for (const Request& request : entry.requests) {
            refuse(request.id, reason);
        }
    }
}

void BridgeSession::refuse(const std::string& id, std::string_view why)
{
    m_toClient.push_back(errorLine(id, kInternalError, why));
}

std::vector<std::string> BridgeSession::takeToClient()
{
    return std::exchange(m_toClient, {});
}

std::vector<std::string> BridgeSession::takeToGateway()
{
    return std::exchange(m_toGateway, {});
}

} // namespace portcullis::ctl
