#include "gateway/api/json_text.h"

#include "gateway/api/config_rules.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace portcullis::api {

namespace {

// Walks the text without building values and stops at the first thing that must not be in it.
// nlohmann's walk itself keeps its nesting on the heap.
class Inspector final : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit Inspector(std::size_t maxDepth)
        : m_maxDepth(maxDepth)
    {}

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    [[nodiscard]] std::size_t failedAt() const { return m_failedAt; }

    bool null() override { return value(); }

    bool boolean(bool) override { return value(); }

    bool number_integer(number_integer_t) override { return value(); }

    bool number_unsigned(number_unsigned_t) override { return value(); }

    bool number_float(number_float_t, const string_t&) override { return value(); }

    bool string(string_t&) override { return value(); }

    bool binary(binary_t&) override { return value(); }

    bool start_object(std::size_t) override { return open(false); }

    bool start_array(std::size_t) override { return open(true); }

    bool end_object() override { return close(); }

    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        Level& level = m_levels.back();
        level.name = name;
        if (!level.names.insert(name).second) {
            m_error = Error{ErrorCode::InvalidArgument, place() + ": must appear only once", {}};
            return false;
        }
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string&,
                     const nlohmann::detail::exception&) override
    {
        m_failedAt = position;
        return false;
    }

private:
    struct Level
    {
        bool isArray = false;
        std::size_t count = 0; // values seen in an array
        std::string name;      // the member being read
        std::set<std::string> names;
    };

    bool value()
    {
        if (!m_levels.empty()) {
            ++m_levels.back().count;
        }
        return true;
    }

    bool open(bool isArray)
    {
        value();
        if (m_levels.size() >= m_maxDepth) {
            m_error = Error{ErrorCode::ResourceExhausted,
                            "The JSON text must nest at most " + std::to_string(m_maxDepth) +
                                " arrays and objects.",
                            {}};
            return false;
        }
        m_levels.push_back({isArray, 0, {}, {}});
        return true;
    }

    bool close()
    {
        m_levels.pop_back();
        return true;
    }

    // JSON pointer to the member that has just been named.
    [[nodiscard]] std::string place() const
    {
        std::string pointer;
        for (const Level& level : m_levels) {
            pointer += '/';
            pointer += level.isArray ? std::to_string(level.count - 1) : pointerToken(level.name);
        }
        return pointer;
    }

    std::size_t m_maxDepth;
    std::vector<Level> m_levels;
    std::optional<Error> m_error;
    std::size_t m_failedAt = 0;
};

[[nodiscard]] std::unexpected<Error> notJson(std::string_view text, std::size_t position)
{
    const std::string_view before = text.substr(0, position > 0 ? position - 1 : 0);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t lastBreak = before.rfind('\n');
    const std::size_t column =
        lastBreak == std::string_view::npos ? before.size() + 1 : before.size() - lastBreak;
    return fail(ErrorCode::InvalidArgument,
                "The text is not valid JSON at line " + std::to_string(line) + ", column " +
                    std::to_string(column) + ".");
}

} // namespace

Result<nlohmann::json> parseJsonText(std::string_view text, JsonTextLimits limits)
{
    if (text.size() > limits.bytes) {
        return fail(ErrorCode::ResourceExhausted,
                    "The JSON text must be at most " + std::to_string(limits.bytes) +
                        " bytes long.");
    }
    Inspector inspector(limits.depth);
    if (!nlohmann::json::sax_parse(text, &inspector)) {
        if (const auto& error = inspector.error()) {
            return fail(*error);
        }
        return notJson(text, inspector.failedAt());
    }
    nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return notJson(text, text.size());
    }
    return json;
}

std::string formatJsonText(const nlohmann::json& json, int indent)
{
    return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace portcullis::api
