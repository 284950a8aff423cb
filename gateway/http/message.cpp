#include "gateway/http/message.h"

#include "gateway/base/ascii.h"

#include <algorithm>
#include <array>

namespace portcullis::http {

namespace {

constexpr std::array<bool, 256> makeTokenTable()
{
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}

constexpr std::array<bool, 256> kTokenChars = makeTokenTable();

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

Response withType(unsigned status, std::string body, std::string type)
{
    Response response;
    response.status = status;
    response.headers.add("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

} // namespace

void Headers::add(std::string name, std::string value)
{
    m_fields.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value)
{
    std::erase_if(m_fields,
                  [name](const auto& field) { return equalsIgnoringCase(field.first, name); });
    m_fields.emplace_back(name, std::move(value));
}

std::optional<std::string_view> Headers::get(std::string_view name) const
{
    for (const auto& [fieldName, value] : m_fields) {
        if (equalsIgnoringCase(fieldName, name)) {
            return value;
        }
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const
{
    const auto matches = std::count_if(m_fields.begin(), m_fields.end(), [name](const auto& field) {
        return equalsIgnoringCase(field.first, name);
    });
    return static_cast<std::size_t>(matches);
}

bool equalsIgnoringCase(std::string_view left, std::string_view right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
               return asciiLower(a) == asciiLower(b);
           });
}

bool isFieldName(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return kTokenChars[static_cast<unsigned char>(c)];
    });
}

bool isFieldValue(std::string_view value)
{
    if (!value.empty() && (isBlank(value.front()) || isBlank(value.back()))) {
        return false;
    }
    return std::none_of(value.begin(), value.end(), isControl);
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

bool listHolds(std::string_view value, std::string_view word)
{
    while (!value.empty()) {
        const std::size_t comma = std::min(value.find(','), value.size());
        if (equalsIgnoringCase(trimmed(value.substr(0, comma)), word)) {
            return true;
        }
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
    return false;
}

std::string mediaType(std::string_view contentType)
{
    return asciiLower(trimmed(contentType.substr(0, contentType.find(';'))));
}

Response jsonResponse(unsigned status, std::string body)
{
    return withType(status, std::move(body), "application/json");
}

Response textResponse(unsigned status, std::string body)
{
    return withType(status, std::move(body), "text/plain; charset=utf-8");
}

Response emptyResponse(unsigned status)
{
    Response response;
    response.status = status;
    return response;
}

} // namespace portcullis::http
