#include "gateway/api/json_reader.h"

#include "gateway/api/config_rules.h"

#include <algorithm>

namespace portcullis::api {

namespace {

constexpr std::size_t kSecondsChars = 19; // 2026-11-22T09:30:00

[[nodiscard]] Result<std::string> readText(const Json& json, const std::string& path)
{
    if (!json.is_string()) {
        return failAt(path, "must be a string");
    }
    return json.get<std::string>();
}

[[nodiscard]] Result<WallTime> readTime(const Json& json, const std::string& path)
{
    WallTime time{};
    if (!json.is_string() || !parseTime(json.get_ref<const std::string&>(), time)) {
        return failAt(path, "must be a time in UTC, such as \"2026-11-22T09:30:00Z\"");
    }
    return time;
}

} // namespace

std::unexpected<Error> failAt(const std::string& path, const std::string& what)
{
    return fail(ErrorCode::InvalidArgument, (path.empty() ? "The value " : path + ": ") + what);
}

std::string formatExactTime(WallTime time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    std::string text = formatTime(whole).substr(0, kSecondsChars);
    const auto micros = (time - whole).count();
    if (micros != 0) {
        std::string digits = std::to_string(1'000'000 + micros).substr(1);
        if (digits.ends_with("000")) {
            digits.resize(3);
        }
        text += '.' + digits;
    }
    return text + 'Z';
}

ObjectReader::ObjectReader(const Json& json, std::string path, UnknownMembers unknown)
    : m_json(json)
    , m_path(std::move(path))
    , m_unknown(unknown)
{
    if (!m_json.is_object()) {
        m_error = failAt(m_path, "must be an object").error();
    }
}

ObjectReader& ObjectReader::required()
{
    m_required = true;
    return *this;
}

const Json* ObjectReader::find(const char* name)
{
    m_known.push_back(name);
    const bool isRequired = std::exchange(m_required, false);
    if (m_error) {
        return nullptr;
    }
    const auto found = m_json.find(name);
    if (found != m_json.end()) {
        return &*found;
    }
    if (isRequired) {
        m_error = failAt(m_path, "must have the member \"" + std::string(name) + "\"").error();
    }
    return nullptr;
}

void ObjectReader::text(const char* name, std::string& out)
{
    nested(name, out, readText);
}

void ObjectReader::text(const char* name, std::optional<std::string>& out)
{
    const Json* member = find(name);
    if (member != nullptr && !member->is_null()) {
        take(readText(*member, placeOf(name)), out.emplace());
    }
}

void ObjectReader::flag(const char* name, bool& out)
{
    if (const Json* member = find(name)) {
        if (member->is_boolean()) {
            out = member->get<bool>();
        } else {
            refuse(name, "must be true or false");
        }
    }
}

void ObjectReader::time(const char* name, WallTime& out)
{
    nested(name, out, readTime);
}

void ObjectReader::time(const char* name, std::optional<WallTime>& out)
{
    const Json* member = find(name);
    if (member != nullptr && !member->is_null()) {
        take(readTime(*member, placeOf(name)), out.emplace());
    }
}

void ObjectReader::texts(const char* name, std::vector<std::string>& out)
{
    list(name, out, readText);
}

void ObjectReader::refuse(const char* name, const std::string& what)
{
    if (!m_error) {
        m_error = failAt(placeOf(name), what).error();
    }
}

std::string ObjectReader::placeOf(const char* name) const
{
    return m_path + "/" + pointerToken(name);
}

Result<> ObjectReader::finish()
{
    if (m_error) {
        return fail(std::move(*m_error));
    }
    if (m_unknown == UnknownMembers::Ignore) {
        return {};
    }
    for (const auto& [name, value] : m_json.items()) {
        const bool isKnown =
            std::ranges::any_of(m_known, [&](const char* known) { return name == known; });
        if (!isKnown) {
            std::string known;
            for (const char* member : m_known) {
                known += known.empty() ? "" : ", ";
                known += member;
            }
            return failAt(placeOf(name.c_str()), "is not a known member; known are " + known);
        }
    }
    return {};
}

} // namespace portcullis::api
