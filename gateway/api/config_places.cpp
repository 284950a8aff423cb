#include "gateway/api/config_places.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace portcullis::api {

namespace {

using Json = nlohmann::json;

[[nodiscard]] const std::string* textOf(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get_ptr<const std::string*>()
                                                       : nullptr;
}

// What a thing in a list is known by, wherever it stands there.
[[nodiscard]] std::optional<std::string> identityOf(const Json& thing)
{
    if (!thing.is_object()) {
        return std::nullopt;
    }
    if (const std::string* id = textOf(thing, "id")) {
        return *id;
    }
    const std::string* server = textOf(thing, "server");
    const std::string* tool = textOf(thing, "tool");
    return server != nullptr && tool != nullptr ? std::optional(*server + ":" + *tool)
                                                : std::nullopt;
}

[[nodiscard]] bool isListOfThings(const Json& value)
{
    if (!value.is_array()) {
        return false;
    }
    std::set<std::string> seen;
    for (const Json& thing : value) {
        auto identity = identityOf(thing);
        if (!identity || !seen.insert(std::move(*identity)).second) {
            return false;
        }
    }
    return true;
}

[[nodiscard]] std::vector<std::string> identitiesOf(const Json& list)
{
    std::vector<std::string> identities;
    for (const Json& thing : list) {
        if (auto identity = identityOf(thing)) {
            identities.push_back(std::move(*identity));
        }
    }
    return identities;
}

// Each thing of a list by its identity, for many questions.
[[nodiscard]] std::map<std::string, const Json*> thingsOf(const Json& list)
{
    std::map<std::string, const Json*> things;
    for (const Json& thing : list) {
        if (auto identity = identityOf(thing)) {
            things.emplace(std::move(*identity), &thing);
        }
    }
    return things;
}

[[nodiscard]] std::optional<std::size_t> indexOf(const Json& list, const std::string& identity)
{
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (identityOf(list[i]) == identity) {
            return i;
        }
    }
    return std::nullopt;
}

// Those of the first that are in the second, in the order of the first.
[[nodiscard]] std::vector<std::string> commonOf(const std::vector<std::string>& first,
                                                const std::vector<std::string>& second)
{
    const std::set<std::string> known(second.begin(), second.end());
    std::vector<std::string> common;
    std::ranges::copy_if(first, std::back_inserter(common), [&known](const std::string& one) {
        return known.contains(one);
    });
    return common;
}

// A rate is three numbers that mean nothing one by one.
[[nodiscard]] bool isOneValue(const ConfigPath& path)
{
    return !path.empty() && path.back() == "rate";
}

[[nodiscard]] std::optional<Json> copyOf(const Json* value)
{
    return value != nullptr ? std::optional<Json>(*value) : std::nullopt;
}

// Collects the differences below one place after the other.
class Comparison
{
public:
    void compare(const Json* before, const Json* after)
    {
        const bool both = before != nullptr && after != nullptr;
        if (both && *before == *after) {
            return;
        }
        if (both && before->is_object() && after->is_object() && !isOneValue(m_path)) {
            compareMembers(*before, *after);
        } else if (both && isListOfThings(*before) && isListOfThings(*after)) {
            compareThings(*before, *after);
        } else {
            m_found.push_back({m_path, copyOf(before), copyOf(after)});
        }
    }

    [[nodiscard]] std::vector<PlaceDifference> take() { return std::move(m_found); }

private:
    void compareAt(const std::string& part, const Json* before, const Json* after)
    {
        m_path.push_back(part);
        compare(before, after);
        m_path.pop_back();
    }

    void compareMembers(const Json& before, const Json& after)
    {
        std::set<std::string> names;
        for (const Json* side : {&before, &after}) {
            for (const auto& member : side->items()) {
                names.insert(member.key());
            }
        }
        const auto find = [](const Json& object, const std::string& name) -> const Json* {
            const auto found = object.find(name);
            return found != object.end() ? &*found : nullptr;
        };
        for (const std::string& name : names) {
            compareAt(name, find(before, name), find(after, name));
        }
    }

    // What is gone comes in the order it had, so that it can come back in that order.
    void compareThings(const Json& before, const Json& after)
    {
        const std::vector<std::string> then = identitiesOf(before);
        const std::vector<std::string> now = identitiesOf(after);
        const auto thingsThen = thingsOf(before);
        const auto thingsNow = thingsOf(after);
        for (const std::string& identity : then) {
            const auto other = thingsNow.find(identity);
            compareAt(identity,
                      thingsThen.at(identity),
                      other != thingsNow.end() ? other->second : nullptr);
        }
        for (const std::string& identity : now) {
            if (!thingsThen.contains(identity)) {
                compareAt(identity, nullptr, thingsNow.at(identity));
            }
        }
        const Json orderThen = commonOf(then, now);
        const Json orderNow = commonOf(now, then);
        if (orderThen != orderNow) {
            compareAt(kOrderPart, &orderThen, &orderNow);
        }
    }

    ConfigPath m_path;
    std::vector<PlaceDifference> m_found;
};

[[nodiscard]] ConfigPath parentOf(const ConfigPath& path)
{
    return {path.begin(), path.end() - 1};
}

// Things of a list trade places until those that `wanted` names have its order.
void reorder(Json& list, const std::vector<std::string>& wanted)
{
    const std::vector<std::string> named = commonOf(wanted, identitiesOf(list));
    const std::set<std::string> known(named.begin(), named.end());
    const Json before = list;
    const auto things = thingsOf(before);
    std::size_t next = 0;
    for (Json& thing : list) {
        const auto identity = identityOf(thing);
        if (identity && known.contains(*identity)) {
            thing = *things.at(named[next]);
            ++next;
        }
    }
}

void putBack(Json& list, const std::string& identity, const Json& thing, const Json& listBefore)
{
    const std::vector<std::string> order = identitiesOf(listBefore);
    std::size_t place = 0;
    for (const std::string& other : order) {
        if (other == identity) {
            break;
        }
        if (const auto found = indexOf(list, other)) {
            place = *found + 1;
        }
    }
    list.insert(list.begin() + static_cast<Json::difference_type>(place), thing);
}

void takeBackInList(Json& list, const PlaceDifference& difference, const Json& listBefore)
{
    const std::string& identity = difference.path.back();
    const auto there = indexOf(list, identity);
    if (!difference.before) {
        if (there) {
            list.erase(*there);
        }
    } else if (there) {
        list[*there] = *difference.before;
    } else {
        putBack(list, identity, *difference.before, listBefore);
    }
}

} // namespace

std::vector<PlaceDifference> comparePlaces(const Json& before, const Json& after)
{
    Comparison comparison;
    comparison.compare(&before, &after);
    return comparison.take();
}

const Json* findPlace(const Json& root, const ConfigPath& path)
{
    const Json* place = &root;
    for (const std::string& part : path) {
        if (place->is_object()) {
            const auto found = place->find(part);
            if (found == place->end()) {
                return nullptr;
            }
            place = &*found;
        } else if (place->is_array()) {
            const auto found = indexOf(*place, part);
            if (!found) {
                return nullptr;
            }
            place = &(*place)[*found];
        } else {
            return nullptr;
        }
    }
    return place;
}

bool isChangedSince(const PlaceDifference& difference, const Json& after, const Json& current)
{
    const Json* parent = findPlace(current, parentOf(difference.path));
    if (parent == nullptr) {
        return true;
    }
    if (difference.path.back() == kOrderPart) {
        const auto wanted = difference.after->get<std::vector<std::string>>();
        const auto now = identitiesOf(*parent);
        return commonOf(now, wanted) != commonOf(wanted, now);
    }
    // The members of a budget were looked at together.
    const bool ofBudget = difference.path.front() == "budgets" && difference.path.size() > 2;
    const ConfigPath whole = ofBudget
                                 ? ConfigPath(difference.path.begin(), difference.path.begin() + 2)
                                 : difference.path;
    const Json* then = findPlace(after, whole);
    const Json* now = findPlace(current, whole);
    return (then == nullptr) != (now == nullptr) || (then != nullptr && *then != *now);
}

void takeBack(Json& current, const PlaceDifference& difference, const Json& before)
{
    const ConfigPath parentPath = parentOf(difference.path);
    Json* parent = &current;
    for (const std::string& part : parentPath) {
        parent = parent->is_array() ? &(*parent)[*indexOf(*parent, part)] : &(*parent)[part];
    }
    if (difference.path.back() == kOrderPart) {
        reorder(*parent, difference.before->get<std::vector<std::string>>());
    } else if (parent->is_array()) {
        takeBackInList(*parent, difference, *findPlace(before, parentPath));
    } else if (difference.before) {
        (*parent)[difference.path.back()] = *difference.before;
    } else {
        parent->erase(difference.path.back());
    }
}

} // namespace portcullis::api
