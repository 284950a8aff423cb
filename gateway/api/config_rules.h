#pragma once

#include "gateway/api/config.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// What a configuration may hold, beyond its shape. Inner header of this room: others call
// validate().
namespace portcullis::api {

inline constexpr std::size_t kMaxConfigBytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t kMaxServers = 200;
inline constexpr std::size_t kMaxKeys = 1000;
inline constexpr std::size_t kMaxRules = 10'000;        // of one list
inline constexpr std::size_t kMaxListConditions = 1000; // of all rules of one list
inline constexpr std::size_t kMaxPatterns = 500; // of one configuration: each may take 256 KiB
inline constexpr std::size_t kMaxCustomers = 200;
inline constexpr std::size_t kMaxTeams = 1000;
inline constexpr std::size_t kMaxCases = 2000;
inline constexpr std::size_t kMaxBudgets = 2000;
inline constexpr std::size_t kMaxPrices = 2000;
inline constexpr std::size_t kMaxRoleMembers = 200; // users, and groups, of one role

// One broken rule: where, as a JSON pointer below the value that was checked ("/command/0", empty
// for the value itself), and what is allowed there, as the end of a sentence ("must name a
// program").
struct Problem
{
    std::string member;
    std::string what;
};

using MaybeProblem = std::optional<Problem>;

[[nodiscard]] MaybeProblem checkServer(const ServerConfig& server);
[[nodiscard]] MaybeProblem checkRule(const AllowRule& rule);
// A whole list: how many there may be, and each of them. Their places are "/0", "/1", ….
[[nodiscard]] MaybeProblem checkRules(const std::vector<AllowRule>& rules);
// What the conditions of a configuration would cost in memory, all together.
[[nodiscard]] MaybeProblem checkPatterns(const GatewayConfig& config);
[[nodiscard]] MaybeProblem checkKey(const KeyConfig& key);
[[nodiscard]] MaybeProblem checkSettings(const Settings& settings);
// These look at what they name, too: it must be there.
[[nodiscard]] MaybeProblem checkKeyPlace(const GatewayConfig& config, const KeyConfig& key);
[[nodiscard]] MaybeProblem checkCustomer(const GatewayConfig& config, const Customer& customer);
[[nodiscard]] MaybeProblem checkTeam(const GatewayConfig& config, const Team& team);
[[nodiscard]] MaybeProblem checkCase(const GatewayConfig& config, const Case& one);
[[nodiscard]] MaybeProblem checkBudget(const GatewayConfig& config, const Budget& budget);
[[nodiscard]] MaybeProblem checkPrice(const GatewayConfig& config, const Price& price);
[[nodiscard]] MaybeProblem checkGovernance(const GatewayConfig& config); // all of those lists
[[nodiscard]] MaybeProblem checkRoles(const RoleMap& roles);
[[nodiscard]] MaybeProblem checkRate(const RateLimit& rate); // its members begin with "/rate"
[[nodiscard]] MaybeProblem checkConfig(const GatewayConfig& config);

// Words for a person: 'Server "fx": command must name a program.'
[[nodiscard]] Error describe(const std::string& subject, const Problem& problem);

// Parts of the rules.
[[nodiscard]] bool isServerId(std::string_view text);
[[nodiscard]] bool isSecretName(std::string_view text);
// What a server may call a tool.
[[nodiscard]] bool isToolName(std::string_view text);
// The form of a name in the time zone database; whether there is such a zone is not looked up.
[[nodiscard]] bool isTimeZoneName(std::string_view text);
[[nodiscard]] bool isCurrencyCode(std::string_view text); // the form of one, "EUR"
// UTF-8 without control characters and without those that reorder or break lines.
[[nodiscard]] bool isPrintable(std::string_view text);
[[nodiscard]] std::size_t countCharacters(std::string_view utf8);
// 127.x.x.x, ::1 or localhost; an IPv6 address without brackets.
[[nodiscard]] bool isLoopbackHost(std::string_view host);
// What is wrong with the URL of a server, as the end of a sentence.
[[nodiscard]] std::optional<std::string> urlProblem(std::string_view url, bool allowPlainHttp);
// The same for the URL of a proxy.
[[nodiscard]] std::optional<std::string> proxyProblem(std::string_view url);
// What is wrong with one name and value, as the end of a sentence.
[[nodiscard]] std::optional<std::string> environmentProblem(const NamedValue& entry);
[[nodiscard]] std::optional<std::string> headerProblem(const NamedValue& entry);

// Escapes one member name for a JSON pointer (RFC 6901 section 3).
[[nodiscard]] std::string pointerToken(std::string_view name);

} // namespace portcullis::api
