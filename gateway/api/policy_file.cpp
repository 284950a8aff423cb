#include "gateway/api/policy_file.h"

#include "gateway/api/argument_forms.h"
#include "gateway/api/config_json.h"
#include "gateway/api/config_names.h"
#include "gateway/api/config_rules.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/json_text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace portcullis::api {

namespace {

constexpr UnknownMembers kRefuse = UnknownMembers::Refuse;
constexpr std::size_t kMaxPlaces = 1000; // of one list
constexpr std::size_t kMaxPlaceBytes = 512;
constexpr std::size_t kMaxPlaceDepth = 8;
constexpr std::size_t kMaxIssuer = 200; // characters

// What a policy cannot take hold of: the count of changes.
constexpr std::string_view kRevision = "/revision";

[[nodiscard]] bool hasGoodEscapes(std::string_view token)
{
    for (std::size_t at = token.find('~'); at != std::string_view::npos;
         at = token.find('~', at + 1)) {
        if (at + 1 == token.size() || (token[at + 1] != '0' && token[at + 1] != '1')) {
            return false;
        }
    }
    return true;
}

// What is wrong with a place, as the end of a sentence.
[[nodiscard]] std::optional<std::string> placeProblem(std::string_view place)
{
    if (!place.starts_with('/') || place.size() > kMaxPlaceBytes || !isPrintable(place)) {
        return "must be a JSON pointer into the configuration, such as \"/settings/receipts\"";
    }
    if (place == kRevision || place.starts_with("/revision/")) {
        return "must not be the revision, which counts changes";
    }
    std::size_t depth = 0;
    std::string_view token;
    for (std::string_view rest = place; !rest.empty();) {
        rest.remove_prefix(1);
        token = rest.substr(0, rest.find('/'));
        rest.remove_prefix(token.size());
        if (token.empty() || !hasGoodEscapes(token) || ++depth > kMaxPlaceDepth) {
            return "must be a JSON pointer of at most 8 names, with ~ and / in them written as ~0 "
                   "and ~1";
        }
    }
    if (token == "*") {
        return "must end with the name of a member or an id";
    }
    return std::nullopt;
}

template <typename T, typename Read>
[[nodiscard]] Result<std::vector<T>>
placesFromJson(const Json& json, const std::string& path, Read read)
{
    if (!json.is_object()) {
        return failAt(path, "must be an object of places and what holds there");
    }
    if (json.size() > kMaxPlaces) {
        return failAt(path, "must be at most 1000 places");
    }
    std::vector<T> places;
    places.reserve(json.size());
    for (const auto& [place, value] : json.items()) {
        const std::string at = path + "/" + pointerToken(place);
        if (const auto problem = placeProblem(place)) {
            return failAt(at, *problem);
        }
        auto one = read(place, value, at);
        if (!one) {
            return fail(std::move(one.error()));
        }
        places.push_back(std::move(*one));
    }
    return places;
}

[[nodiscard]] Result<std::vector<FixedPlace>> fixedFromJson(const Json& json,
                                                            const std::string& path)
{
    return placesFromJson<FixedPlace>(
        json,
        path,
        [](const std::string& place, const Json& value, const std::string&) -> Result<FixedPlace> {
            return FixedPlace{place, formatJsonText(value)};
        });
}

[[nodiscard]] Result<std::vector<BoundedPlace>> boundsFromJson(const Json& json,
                                                               const std::string& path)
{
    return placesFromJson<BoundedPlace>(
        json,
        path,
        [](const std::string& place,
           const Json& value,
           const std::string& at) -> Result<BoundedPlace> {
            const auto bound = numberFromJson<std::int64_t>(value, at);
            if (!bound) {
                return fail(bound.error());
            }
            if (*bound < 1) {
                return failAt(at, "must be at least 1: 0 stands for no limit");
            }
            return BoundedPlace{place, *bound};
        });
}

[[nodiscard]] Result<AllowedServer> hostFromJson(const Json& json, const std::string& path)
{
    std::string text;
    ObjectReader reader(json, path, kRefuse);
    reader.required().text("host", text);
    if (auto done = reader.finish(); !done) {
        return fail(std::move(done.error()));
    }
    auto host = plainHost(text);
    if (!host) {
        return failAt(path + "/host", "must be the name or the address of a host, without a port");
    }
    return AllowedServer{std::nullopt, std::move(*host)};
}

[[nodiscard]] Result<AllowedServer> allowedFromJson(const Json& json, const std::string& path)
{
    if (json.is_object() && json.contains("host")) {
        return hostFromJson(json, path);
    }
    auto server = serverFromJson(json, path);
    if (!server) {
        return fail(std::move(server.error()));
    }
    if (const auto problem = checkServer(*server)) {
        return failAt(path + problem->member, problem->what);
    }
    // A name without a folder is looked for in $PATH, which is not the policy's.
    if (server->transport == Transport::Stdio && !server->command.front().starts_with('/')) {
        return failAt(path + "/command/0", "must be the whole path of a program");
    }
    return AllowedServer{std::move(*server), {}};
}

[[nodiscard]] std::set<ServerId> namedServers(const PolicyFile& policy)
{
    std::set<ServerId> named;
    if (policy.servers) {
        for (const AllowedServer& allowed : *policy.servers) {
            if (allowed.server) {
                named.insert(allowed.server->id);
            }
        }
    }
    return named;
}

[[nodiscard]] Result<> checkPolicyRules(const PolicyFile& policy)
{
    const std::string path = "/locked/rules";
    if (const auto problem = checkRules(policy.rules)) {
        return failAt(path + problem->member, problem->what);
    }
    // An id is given by whoever adds a server: it says something only where the policy says what
    // stands behind it.
    const std::set<ServerId> named = namedServers(policy);
    for (std::size_t i = 0; i < policy.rules.size(); ++i) {
        if (!named.contains(policy.rules[i].server)) {
            return failAt(path + "/" + std::to_string(i),
                          "must be about a server that /locked/servers has by its id");
        }
    }
    return {};
}

[[nodiscard]] Result<> readLocked(const Json& json, PolicyFile& policy)
{
    ObjectReader reader(json, "/locked", kRefuse);
    reader.nested("fixed", policy.fixed, fixedFromJson);
    reader.nested("atMost", policy.atMost, boundsFromJson);
    reader.nested("atLeast", policy.atLeast, boundsFromJson);
    if (reader.find("servers") != nullptr) {
        reader.list("servers", policy.servers.emplace(), allowedFromJson);
    }
    reader.list("rules", policy.rules, ruleFromJson);
    reader.list("budgets", policy.budgets, budgetFromJson);
    if (auto done = reader.finish(); !done) {
        return done;
    }
    if (policy.servers && policy.servers->size() > kMaxServers) {
        return failAt("/locked/servers", "must be at most 200 servers");
    }
    if (policy.budgets.size() > kMaxBudgets) {
        return failAt("/locked/budgets", "must be at most 2000 budgets");
    }
    return checkPolicyRules(policy);
}

[[nodiscard]] Result<> checkHead(const PolicyFile& policy, const std::string& format)
{
    if (format != kPolicyFormat) {
        return failAt("/portcullis", std::string("must be \"") + kPolicyFormat + "\"");
    }
    if (policy.version == 0 || policy.version > kMaxAmount) {
        return failAt("/version", "must be between 1 and 9000000000000000");
    }
    if (policy.issuer.empty() || !isPrintable(policy.issuer) ||
        countCharacters(policy.issuer) > kMaxIssuer) {
        return failAt("/issuer", "must be 1 to 200 characters in one line");
    }
    if (policy.expires && *policy.expires <= policy.issued) {
        return failAt("/expires", "must be later than /issued");
    }
    return {};
}

} // namespace

Result<PolicyFile> parsePolicy(std::string_view text)
{
    const auto json = parseJsonText(text, {kMaxPolicyBytes});
    if (!json) {
        return fail(json.error());
    }
    PolicyFile policy;
    std::string format;
    ObjectReader reader(*json, {}, kRefuse);
    reader.required().text("portcullis", format);
    reader.required().number("version", policy.version);
    reader.required().time("issued", policy.issued);
    reader.required().text("issuer", policy.issuer);
    reader.time("expires", policy.expires);
    reader.flag("released", policy.released);
    const Json* const locked = reader.find("locked");
    if (auto done = reader.finish(); !done) {
        return fail(std::move(done.error()));
    }
    if (auto good = checkHead(policy, format); !good) {
        return fail(std::move(good.error()));
    }
    if (policy.released == (locked != nullptr)) {
        return failAt("/locked",
                      policy.released ? "must not be there when the policy releases everything"
                                      : "is missing; \"released\": true ends the lock-down");
    }
    if (locked != nullptr) {
        if (auto read = readLocked(*locked, policy); !read) {
            return fail(std::move(read.error()));
        }
    }
    return policy;
}

} // namespace portcullis::api
