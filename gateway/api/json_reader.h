#pragma once

#include "gateway/api/json_values.h"
#include "gateway/api/names.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reading nlohmann values into structs with errors that name their place. Inner header of this
// room.
namespace portcullis::api {

enum class UnknownMembers : std::uint8_t
{
    Refuse, // what people write: a misspelt name must not silently mean nothing
    Ignore  // what programs send: an older reader meets a newer writer
};

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
        nested(name, out, numberFromJson<T>);
    }

    template <typename Tag>
    void id(const char* name, Id<Tag>& out)
    {
        std::string value = out.str();
        text(name, value);
        out = Id<Tag>(std::move(value));
    }

    template <typename Tag>
    void id(const char* name, std::optional<Id<Tag>>& out)
    {
        std::optional<std::string> value;
        text(name, value);
        if (value) {
            out = Id<Tag>(std::move(*value));
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

    // Null is the same as missing.
    template <typename T, typename Read>
    void nested(const char* name, std::optional<T>& out, Read read)
    {
        const Json* member = find(name);
        if (member != nullptr && !member->is_null()) {
            take(read(*member, placeOf(name)), out.emplace());
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

// What a reading function returns once its reader is done.
template <typename T>
[[nodiscard]] Result<T> finished(ObjectReader& reader, T&& value)
{
    if (auto done = reader.finish(); !done) {
        return fail(std::move(done.error()));
    }
    return std::forward<T>(value);
}

} // namespace portcullis::api
