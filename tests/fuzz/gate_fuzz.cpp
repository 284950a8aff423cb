#include "gateway/engine/http_gate.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Any text as the head of a request that a stranger sends: the path, the query, and fields, a line
// each. What must hold: no crash; what passes for this machine names nothing else; a path leads to
// one profile; what is enough for a strict key is enough for a lenient one.

namespace {

using namespace portcullis;         // NOLINT: a fuzzer's only file
using namespace portcullis::engine; // NOLINT

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "gate_fuzz: %s\n", what);
        std::abort();
    }
}

std::string_view takeLine(std::string_view& text)
{
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

http::RequestHead headOf(std::string_view text)
{
    http::RequestHead head;
    head.method = "POST";
    head.path = takeLine(text);
    head.query = takeLine(text);
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        const std::size_t colon = std::min(line.find(':'), line.size());
        head.headers.add(std::string(line.substr(0, colon)),
                         std::string(line.substr(std::min(colon + 1, line.size()))));
    }
    return head;
}

void checkPlace(const http::RequestHead& head)
{
    for (const std::string_view root : {kMcpRoot, kSseRoot}) {
        const auto profile = profileOf(head.path, root);
        if (profile && !profile->aggregated()) {
            require(std::string(root) + "/" + profile->server.str() == head.path,
                    "a path leads to another server");
        }
    }
    const bool hasKey = head.query.find("pcl_") != std::string::npos;
    require(!hasKey || hasKeyInQuery(head.query), "a key in the address passes");
    const auto session = messageSession(head.query);
    require(!session || "sessionId=" + session->str() == head.query, "another session is meant");
    require(!session || isSessionId(session->str()), "an id that can be none");
}

void checkOrigins(const http::RequestHead& head)
{
    if (checkOrigin(head)) {
        return;
    }
    const std::string host(head.headers.get("Host").value_or(""));
    const auto belongs = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == ':' || c == '[' || c == ']';
    };
    require(std::ranges::all_of(host, belongs), "a Host with more than a name and a port");
    require(std::tolower(static_cast<unsigned char>(host.front())) == 'l' ||
                host.starts_with("127.") || host.starts_with("[::1]"),
            "a Host that is not this machine");
    require(head.headers.count("Host") == 1 && head.headers.count("Origin") <= 1,
            "a field that came twice passes");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    http::RequestHead head = headOf({reinterpret_cast<const char*>(data), size});
    checkPlace(head);
    checkOrigins(head);
    (void)presentedKey(head.headers);
    (void)mcpHeadersOf(head.headers);
    (void)acceptsNoStream(head);
    for (const char* method : {"POST", "GET", "DELETE", "PATCH"}) {
        head.method = method;
        require(checkForm(head, false) || !checkForm(head, true), "a lenient key may do less");
        (void)checkSseForm(head);
    }
    return 0;
}
