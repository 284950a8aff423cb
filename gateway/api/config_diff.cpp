#include "gateway/api/config_diff.h"

#include "gateway/api/config_json.h"
#include "gateway/api/config_names.h"
#include "gateway/api/config_places.h"
#include "gateway/api/json_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::api {

namespace {

constexpr const char* kRevision = "revision";

struct Words
{
    std::string_view name;
    std::string_view words;
};

// The lists of a configuration, as one of their things is called.
constexpr auto kKinds = std::to_array<Words>({{"budgets", "budget"},
                                              {"cases", "case"},
                                              {"customers", "customer"},
                                              {"keys", "key"},
                                              {"prices", "price of"},
                                              {"servers", "server"},
                                              {"teams", "team"}});

constexpr auto kMembers = std::to_array<Words>({{kOrderPart, "order"},
                                                {"allow", "allow-list"},
                                                {"concurrency", "calls at once"},
                                                {"content", "contents kept"},
                                                {"hash", "hash of the secret"},
                                                {"lenientAccept", "lenient Accept"},
                                                {"listen", "address"},
                                                {"micros", "millionths a call"},
                                                {"offerSse", "offer SSE"},
                                                {"perSeconds", "seconds"},
                                                {"url", "URL"},
                                                {"warnAtPercent", "warning at percent"}});

// Members whose own members are named by people or servers.
constexpr auto kNamedByOthers =
    std::to_array<std::string_view>({"environment", "headers", "tools"});

// Members that are times.
constexpr auto kTimes =
    std::to_array<std::string_view>({"closed", "created", "expires", "opened", "until"});

template <std::size_t N>
[[nodiscard]] std::string_view wordsIn(const std::array<Words, N>& table, std::string_view name)
{
    const auto found = std::ranges::find(table, name, &Words::name);
    return found != table.end() ? found->words : std::string_view();
}

[[nodiscard]] constexpr bool isCapital(char c)
{
    return c >= 'A' && c <= 'Z';
}

[[nodiscard]] Json withoutRevision(const GatewayConfig& config)
{
    Json json = toJson(config);
    json.erase(kRevision);
    return json;
}

[[nodiscard]] std::string nameOf(const Json& thing, const std::string& identity)
{
    for (const char* member : {"label", "name"}) {
        const auto found = thing.find(member);
        if (found != thing.end() && found->is_string() &&
            !found->get_ref<const std::string&>().empty()) {
            return found->get<std::string>();
        }
    }
    return identity;
}

[[nodiscard]] bool isOfThing(const ConfigPath& path)
{
    return path.size() >= 2 && path[1] != kOrderPart && !wordsIn(kKinds, path[0]).empty();
}

// The name it has now, or had.
[[nodiscard]] std::string nameThing(const ConfigPath& path, const Json& before, const Json& after)
{
    if (!isOfThing(path)) {
        return {};
    }
    const ConfigPath whole(path.begin(), path.begin() + 2);
    const Json* thing = findPlace(after, whole);
    if (thing == nullptr) {
        thing = findPlace(before, whole);
    }
    return thing != nullptr ? nameOf(*thing, path[1]) : path[1];
}

[[nodiscard]] std::string describePlace(const ConfigPath& path, const std::string& thing)
{
    std::string text;
    std::size_t next = 0;
    if (isOfThing(path)) {
        text = std::string(wordsIn(kKinds, path[0])) + " " + thing;
        next = 2;
    }
    for (; next < path.size(); ++next) {
        const bool foreign = next > 0 && hasForeignNames(path[next - 1]);
        text += text.empty() ? "" : " › ";
        text += foreign ? path[next] : describeMember(path[next]);
    }
    return text;
}

// On one line.
[[nodiscard]] std::string describeEntry(const Json& value)
{
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_object() && value.contains("rule")) {
        if (const auto rule = ruleFromJson(value, {})) {
            return formatRule(*rule);
        }
    }
    return formatJsonText(value);
}

[[nodiscard]] LineKind kindOf(const Json& value, const ConfigPath& place, const ConfigPath& members)
{
    if (value.is_boolean()) {
        return LineKind::Flag;
    }
    ConfigPath whole = place;
    whole.insert(whole.end(), members.begin(), members.end());
    const bool foreign = whole.size() > 1 && hasForeignNames(whole[whole.size() - 2]);
    const bool isTime = std::ranges::find(kTimes, whole.back()) != kTimes.end();
    return value.is_string() && isTime && !foreign ? LineKind::Time : LineKind::Text;
}

// Members without a text are left out; a place without one is a line of its own.
void addLines(const Json& value,
              const ConfigPath& place,
              const ConfigPath& members,
              std::vector<ConfigLine>& lines)
{
    if (value.is_object() && !value.contains("rule")) {
        for (const auto& member : value.items()) {
            ConfigPath below = members;
            below.push_back(member.key());
            addLines(member.value(), place, below, lines);
        }
        return;
    }
    if (value.is_array()) {
        for (const Json& entry : value) {
            lines.push_back({members, describeEntry(entry), kindOf(entry, place, members)});
        }
        return;
    }
    const bool says =
        !value.is_null() && (!value.is_string() || !value.get_ref<const std::string&>().empty());
    if (says || members.empty()) {
        lines.push_back({members, describeEntry(value), kindOf(value, place, members)});
    }
}

[[nodiscard]] std::vector<ConfigLine> linesOf(const std::optional<Json>& value,
                                              const ConfigPath& place)
{
    std::vector<ConfigLine> lines;
    if (value && !value->is_null()) {
        addLines(*value, place, {}, lines);
    }
    return lines;
}

[[nodiscard]] std::string describeLine(const ConfigLine& line, const ConfigPath& place)
{
    std::string text;
    bool foreign = hasForeignNames(place.back());
    for (const std::string& member : line.members) {
        text += (text.empty() ? "" : " › ") + (foreign ? member : describeMember(member));
        foreign = hasForeignNames(member);
    }
    return text.empty() ? line.value : text + ": " + line.value;
}

[[nodiscard]] std::optional<std::string> describeValue(const std::optional<Json>& value,
                                                       const std::vector<ConfigLine>& lines,
                                                       const ConfigPath& place)
{
    if (!value || value->is_null()) {
        return std::nullopt;
    }
    std::string text;
    for (const ConfigLine& line : lines) {
        text += (text.empty() ? "" : "\n") + describeLine(line, place);
    }
    return text;
}

[[nodiscard]] ConfigDifference
described(const PlaceDifference& difference, const Json& before, const Json& after)
{
    std::string thing = nameThing(difference.path, before, after);
    std::vector<ConfigLine> gone = linesOf(difference.before, difference.path);
    std::vector<ConfigLine> added = linesOf(difference.after, difference.path);
    auto was = describeValue(difference.before, gone, difference.path);
    auto is = describeValue(difference.after, added, difference.path);
    return {difference.path,
            describePlace(difference.path, thing),
            thing,
            std::move(was),
            std::move(is),
            std::move(gone),
            std::move(added)};
}

} // namespace

std::string describeMember(std::string_view name)
{
    if (const std::string_view words = wordsIn(kMembers, name); !words.empty()) {
        return std::string(words);
    }
    if (name.empty() || isCapital(name.front())) {
        return std::string(name);
    }
    std::string words;
    for (const char c : name) {
        if (isCapital(c)) {
            words += ' ';
            words += static_cast<char>(c - 'A' + 'a');
        } else {
            words += c;
        }
    }
    return words;
}

bool hasForeignNames(std::string_view member)
{
    return std::ranges::find(kNamedByOthers, member) != kNamedByOthers.end();
}

bool isSamePlace(const ConfigPath& one, const ConfigPath& other)
{
    if (one.empty() || other.empty()) {
        return true;
    }
    const bool budgets = one.front() == "budgets" && other.front() == "budgets";
    const std::size_t common = std::min({one.size(), other.size(), budgets ? 2 : one.size()});
    return std::equal(
        one.begin(), one.begin() + static_cast<std::ptrdiff_t>(common), other.begin());
}

std::vector<ConfigDifference> compareConfigs(const GatewayConfig& before,
                                             const GatewayConfig& after)
{
    const Json then = withoutRevision(before);
    const Json now = withoutRevision(after);
    const std::vector<PlaceDifference> places = comparePlaces(then, now);
    std::vector<ConfigDifference> differences;
    differences.reserve(places.size());
    for (const PlaceDifference& place : places) {
        differences.push_back(described(place, then, now));
    }
    return differences;
}

Result<UndoneConfig> undoDifference(const GatewayConfig& before,
                                    const GatewayConfig& after,
                                    const GatewayConfig& current)
{
    const Json then = withoutRevision(before);
    const Json made = withoutRevision(after);
    Json now = withoutRevision(current);
    const std::vector<PlaceDifference> places = comparePlaces(then, made);
    UndoneConfig undone;
    for (const PlaceDifference& place : places) {
        if (isChangedSince(place, made, now)) {
            undone.inTheWay.push_back(described(place, then, made));
        }
    }
    if (!undone.inTheWay.empty()) {
        undone.config = current;
        return undone;
    }
    // What comes back into a list finds its place in the order the list had.
    for (const bool isOrder : {true, false}) {
        for (const PlaceDifference& place : places) {
            if ((place.path.back() == kOrderPart) == isOrder) {
                takeBack(now, place, then);
            }
        }
    }
    now[kRevision] = current.revision;
    auto config = configFromJson(now);
    if (!config) {
        return fail(std::move(config.error()));
    }
    undone.config = std::move(*config);
    return undone;
}

} // namespace portcullis::api
