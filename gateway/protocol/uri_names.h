#pragma once

#include "gateway/base/ids.h"
#include "gateway/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The URIs of a server's resources as clients of the aggregated endpoint know them (E-20): a
// reversible encoding that carries the server, because links need not stand in any list.
namespace portcullis::protocol {

struct ResourceTarget
{
    ServerId server;
    std::string uri; // the server's own
    bool operator==(const ResourceTarget&) const = default;
};

// How the URIs of one server look to a client. By default they are left alone, as at
// /mcp/<server>. A value. Pure; any thread.
class UriNames
{
public:
    UriNames() = default;

    // Links to https addresses, which a client may fetch itself (E-21).
    enum class WebLinks : std::uint8_t
    {
        Rewrite, // read through the gateway like all others, by its rules
        Keep
    };

    explicit UriNames(ServerId server, WebLinks webLinks = WebLinks::Rewrite)
        : m_server(std::move(server))
        , m_webLinks(webLinks)
    {}

    [[nodiscard]] bool rewrites() const { return !m_server.empty(); }

    // "docs+file:///a", and "ui://docs/a" for "ui://a", by whose scheme hosts decide. A template's
    // prefix is literal and comes before its first expression, so that what a client expands reads
    // back (E-23).
    [[nodiscard]] std::string toClient(std::string_view uri) const;
    // The same of a link, which need not stand in any list.
    [[nodiscard]] std::string linkToClient(std::string_view uri) const;
    // A client's URI as the server knows it; one that names another server, or none, stays as it
    // is.
    [[nodiscard]] std::string toServer(std::string_view uri) const;

private:
    ServerId m_server;
    WebLinks m_webLinks = WebLinks::Rewrite;
};

// What a client's URI means; nothing when it names no server. Whether there is such a server is the
// caller's question.
[[nodiscard]] std::optional<ResourceTarget> readUriName(std::string_view uri);

// The same object with its member `key` as clients know it; other members pass as they are.
void writeWithUri(JsonWriter& out, JsonValue object, std::string_view key, const UriNames& uris);

// A member of _meta, with its name: the resource that an app is made of is called as clients know
// it, in either of two ways of writing it (B-85).
void writeMetaMember(JsonWriter& out, JsonValue member, const UriNames& uris);

// A content block of a tool's result or of a prompt's message: a link's and an embedded resource's
// URI as clients know it (E-22).
void writeContentBlock(JsonWriter& out, JsonValue block, const UriNames& uris);
// The same on its way back, with the server's own URI.
void writeServersBlock(JsonWriter& out, JsonValue block, const UriNames& uris);

} // namespace portcullis::protocol
