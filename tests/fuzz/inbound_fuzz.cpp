#include "gateway/protocol/inbound.h"
#include "gateway/protocol/mcp_headers.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// A POST as one text: five lines with the fields MCP-Protocol-Version, Mcp-Method, Mcp-Name,
// Mcp-Session-Id and one Mcp-Param-* (a "-" alone for none), and the body after them. What must
// hold: no crash; a refusal can be written; what is let through kept the rules that it stands for.

namespace {

using namespace portcullis;           // NOLINT: a fuzzer's only file
using namespace portcullis::protocol; // NOLINT

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "inbound_fuzz: %s\n", what);
        std::abort();
    }
}

std::string takeLine(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    const std::string line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

std::optional<std::string> takeField(std::string_view& text)
{
    std::string line = takeLine(text);
    return line == "-" ? std::nullopt : std::optional(std::move(line));
}

McpHeaders takeHeaders(std::string_view& text)
{
    McpHeaders headers;
    headers.protocolVersion = takeField(text);
    headers.method = takeField(text);
    headers.name = takeField(text);
    headers.sessionId = takeField(text);
    if (auto param = takeField(text)) {
        headers.params.emplace_back("p", std::move(*param));
    }
    return headers;
}

void check(const Refusal& refusal)
{
    require(refusal.httpStatus == 400 || refusal.httpStatus == 404, "an unexpected status");
    const auto line = JsonDocument::parse(writeError(refusal.id, refusal.error));
    require(line.has_value(), "a refusal is not JSON");
    require(readMessage(line->root()).has_value(), "a refusal is not a message");
}

void check(const StatelessMessage& inbound)
{
    require(eraOf(inbound.revision) == Era::Stateless, "a version of the wrong era");
    const bool isRequest = inbound.message.kind == MessageKind::Request;
    require(isRequest || inbound.message.kind == MessageKind::Notification, "an answer came in");
    require(!isRequest || inbound.capabilities.isObject(), "a request without capabilities");
}

void check(const SessionMessages& inbound)
{
    require(!inbound.messages.empty(), "nothing was let through");
    require(inbound.batch || inbound.messages.size() == 1, "several messages without a batch");
}

void checkAny(const Inbound& inbound)
{
    std::visit([](const auto& kind) { check(kind); }, inbound);
}

void checkParameters(const JsonDocument& document, const McpHeaders& headers)
{
    Tool tool;
    tool.headerParams = {{"P", {"p"}}};
    const JsonValue arguments = document.root()["params"]["arguments"];
    (void)checkParameterHeaders(tool, arguments, headers);
    McpHeaders own;
    for (const auto& [name, value] : parameterHeaders(tool, arguments)) {
        own.params.emplace_back("p", value);
    }
    require(!checkParameterHeaders(tool, arguments, own), "own fields do not agree");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const McpHeaders headers = takeHeaders(text);
    if (headers.name) {
        require(decodeHeaderValue(encodeHeaderValue(*headers.name)).has_value() ||
                    !decodeHeaderValue(*headers.name).has_value(),
                "an encoded value cannot be decoded");
    }
    const auto document = JsonDocument::parse(std::string(text));
    if (!document) {
        check(notJson(document.error()));
        return 0;
    }
    checkAny(classifyPost(*document, headers));
    checkAny(classifyLine(*document));
    checkParameters(*document, headers);
    return 0;
}
