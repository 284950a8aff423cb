#include "gateway/protocol/call.h"

#include <algorithm>

// W3C Trace Context (https://www.w3.org/TR/trace-context/), as it travels in _meta (SEP-414).
namespace portcullis::protocol {

namespace {

constexpr std::size_t kTraceParentLength = 55; // of version 00: 2 + 32 + 16 + 2 digits, 3 hyphens
constexpr std::size_t kMaxTraceState = 512;
constexpr std::size_t kMaxTraceMembers = 32;

bool isLowerHex(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isId(std::string_view text)
{
    return isLowerHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

// §3.2; a later version may carry more behind the known fields.
bool isTraceParent(std::string_view text)
{
    if (text.size() < kTraceParentLength || text[2] != '-' || text[35] != '-' || text[52] != '-') {
        return false;
    }
    const std::string_view version = text.substr(0, 2);
    if (!isLowerHex(version) || version == "ff") {
        return false;
    }
    if (text.size() > kTraceParentLength && (version == "00" || text[kTraceParentLength] != '-')) {
        return false;
    }
    return isId(text.substr(3, 32)) && isId(text.substr(36, 16)) && isLowerHex(text.substr(53, 2));
}

// §3.3, as far as it keeps anything out that is no list of key=value in printable ASCII.
bool isTraceState(std::string_view text)
{
    if (text.empty() || text.size() > kMaxTraceState ||
        !std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; })) {
        return false;
    }
    std::size_t members = 0;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::size_t equals = text.substr(0, comma).find('=');
        if (++members > kMaxTraceMembers || equals == std::string_view::npos || equals == 0) {
            return false;
        }
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return true;
}

} // namespace

TraceContext readTrace(JsonValue meta)
{
    TraceContext trace;
    std::string parent = meta["traceparent"].string();
    if (!isTraceParent(parent)) {
        return trace; // tracestate means nothing without it
    }
    trace.traceParent = std::move(parent);
    std::string state = meta["tracestate"].string();
    if (isTraceState(state)) {
        trace.traceState = std::move(state);
    }
    return trace;
}

} // namespace portcullis::protocol
