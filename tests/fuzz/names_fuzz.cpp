#include "gateway/engine/event_stream.h"
#include "gateway/engine/tool_pins.h"
#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/tool_names.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Any bytes as a value of an Mcp-* header field, as a Last-Event-ID, as the table of public tool
// names, and as the approvals of a server's tools. What must hold: no crash; a value that is taken
// comes back from its encoded form; a table that is taken is the same when it was written and read
// again.

namespace {

using namespace portcullis::protocol; // NOLINT: a fuzzer's only file

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void checkHeader(std::string_view text)
{
    if (const auto value = decodeHeaderValue(text)) {
        require(decodeHeaderValue(encodeHeaderValue(*value)) == value);
    }
}

void checkEventId(std::string_view text)
{
    using portcullis::engine::parseEventId;
    if (const auto id = parseEventId(text)) {
        const auto again =
            parseEventId(std::to_string(id->stream) + "-" + std::to_string(id->sequence));
        require(again && again->stream == id->stream && again->sequence == id->sequence);
    }
}

void checkNames(std::string_view text)
{
    const auto names = ToolNames::load(text);
    if (!names) {
        require(!names.error().message.empty());
        return;
    }
    const std::string saved = names->save();
    const auto again = ToolNames::load(saved);
    require(again.has_value() && again->save() == saved);
}

void checkPins(const std::string& text)
{
    using portcullis::engine::ToolPins;
    if (const auto pins = ToolPins::load(text)) {
        const std::string saved = pins->save();
        const auto again = ToolPins::load(saved);
        require(again.has_value() && again->save() == saved);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    checkHeader(text);
    checkEventId(text);
    checkNames(text);
    checkPins(std::string(text));
    return 0;
}
