#include "gateway/engine/http_gate.h"

#include "gateway/base/ascii.h"
#include "gateway/engine/http_responses.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace portcullis::engine {

namespace {

bool allDigits(std::string_view text)
{
    return std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// An address of 127.0.0.0/8: it cannot be rebound, whichever of them the gateway listens on.
bool isLoopbackAddress(std::string_view host)
{
    int parts = 0;
    while (!host.empty()) {
        const std::string_view part = host.substr(0, host.find('.'));
        const bool number = !part.empty() && part.size() <= 3 && allDigits(part);
        if (!number || (parts == 0 && part != "127") || (part.size() == 3 && part > "255")) {
            return false;
        }
        ++parts;
        host.remove_prefix(part.size());
        if (host == ".") {
            return false;
        }
        host.remove_prefix(host.empty() ? 0 : 1);
    }
    return parts == 4;
}

// "localhost", "127.0.0.1" and its like or "[::1]", with or without a port.
bool isLoopbackAuthority(std::string_view authority)
{
    const std::string text = asciiLower(authority);
    std::string_view host = text;
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && !host.ends_with(']')) {
        const std::string_view port = host.substr(colon + 1);
        if (port.empty() || !allDigits(port)) {
            return false;
        }
        host = host.substr(0, colon);
    }
    return host == "localhost" || host == "[::1]" || isLoopbackAddress(host);
}

bool isLoopbackOrigin(std::string_view origin)
{
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (asciiLower(origin).starts_with(scheme)) {
            return isLoopbackAuthority(origin.substr(scheme.size()));
        }
    }
    return false; // "null" and everything else
}

// Is a media range with these parameters one that is not wanted: a weight of zero (RFC 9110
// §12.4.2)?
bool isUnwanted(std::string_view parameters)
{
    while (!parameters.empty()) {
        const std::size_t end = std::min(parameters.find(';'), parameters.size());
        const std::string_view one = protocol::trimmed(parameters.substr(0, end));
        if (one.starts_with("q=") && one.size() > 2 &&
            one.find_first_not_of("0.", 2) == std::string_view::npos) {
            return true;
        }
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
    }
    return false;
}

// Does a list of media ranges admit a type? The range that names it best decides; of parameters
// only a weight of zero counts.
bool admits(std::string_view accept, std::string_view type)
{
    const std::string text = asciiLower(accept);
    const std::string anyOfKind = std::string(type.substr(0, type.find('/') + 1)) + "*";
    bool admitted = false;
    int best = 0;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        const std::string_view item(text.data() + begin, comma - begin);
        const std::size_t bare = std::min(item.find(';'), item.size());
        const std::string_view range = protocol::trimmed(item.substr(0, bare));
        const int fits = range == type ? 3 : range == anyOfKind ? 2 : range == "*/*" ? 1 : 0;
        if (fits > 0 && fits >= best) {
            const bool wanted = !isUnwanted(item.substr(bare));
            admitted = wanted || (admitted && fits == best);
            best = fits;
        }
        begin = comma + 1;
    }
    return admitted;
}

std::string acceptOf(const http::Headers& headers)
{
    std::string all;
    for (const auto& [name, value] : headers.all()) {
        if (asciiLower(name) == "accept") {
            all += (all.empty() ? "" : ",") + value;
        }
    }
    return all;
}

http::Response notAcceptable()
{
    return http::textResponse(406,
                              "Accept must name application/json and text/event-stream. A key with "
                              "lenient Accept may leave out the second.\n");
}

std::optional<http::Response> checkContentType(const http::Headers& headers)
{
    const std::string type = asciiLower(headers.get("Content-Type").value_or(""));
    const std::string_view bare = std::string_view(type).substr(0, type.find(';'));
    if (bare.substr(0, bare.find_last_not_of(' ') + 1) != "application/json") {
        return http::textResponse(415, "Content-Type must be application/json.\n");
    }
    return std::nullopt;
}

std::optional<http::Response> checkStreamAccepted(const std::string& accept)
{
    if (!admits(accept, "text/event-stream")) {
        return http::textResponse(406, "Accept must name text/event-stream.\n");
    }
    return std::nullopt;
}

} // namespace

std::optional<Profile> profileOf(const std::string& path, std::string_view root)
{
    const std::string folder = std::string(root) + "/";
    if (path == root || path == folder) {
        return Profile{};
    }
    if (!path.starts_with(folder)) {
        return std::nullopt;
    }
    const std::string server = path.substr(folder.size());
    const bool plain = std::ranges::all_of(server, [](unsigned char c) {
        return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-';
    });
    return plain ? std::optional(Profile{ServerId(server)}) : std::nullopt;
}

std::optional<api::Reason> checkOrigin(const http::RequestHead& head)
{
    if (head.headers.count("Host") != 1 || !isLoopbackAuthority(*head.headers.get("Host"))) {
        return api::Reason::BadHost;
    }
    const std::size_t origins = head.headers.count("Origin");
    if (origins > 1 || (origins == 1 && !isLoopbackOrigin(*head.headers.get("Origin")))) {
        return api::Reason::BadOrigin;
    }
    return std::nullopt;
}

std::string presentedKey(const http::Headers& headers)
{
    if (headers.count("Authorization") > 1 || headers.count("X-API-Key") > 1) {
        return {};
    }
    std::string bearer;
    if (const auto field = headers.get("Authorization")) {
        constexpr std::string_view kScheme = "bearer ";
        if (!asciiLower(field->substr(0, kScheme.size())).starts_with(kScheme)) {
            return {};
        }
        bearer = field->substr(
            std::min(field->find_first_not_of(' ', kScheme.size() - 1), field->size()));
    }
    const auto other = headers.get("X-API-Key");
    if (other && !bearer.empty() && *other != bearer) {
        return {};
    }
    return bearer.empty() && other ? std::string(*other) : bearer;
}

bool hasKeyInQuery(const std::string& query)
{
    if (query.find("pcl_") != std::string::npos) {
        return true;
    }
    constexpr std::array<std::string_view, 5> kNames{
        "key=", "api_key=", "apikey=", "token=", "access_token="};
    const std::string text = "&" + asciiLower(query);
    return std::ranges::any_of(kNames, [&text](std::string_view name) {
        return text.find("&" + std::string(name)) != std::string::npos;
    });
}

bool acceptsNoStream(const http::RequestHead& head)
{
    return !admits(acceptOf(head.headers), "text/event-stream");
}

std::optional<http::Response> checkForm(const http::RequestHead& head, bool lenient)
{
    const std::string accept = acceptOf(head.headers);
    if (head.method == "POST") {
        if (auto refused = checkContentType(head.headers)) {
            return refused;
        }
        const bool enough =
            admits(accept, "application/json") && (lenient || admits(accept, "text/event-stream"));
        return enough ? std::nullopt : std::optional(notAcceptable());
    }
    if (head.method == "GET") {
        return checkStreamAccepted(accept);
    }
    return head.method == "DELETE"
               ? std::nullopt
               : std::optional(methodNotAllowed("Use POST, GET or DELETE.\n", "POST, GET, DELETE"));
}

std::optional<http::Response> checkSseForm(const http::RequestHead& head)
{
    if (head.method == "POST") {
        return checkContentType(head.headers);
    }
    return head.method == "GET"
               ? checkStreamAccepted(acceptOf(head.headers))
               : std::optional(methodNotAllowed("Use GET or POST.\n", "GET, POST"));
}

std::optional<SessionId> messageSession(std::string_view query)
{
    constexpr std::string_view kName = "sessionId=";
    constexpr std::size_t kIdLength = 32; // of SessionTable: 24 bytes as base64url
    const auto isIdChar = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_';
    };
    if (!query.starts_with(kName)) {
        return std::nullopt;
    }
    query.remove_prefix(kName.size());
    return query.size() == kIdLength && std::ranges::all_of(query, isIdChar)
               ? std::optional(SessionId(std::string(query)))
               : std::nullopt;
}

bool isSessionId(std::string_view id)
{
    return !id.empty() && id.size() <= 256 &&
           std::ranges::all_of(id, [](char c) { return c > 0x20 && c < 0x7f; });
}

protocol::McpHeaders mcpHeadersOf(const http::Headers& headers)
{
    constexpr std::string_view kParam = "mcp-param-";
    protocol::McpHeaders found;
    const auto take = [&found](std::optional<std::string>& field, const std::string& value) {
        found.duplicated = found.duplicated || field.has_value();
        field = value;
    };
    for (const auto& [name, value] : headers.all()) {
        const std::string field = asciiLower(name);
        if (!field.starts_with("mcp-")) {
            continue;
        }
        if (field == "mcp-protocol-version") {
            take(found.protocolVersion, value);
        } else if (field == "mcp-method") {
            take(found.method, value);
        } else if (field == "mcp-name") {
            take(found.name, value);
        } else if (field == "mcp-session-id") {
            take(found.sessionId, value);
        } else if (field.starts_with(kParam)) {
            found.params.emplace_back(field.substr(kParam.size()), value);
        }
    }
    return found;
}

std::string sourceOf(const http::Peer& peer)
{
    const std::size_t colon = peer.address.rfind(':');
    return colon == std::string::npos ? peer.address : peer.address.substr(0, colon);
}

} // namespace portcullis::engine
