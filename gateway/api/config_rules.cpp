#include "gateway/api/config_rules.h"

#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace portcullis::api {

namespace {

constexpr std::uint32_t kMaxMessageBytes = 256 * 1024 * 1024;

struct Range
{
    const char* member;
    std::uint32_t value;
    std::uint32_t low;
    std::uint32_t high;
};

[[nodiscard]] MaybeProblem checkLimits(const Limits& limits)
{
    const Range ranges[] = {
        {"/limits/bodyBytes", limits.bodyBytes, 1, kMaxMessageBytes},
        {"/limits/headerBytes", limits.headerBytes, 1, 1024 * 1024},
        {"/limits/resultBytes", limits.resultBytes, 1, kMaxMessageBytes},
        {"/limits/sessionsPerKey", limits.sessionsPerKey, 1, 100'000},
        {"/limits/sessions", limits.sessions, 1, 100'000},
        {"/limits/streamsPerKey", limits.streamsPerKey, 1, 100'000},
        {"/limits/inFlightPerKey", limits.inFlightPerKey, 1, 100'000},
        {"/limits/requestsPerMinute", limits.requestsPerMinute, 0, 10'000'000},
        {"/limits/urlBytes", limits.urlBytes, 1, 1024 * 1024},
        {"/limits/streams", limits.streams, 1, 100'000},
        {"/limits/listensPerKey", limits.listensPerKey, 1, 1'000},
        {"/limits/urisPerListen", limits.urisPerListen, 1, 100'000},
        {"/limits/parkedPerKey", limits.parkedPerKey, 1, 10'000},
        {"/limits/parked", limits.parked, 1, 10'000},
        {"/limits/requestStateBytes", limits.requestStateBytes, 1, 256 * 1024},
        {"/limits/jsonDepth", limits.jsonDepth, 8, 128},
        {"/limits/jsonMembers", limits.jsonMembers, 100, 100'000},
    };
    for (const Range& range : ranges) {
        if (range.value < range.low || range.value > range.high) {
            return Problem{range.member,
                           "must be between " + std::to_string(range.low) + " and " +
                               std::to_string(range.high)};
        }
    }
    using namespace std::chrono_literals;
    for (const auto& [member, time] :
         {std::pair{"/limits/sessionIdleSeconds", limits.sessionIdle},
          std::pair{"/limits/parkedSeconds", limits.parkedLife},
          std::pair{"/limits/longestCallSeconds", limits.longestCall}}) {
        if (time < 1s || time > 24h) {
            return Problem{member, "must be between 1 and 86400 seconds"};
        }
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkRetention(const Retention& retention)
{
    constexpr std::uint32_t kCentury = 36'500; // days; more may be before all time
    for (const auto& [member, days] : {std::pair{"/retention/contentDays", retention.contentDays},
                                       std::pair{"/retention/bodyDays", retention.bodyDays}}) {
        if (days > kCentury) {
            return Problem{member, "must be at most 36500 days"};
        }
    }
    return std::nullopt;
}

[[nodiscard]] bool isKeyId(std::string_view text)
{
    return text.starts_with("vk_") && text.size() > 3 && text.size() <= 64 && isSecretName(text);
}

[[nodiscard]] MaybeProblem at(const std::string& place, MaybeProblem problem)
{
    if (problem) {
        problem->member.insert(0, place);
    }
    return problem;
}

[[nodiscard]] MaybeProblem checkServers(const GatewayConfig& config)
{
    std::set<ServerId> ids;
    if (config.servers.size() > kMaxServers) {
        return Problem{"/servers", "must be at most 200 servers"};
    }
    for (std::size_t i = 0; i < config.servers.size(); ++i) {
        const ServerConfig& server = config.servers[i];
        const std::string place = "/servers/" + std::to_string(i);
        if (auto problem = at(place, checkServer(server))) {
            return problem;
        }
        if (!ids.insert(server.id).second) {
            return Problem{place + "/id", "must not be the id of another server"};
        }
    }
    return std::nullopt;
}

// A rule may name a server that is not there yet: it counts once the server is added.
[[nodiscard]] MaybeProblem checkKeys(const GatewayConfig& config)
{
    if (config.keys.size() > kMaxKeys) {
        return Problem{"/keys", "must be at most 1000 keys"};
    }
    std::set<KeyId> ids;
    std::set<Digest> hashes;
    for (std::size_t i = 0; i < config.keys.size(); ++i) {
        const KeyConfig& key = config.keys[i];
        const std::string place = "/keys/" + std::to_string(i);
        if (auto problem = at(place, checkKey(key))) {
            return problem;
        }
        if (auto problem = at(place, checkKeyPlace(config, key))) {
            return problem;
        }
        if (!ids.insert(key.id).second) {
            return Problem{place + "/id", "must not be the id of another key"};
        }
        if (!hashes.insert(key.hash).second) {
            return Problem{place + "/hash", "must not be the hash of another key"};
        }
        if (key.retiring && !hashes.insert(key.retiring->hash).second) {
            return Problem{place + "/retiring/hash", "must not be the hash of another secret"};
        }
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkBinding(const KeyConfig& key)
{
    if (std::ranges::adjacent_find(key.transports, std::ranges::greater_equal()) !=
        key.transports.end()) {
        return Problem{"/transports",
                       R"(must name each once, in the order "http", "sse", "stdio")"};
    }
    if (key.programs.size() > kMaxPrograms) {
        return Problem{"/programs", "must be at most 32 programs"};
    }
    std::set<Digest> hashes;
    for (std::size_t i = 0; i < key.programs.size(); ++i) {
        const BoundProgram& program = key.programs[i];
        const std::string place = "/programs/" + std::to_string(i);
        if (!hashes.insert(program.hash).second) {
            return Problem{place + "/sha256", "must not be that of another program of the key"};
        }
        if (!isPrintable(program.path) || program.path.size() > kMaxProgramPath) {
            return Problem{place + "/path", "must be at most 1,024 bytes of printable characters"};
        }
    }
    return std::nullopt;
}

// What systems call accounts and groups, also those of a directory: "DOM\\anna",
// "anna@example.org".
[[nodiscard]] bool isAccountName(std::string_view name)
{
    constexpr std::size_t kMaxCharacters = 80;
    return !name.empty() && isPrintable(name) && countCharacters(name) <= kMaxCharacters &&
           name.find_first_of(":/,") == std::string_view::npos && !name.starts_with(' ') &&
           !name.starts_with('@') && !name.ends_with(' ');
}

[[nodiscard]] MaybeProblem checkAccounts(const std::vector<std::string>& names)
{
    if (names.size() > kMaxRoleMembers) {
        return Problem{"", "must be at most 200"};
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string place = "/" + std::to_string(i);
        if (!isAccountName(names[i])) {
            return Problem{place,
                           "must be a name of 1 to 80 printable characters without ':', '/' and "
                           "','; not beginning with '@'"};
        }
        if (!seen.insert(names[i]).second) {
            return Problem{place, "must not be there twice"};
        }
    }
    return std::nullopt;
}

[[nodiscard]] MaybeProblem checkMembers(const RoleMembers& members)
{
    if (auto problem = at("/users", checkAccounts(members.users))) {
        return problem;
    }
    return at("/groups", checkAccounts(members.groups));
}

} // namespace

MaybeProblem checkRoles(const RoleMap& roles)
{
    if (roles.administrators.users.empty() && roles.administrators.groups.empty()) {
        return Problem{"/administrators",
                       "must name a user or a group: somebody has to configure Portcullis"};
    }
    if (auto problem = at("/administrators", checkMembers(roles.administrators))) {
        return problem;
    }
    if (auto problem = at("/auditors", checkMembers(roles.auditors))) {
        return problem;
    }
    return at("/analysts", checkMembers(roles.analysts));
}

MaybeProblem checkKey(const KeyConfig& key)
{
    if (!isKeyId(key.id.str())) {
        return Problem{"/id", "must be \"vk_\" and letters, digits, '.', '_' or '-'"};
    }
    if (key.label.empty() || !isPrintable(key.label) || countCharacters(key.label) > 80) {
        return Problem{"/label", "must be 1 to 80 printable characters"};
    }
    if (!isPrintable(key.owner) || countCharacters(key.owner) > 80) {
        return Problem{"/owner", "must be at most 80 printable characters"};
    }
    if (key.retiring && key.expires && key.retiring->until > *key.expires) {
        return Problem{"/retiring/until", "must not be after the key expires"};
    }
    if (auto problem = checkBinding(key)) {
        return problem;
    }
    return at("/allow", checkRules(key.allow));
}

MaybeProblem checkSettings(const Settings& settings)
{
    if (!isLoopbackHost(settings.listenHost) || settings.listenHost == "localhost") {
        return Problem{"/listen",
                       "must be an address of this machine: 127.0.0.1:8717 or [::1]:8717"};
    }
    if (settings.toolNames.maxLength < 32 || settings.toolNames.maxLength > 128) {
        return Problem{"/toolNames/maxLength", "must be between 32 and 128"}; // E-04
    }
    if (auto problem = checkRetention(settings.retention)) {
        return problem;
    }
    if (!isCurrencyCode(settings.currency)) {
        return Problem{"/currency", "must be the three capital letters of a currency: \"EUR\""};
    }
    return checkLimits(settings.limits);
}

MaybeProblem checkConfig(const GatewayConfig& config)
{
    if (auto problem = at("/settings", checkSettings(config.settings))) {
        return problem;
    }
    if (auto problem = checkServers(config)) {
        return problem;
    }
    if (auto problem = checkKeys(config)) {
        return problem;
    }
    if (auto problem = checkPatterns(config)) {
        return problem;
    }
    if (auto problem = checkGovernance(config)) {
        return problem;
    }
    if (auto problem = config.roles ? at("/roles", checkRoles(*config.roles)) : std::nullopt) {
        return problem;
    }
    if (formatConfig(config).size() > kMaxConfigBytes) {
        return Problem{"", "must be at most 4 MiB as a file"}; // or it could not be read again
    }
    return std::nullopt;
}

Error describe(const std::string& subject, const Problem& problem)
{
    std::string place = problem.member;
    std::ranges::replace(place, '/', ' ');
    return {ErrorCode::InvalidArgument, subject + place + " " + problem.what + ".", {}};
}

std::optional<BrokenRule> brokenRule(const ServerConfig& server)
{
    const auto problem = checkServer(server);
    return problem ? std::optional(BrokenRule{problem->member, problem->what}) : std::nullopt;
}

std::optional<BrokenRule> brokenRule(const Settings& settings)
{
    const auto problem = checkSettings(settings);
    return problem ? std::optional(BrokenRule{problem->member, problem->what}) : std::nullopt;
}

Result<> validate(const ServerConfig& server)
{
    if (const auto problem = checkServer(server)) {
        return fail(describe("Server \"" + server.id.str() + "\":", *problem));
    }
    return {};
}

Result<> validate(const GatewayConfig& config)
{
    if (const auto problem = checkConfig(config)) {
        return fail(describe("Configuration:", *problem));
    }
    return {};
}

} // namespace portcullis::api
