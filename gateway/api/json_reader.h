#pragma once

#include "gateway/api/names.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reading nlohmann values into structs with errors that name their place. Inner header of this
// room.
namespace portcullis::api {

using Json = nlohmann::json;

enum class UnknownMembers : std::uint8_t
{
    Refuse, // what people write: a misspelt name must not silently mean nothing
    Ignore  // what programs send: an older reader meets a newer writer
};

// "/servers/0/transport: must be …"
[[nodiscard]] std::unexpected<Error> failAt(const std::string& path, const std::string& what);

// RFC 3339 in UTC like formatTime(), but with as many decimals as the time has, down to
// microseconds.
[[nodiscard]] std::string formatExactTime(WallTime time);
[[nodiscard]] bool parseExactTime(std::string_view text, WallTime& time);

// Reads the members of one object. A missing member leaves its target as it was; the first error is
// kept and reported by finish(), so that a reader is a plain list of members.
// Owner: a reading function, on its stack; refers to the value it reads.
class ObjectReader
{
public:
    ObjectReader(const Json& json, std::string path, UnknownMembers unknown);

    // The next member read must be there.
    ObjectReader& required();

    void text(const char* name, std::string& out);
    void text(const char* name, std::optional<std::string>& out);
    void flag(const char* name, bool& out);
    void time(const char* name, WallTime& out);
    void time(const char* name, std::optional<WallTime>& out);

    template <std::integral T>
    void number(const char* name, T& out)
    {
        if (const Json* member = find(name)) {
            if (!readNumber(*member, out)) {
                refuse(name,
                       "must be a whole number between " +
                           std::to_string(std::numeric_limits<T>::min()) + " and " +
                           std::to_string(std::numeric_limits<T>::max()));
            }
        }
    }

    template <typename Enum, std::size_t N>
    void choice(const char* name, const Name<Enum> (&table)[N], Enum& out)
    {
        if (const Json* member = find(name)) {
            const auto value = member->is_string()
                                   ? valueIn(table, member->get_ref<const std::string&>())
                                   : std::nullopt;
            if (value) {
                out = *value;
            } else {
                refuse(name, "must be " + oneOf(table));
            }
        }
    }

    // `read` is Result<T>(const Json&, const std::string& path).
    template <typename T, typename Read>
    void nested(const char* name, T& out, Read read)
    {
        if (const Json* member = find(name)) {
            take(read(*member, placeOf(name)), out);
        }
    }

    template <typename T, typename Read>
    void list(const char* name, std::vector<T>& out, Read read)
    {
        const Json* member = find(name);
        if (member == nullptr) {
            return;
        }
        if (!member->is_array()) {
            refuse(name, "must be an array");
            return;
        }
        out.clear();
        out.reserve(member->size());
        for (std::size_t i = 0; i < member->size() && !m_error; ++i) {
            T element{};
            take(read((*member)[i], placeOf(name) + "/" + std::to_string(i)), element);
            out.push_back(std::move(element));
        }
    }

    void texts(const char* name, std::vector<std::string>& out);

    // The member, or none when it is missing or something was wrong before.
    [[nodiscard]] const Json* find(const char* name);
    void refuse(const char* name, const std::string& what);
    [[nodiscard]] std::string placeOf(const char* name) const;

    [[nodiscard]] Result<> finish();

private:
    template <typename T>
    static bool readNumber(const Json& json, T& out)
    {
        if (json.is_number_unsigned() && std::in_range<T>(json.get<std::uint64_t>())) {
            out = static_cast<T>(json.get<std::uint64_t>());
            return true;
        }
        if (json.is_number_integer() && !json.is_number_unsigned() &&
            std::in_range<T>(json.get<std::int64_t>())) {
            out = static_cast<T>(json.get<std::int64_t>());
            return true;
        }
        return false;
    }

    template <typename Enum, std::size_t N>
    static std::string oneOf(const Name<Enum> (&table)[N])
    {
        std::string text;
        for (std::size_t i = 0; i < N; ++i) {
            text += i == 0 ? "" : i + 1 == N ? " or " : ", ";
            text += '"';
            text += table[i].text;
            text += '"';
        }
        return text;
    }

    template <typename T>
    void take(Result<T> read, T& out)
    {
        if (read) {
            out = std::move(*read);
        } else if (!m_error) {
            m_error = std::move(read.error());
        }
    }

    const Json& m_json;
    std::string m_path;
    UnknownMembers m_unknown;
    bool m_required = false;
    std::vector<const char*> m_known;
    std::optional<Error> m_error;
};

// Builds an array from values, each through its own toJson().
template <typename T>
[[nodiscard]] Json arrayOf(const std::vector<T>& values)
{
    Json array = Json::array();
    for (const T& value : values) {
        array.push_back(toJson(value));
    }
    return array;
}

} // namespace portcullis::api
