#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/result.h"
#include "gateway/protocol/list_page.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/uri_names.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

// tools/list in both roles: definitions are kept as the bytes the server sent and shaped for each
// client's revision when they are written.
namespace portcullis::protocol {

// One parameter that a stateless HTTP server wants mirrored in an Mcp-Param-* header
// (x-mcp-header).
struct HeaderParam
{
    std::string header;            // rest of the field's name as declared
    std::vector<std::string> path; // member names from the arguments' root
    bool operator==(const HeaderParam&) const = default;
};

struct Tool
{
    std::string name;  // the server's own, as received (decoded)
    std::string title; // or the one in annotations
    std::string description;
    bool readOnlyHint = false;       // as the server says, and untrusted
    bool destructiveHint = false;    // the same; false when it says nothing
    bool nonDestructiveHint = false; // it says that it is not destructive
    bool taskRequired = false;       // it can be called as a task only (session era)
    std::string definition;          // the JSON object as received
    // SHA-256 over name, description, inputSchema, outputSchema and annotations (E-13): of each the
    // length of its bytes as received in decimal, a colon and the bytes; a missing one has length
    // 0. A title is appended in the same way where there is one. A server that writes the same
    // schema in another key order counts as changed.
    Digest hash{};
    std::vector<HeaderParam> headerParams; // empty when the server's annotations are invalid
};

// Limits of C-47 and G-54. Those on a whole server count over all its pages: readToolsPage keeps
// them within one page, its caller over pages.
inline constexpr std::size_t kMaxTools = 2000;
inline constexpr std::size_t kMaxToolsBytes = 8UL * 1024 * 1024;
inline constexpr std::size_t kMaxToolBytes = 256UL * 1024;
inline constexpr std::size_t kMaxToolName = 256; // characters
inline constexpr std::uint32_t kMaxSchemaDepth = 64;
inline constexpr std::uint32_t kMaxSubschemas = 10'000;

enum class UpstreamKind : std::uint8_t
{
    Stdio,
    Http
};

struct ToolsPage : ListPage
{
    std::vector<Tool> tools;
};

// Reads one page of a server's answer. A bad tool is left out with a note (E-48), limits are those
// of C-47 and G-54. Errors: ProtocolError when the page as a whole makes no sense.
[[nodiscard]] Result<ToolsPage> readToolsPage(JsonValue result, UpstreamKind kind, Era era);

// How an administrator wants a tool to be presented (E-11); what is not set is the server's.
struct ToolText
{
    std::string name; // shown where the server gives no title
    std::optional<std::string> description;
    bool operator==(const ToolText&) const = default;
};

// One definition under its public name, shaped for the client's revision (A-87, A-91 to A-93,
// E-07), with URIs as it knows them (E-22).
[[nodiscard]] std::string writeTool(const Tool& tool,
                                    std::string_view publicName,
                                    Revision revision,
                                    const ToolText& text = {},
                                    const UriNames& uris = {});

} // namespace portcullis::protocol
