#include "app/ctl/bench/mcp_upstream.h"

#include "gateway/base/json.h"
#include "gateway/protocol/revision.h"

#include <algorithm>

namespace portcullis::ctl::bench {

namespace {

constexpr std::size_t kMaxResult = 16 * 1024 * 1024;
constexpr std::size_t kDefaultResult = 2048;

constexpr const char* kDefinition =
    R"(,"description":"Answers with a text so that the result has the size asked for",)"
    R"("inputSchema":{"type":"object","properties":{"size":{"type":"integer"},"text":{"type":"string"}},)"
    R"("required":["size"]}})";

// "blob", and after it "blob-1" and so on.
std::string toolsResult(unsigned tools)
{
    std::string list = R"({"tools":[)";
    for (unsigned tool = 0; tool < tools; ++tool) {
        list += tool == 0 ? R"({"name":")" : R"(,{"name":")";
        list += kBlobTool + (tool == 0 ? std::string() : "-" + std::to_string(tool)) + "\"";
        list += kDefinition;
    }
    return list + "]}";
}

// Text as tools give it: lines of words and numbers, with what JSON has to escape now and then.
std::string filler(std::size_t bytes)
{
    std::string text;
    for (unsigned row = 1000; text.size() < bytes; ++row) {
        text += "row " + std::to_string(row) + ": station Harbour East, level 3.217 m, ok\\n";
    }
    text.resize(bytes);
    if (text.ends_with('\\')) {
        text.back() = '.';
    }
    return text;
}

// Older clients end the connection when they are offered a newer revision than they asked for.
std::string initializeResult(const protocol::Message& message)
{
    const auto revision = protocol::negotiate(message.params["protocolVersion"].string());
    return R"({"protocolVersion":")" + std::string(protocol::revisionName(revision)) +
           R"(","capabilities":{"tools":{}},"serverInfo":{"name":"bench-upstream","version":"1"}})";
}

} // namespace

McpUpstream::McpUpstream(unsigned tools)
    : m_list(toolsResult(tools))
{}

std::string McpUpstream::answer(std::string_view text)
{
    const auto document = JsonDocument::parse(std::string(text));
    if (!document) {
        return protocol::writeError({}, {protocol::code::kParseError, "Parse error", {}});
    }
    const auto message = protocol::readMessage(document->root());
    if (!message) {
        return protocol::writeError(protocol::readId(document->root()), message.error());
    }
    return message->kind == protocol::MessageKind::Request ? answerRequest(*message)
                                                           : std::string();
}

std::string McpUpstream::answerRequest(const protocol::Message& message)
{
    if (message.method == "tools/call") {
        const JsonValue size = message.params["arguments"]["size"];
        const auto wanted = static_cast<std::size_t>(
            std::max<std::int64_t>(0, size.integer().value_or(kDefaultResult)));
        return protocol::writeResult(message.id, resultOfSize(std::min(wanted, kMaxResult)));
    }
    if (message.method == "initialize") {
        return protocol::writeResult(message.id, initializeResult(message));
    }
    if (message.method == "tools/list") {
        return protocol::writeResult(message.id, m_list);
    }
    if (message.method == "ping") {
        return protocol::writeResult(message.id, "{}");
    }
    return protocol::writeError(message.id,
                                {protocol::code::kMethodNotFound, "Method not found", {}});
}

const std::string& McpUpstream::resultOfSize(std::size_t bytes)
{
    std::string& result = m_results[bytes];
    if (result.empty()) {
        const std::string head = R"({"content":[{"type":"text","text":")";
        const std::string tail = R"("}]})";
        const std::size_t frame = head.size() + tail.size();
        result = head + filler(bytes > frame ? bytes - frame : 1) + tail;
    }
    return result;
}

} // namespace portcullis::ctl::bench
