#include "gateway/policy/config_places.h"

#include <algorithm>
#include <vector>

namespace portcullis::policy {

namespace {

constexpr const char* kId = "id";
constexpr std::string_view kEach = "*";

using Tokens = std::vector<std::string>;

[[nodiscard]] std::string unescaped(std::string_view token)
{
    std::string text;
    text.reserve(token.size());
    bool escaped = false; // the last one was "~"
    for (const char c : token) {
        if (escaped) {
            text += c == '0' ? '~' : '/';
        } else if (c != '~') {
            text += c;
        }
        escaped = !escaped && c == '~';
    }
    return text;
}

[[nodiscard]] Tokens tokensOf(std::string_view place)
{
    Tokens tokens;
    while (!place.empty()) {
        place.remove_prefix(1);
        const std::size_t end = std::min(place.find('/'), place.size());
        tokens.push_back(unescaped(place.substr(0, end)));
        place.remove_prefix(end);
    }
    return tokens;
}

[[nodiscard]] std::string idOf(const Json& element)
{
    const auto id = element.find(kId);
    return id != element.end() && id->is_string() ? id->get<std::string>() : std::string();
}

[[nodiscard]] Json::iterator elementOf(Json& list, const std::string& id)
{
    return std::find_if(list.begin(), list.end(), [&id](const Json& element) {
        return element.is_object() && idOf(element) == id;
    });
}

// Walks to what holds the last name of a place, and calls `found` with each such value and the
// pointer to it.
class Walk
{
public:
    using Found = std::function<bool(Json& holder, const std::string& pointer)>;

    Walk(const Tokens& tokens, const Found& found)
        : m_tokens(tokens)
        , m_found(found)
    {}

    // Recursion as deep as the place has names.
    [[nodiscard]] bool from(Json& at, std::size_t depth, const std::string& pointer) const
    {
        if (!at.is_structured()) {
            return false;
        }
        if (depth + 1 == m_tokens.size()) {
            return m_found(at, pointer);
        }
        const std::string& token = m_tokens[depth];
        if (token == kEach) {
            return each(at, depth, pointer);
        }
        if (at.is_array()) {
            const auto element = elementOf(at, token);
            return element == at.end() || from(*element, depth + 1, pointer + "/" + token);
        }
        const auto member = at.find(token);
        return member == at.end() || from(*member, depth + 1, pointer + "/" + token);
    }

private:
    [[nodiscard]] bool each(Json& at, std::size_t depth, const std::string& pointer) const
    {
        bool good = true;
        for (auto& [name, value] : at.items()) {
            const std::string token = at.is_array() ? idOf(value) : name;
            std::string place = pointer;
            place += "/";
            place += token;
            good = from(value, depth + 1, place) && good;
        }
        return good;
    }

    const Tokens& m_tokens;
    const Found& m_found;
};

[[nodiscard]] bool putElement(Json& list, const std::string& id, const Json& value)
{
    const auto element = elementOf(list, id);
    if (value.is_null()) {
        if (element != list.end()) {
            list.erase(element);
        }
        return true;
    }
    if (!value.is_object()) {
        return false;
    }
    Json whole = value;
    whole[kId] = id;
    if (element != list.end()) {
        *element = std::move(whole);
    } else {
        list.push_back(std::move(whole));
    }
    return true;
}

} // namespace

bool putAt(Json& document, std::string_view place, const Json& value)
{
    const Tokens tokens = tokensOf(place);
    if (tokens.empty()) {
        return false;
    }
    const Walk::Found put = [&](Json& holder, const std::string&) {
        if (holder.is_array()) {
            return putElement(holder, tokens.back(), value);
        }
        if (value.is_null()) {
            holder.erase(tokens.back());
        } else {
            holder[tokens.back()] = value;
        }
        return true;
    };
    return Walk(tokens, put).from(document, 0, {});
}

bool visitAt(Json& document, std::string_view place, const PlaceVisitor& visit)
{
    const Tokens tokens = tokensOf(place);
    if (tokens.empty()) {
        return false;
    }
    const Walk::Found found = [&](Json& holder, const std::string& pointer) {
        if (holder.is_array()) {
            return false; // elements are no values to be measured
        }
        const auto member = holder.find(tokens.back());
        visit(pointer + "/" + tokens.back(), member == holder.end() ? nullptr : &*member);
        return true;
    };
    return Walk(tokens, found).from(document, 0, {});
}

} // namespace portcullis::policy
