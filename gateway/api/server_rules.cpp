#include "gateway/api/config_rules.h"
#include "gateway/base/ascii.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <array>
#include <set>

namespace portcullis::api {

namespace {

constexpr std::size_t kMaxArguments = 256;
constexpr std::size_t kMaxEntries = 256;
constexpr std::size_t kMaxTextBytes = std::size_t{32} * 1024;
constexpr std::size_t kMaxOverrides = 1000;
constexpr std::size_t kMaxShownName = 128;
constexpr std::uint32_t kMaxInFlight = 1024;

[[nodiscard]] bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

[[nodiscard]] bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// RFC 9110 section 5.6.2.
[[nodiscard]] bool isToken(std::string_view text)
{
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return isLetter(c) || isDigit(c) || kMarks.find(c) != std::string_view::npos;
    });
}

// Headers that the connection or the protocol sets: another value would break the framing, go to
// another host or speak for another session.
[[nodiscard]] bool isReservedHeader(std::string_view name)
{
    static constexpr auto kReserved = std::to_array<std::string_view>({
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "last-event-id",
        "origin",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    });
    const std::string lower = asciiLower(name);
    return lower.starts_with("mcp-") || std::ranges::find(kReserved, lower) != kReserved.end();
}

[[nodiscard]] bool hasControls(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

// Text that goes to the operating system as it is.
[[nodiscard]] std::optional<std::string> systemTextProblem(std::string_view text)
{
    if (text.size() > kMaxTextBytes) {
        return "must be at most 32 KiB long";
    }
    if (text.find('\0') != std::string_view::npos) {
        return "must not contain NUL characters";
    }
    if (!isValidUtf8(text)) {
        return "must be valid UTF-8";
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<std::string> secretRefProblem(const Value& value)
{
    const auto* secret = std::get_if<SecretRef>(&value);
    if (secret != nullptr && !isSecretName(secret->name)) {
        return "names a secret with other characters than letters, digits, '.', '_' and '-' (1 to "
               "64)";
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<std::string> pathProblem(const std::string& path)
{
    if (auto problem = systemTextProblem(path)) {
        return problem;
    }
    if (!path.empty() && !path.starts_with('/')) {
        return "must be an absolute path, or empty";
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkCommand(const ServerConfig& server)
{
    if (server.command.size() > kMaxArguments) {
        return Problem{"/command", "must have at most 256 parts"};
    }
    for (std::size_t i = 0; i < server.command.size(); ++i) {
        if (auto problem = systemTextProblem(server.command[i])) {
            return Problem{"/command/" + std::to_string(i), *problem};
        }
    }
    if (server.transport != Transport::Stdio) {
        return std::nullopt;
    }
    if (server.command.empty()) {
        return Problem{"/command",
                       "must name the program to start, such as [\"node\", \"server.mjs\"]"};
    }
    if (server.command.front().empty()) {
        return Problem{"/command/0", "must name the program to start"};
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkEntries(const std::vector<NamedValue>& entries,
                                        const std::string& member,
                                        std::optional<std::string> (*check)(const NamedValue&),
                                        bool caseMatters)
{
    if (entries.size() > kMaxEntries) {
        return Problem{member, "must have at most 256 entries"};
    }
    std::set<std::string> seen;
    for (const NamedValue& entry : entries) {
        const std::string place = member + "/" + pointerToken(entry.name);
        if (auto problem = check(entry)) {
            return Problem{place, *problem};
        }
        if (!seen.insert(caseMatters ? entry.name : asciiLower(entry.name)).second) {
            return Problem{place, "must be set only once"};
        }
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkClientCertificate(const ServerConfig& server)
{
    if (auto problem = pathProblem(server.clientCertFile)) {
        return Problem{"/clientCertFile", *problem};
    }
    if (auto problem = pathProblem(server.clientKeyFile)) {
        return Problem{"/clientKeyFile", *problem};
    }
    if (server.clientCertFile.empty() != server.clientKeyFile.empty()) {
        return Problem{server.clientKeyFile.empty() ? "/clientKeyFile" : "/clientCertFile",
                       "must be set too: a client certificate and its private key belong together"};
    }
    if (!server.clientKeyPassphrase) {
        return std::nullopt;
    }
    if (auto problem = secretRefProblem(*server.clientKeyPassphrase)) {
        return Problem{"/clientKeyPassphrase", *problem};
    }
    if (server.clientKeyFile.empty()) {
        return Problem{"/clientKeyPassphrase", "must not be set without clientKeyFile"};
    }
    return std::nullopt;
}

// What every client takes as the name of a tool.
[[nodiscard]] bool isShownName(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxShownName && std::ranges::all_of(text, [](char c) {
        return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
    });
}

[[nodiscard]] MaybeProblem checkOverrides(const ServerConfig& server)
{
    if (server.tools.size() > kMaxOverrides) {
        return Problem{"/tools", "must have at most 1000 entries"};
    }
    std::set<std::string> seen;
    for (const ToolOverride& tool : server.tools) {
        const std::string place = "/tools/" + pointerToken(tool.tool);
        if (!isToolName(tool.tool)) {
            return Problem{place, "must name a tool of at most 256 printable characters"};
        }
        if (!seen.insert(tool.tool).second) {
            return Problem{place, "must be set only once"};
        }
        if (!tool.name.empty() && !isShownName(tool.name)) {
            return Problem{place + "/name",
                           "must be empty or 1 to 128 of the characters A-Z a-z 0-9 _ - ."};
        }
        if (tool.description) {
            if (auto problem = systemTextProblem(*tool.description)) {
                return Problem{place + "/description", *problem};
            }
        }
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkEndpoint(const ServerConfig& server)
{
    if (auto problem = systemTextProblem(server.url)) {
        return Problem{"/url", *problem};
    }
    if (server.transport == Transport::Sse && server.protocol == ProtocolChoice::Stateless) {
        return Problem{"/protocol", "must be auto or session: HTTP+SSE has no other era"};
    }
    if (server.transport != Transport::Stdio) {
        if (auto problem = urlProblem(server.url, server.allowPlainHttp)) {
            return Problem{"/url", *problem};
        }
    }
    if (auto problem = pathProblem(server.caFile)) {
        return Problem{"/caFile", *problem};
    }
    if (server.proxy != kSystemProxy && server.proxy != kNoProxy) {
        if (auto problem = proxyProblem(server.proxy)) {
            return Problem{"/proxy", *problem};
        }
    }
    return checkClientCertificate(server);
}

[[nodiscard]] MaybeProblem checkLimits(const ServerConfig& server)
{
    using namespace std::chrono_literals;
    if (server.callTimeout < 1s || server.callTimeout > 60min) {
        return Problem{"/callTimeoutSeconds", "must be between 1 and 3600 seconds"};
    }
    if (server.maxInFlight < 1 || server.maxInFlight > kMaxInFlight) {
        return Problem{"/maxInFlight", "must be between 1 and 1024"};
    }
    if (server.rate) {
        if (auto problem = checkRate(*server.rate)) {
            return problem;
        }
    }
    if (server.idleStop != 0s && (server.idleStop < 10s || server.idleStop > 24h)) {
        return Problem{"/idleStopSeconds", "must be between 10 and 86400 seconds, or 0 for never"};
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> environmentProblem(const NamedValue& entry)
{
    const std::string& name = entry.name;
    const bool nameIsGood =
        !name.empty() && name.size() <= 256 && !isDigit(name.front()) &&
        std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c) || c == '_'; });
    if (!nameIsGood) {
        return "must have a name of letters, digits and '_' that does not begin with a digit";
    }
    if (auto problem = secretRefProblem(entry.value)) {
        return problem;
    }
    const auto* text = std::get_if<std::string>(&entry.value);
    if (text == nullptr) {
        return std::nullopt;
    }
    if (text->find_first_of("\r\n") != std::string::npos) {
        return "must have a value without line breaks";
    }
    return systemTextProblem(*text);
}

std::optional<std::string> headerProblem(const NamedValue& entry)
{
    if (!isToken(entry.name) || entry.name.size() > 256) {
        return "must have a name of letters, digits and '-', such as X-Api-Key";
    }
    if (isReservedHeader(entry.name)) {
        return "must not be set here: the gateway sets this header itself";
    }
    if (auto problem = secretRefProblem(entry.value)) {
        return problem;
    }
    const auto* text = std::get_if<std::string>(&entry.value);
    if (text == nullptr) {
        return std::nullopt;
    }
    if (hasControls(*text)) {
        return "must have a value without line breaks and control characters";
    }
    return systemTextProblem(*text);
}

MaybeProblem checkServer(const ServerConfig& server)
{
    if (!isServerId(server.id.str())) {
        return Problem{
            "/id", // requirement E-02
            "must be 1 to 12 lower-case letters, digits and '-', beginning with a letter"};
    }
    if (server.id.str() == "gateway") {
        return Problem{"/id", "must not be \"gateway\", the name of Portcullis' own tools"};
    }
    if (!isPrintable(server.name) || countCharacters(server.name) > 80) {
        return Problem{"/name", "must be at most 80 printable characters"};
    }
    if (auto problem = checkCommand(server)) {
        return problem;
    }
    if (auto problem = pathProblem(server.workingDirectory)) {
        return Problem{"/workingDirectory", *problem};
    }
    if (auto problem = checkEntries(server.environment, "/environment", environmentProblem, true)) {
        return problem;
    }
    if (auto problem = checkEndpoint(server)) {
        return problem;
    }
    if (auto problem = checkEntries(server.headers, "/headers", headerProblem, false)) {
        return problem;
    }
    if (auto problem = checkOverrides(server)) {
        return problem;
    }
    return checkLimits(server);
}

} // namespace portcullis::api
