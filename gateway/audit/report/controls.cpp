#include "gateway/audit/report/controls.h"

#include "gateway/audit/canonical.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace portcullis::audit::report {

namespace {

std::vector<std::string> textsOf(const JsonValue& array)
{
    std::vector<std::string> texts;
    for (JsonValue value = array.first(); value; value = value.next()) {
        texts.push_back(value.string());
    }
    return texts;
}

bool isComplete(const Control& control)
{
    const auto isEmpty = [](const std::string& text) { return text.empty(); };
    return !control.framework.empty() && !control.control.empty() && !control.title.empty() &&
           !control.claim.empty() && !control.doesNotAssert.empty() && !control.records.empty() &&
           !control.files.empty() && std::ranges::none_of(control.records, isEmpty) &&
           std::ranges::none_of(control.files, isEmpty);
}

void writeTexts(CanonicalWriter& out, std::string_view name, const std::vector<std::string>& texts)
{
    out.key(name).beginArray();
    for (const std::string& text : texts) {
        out.string(text);
    }
    out.endArray();
}

// A record matches once, however many of the patterns mean it.
std::uint64_t countOf(const Control& control, const std::vector<NamedTally>& types)
{
    std::uint64_t count = 0;
    for (const auto& [name, tally] : types) {
        const bool isMeant =
            std::ranges::any_of(control.records, [&name](const std::string& pattern) {
                return matches(pattern, name);
            });
        count += isMeant ? tally.allowed : 0;
    }
    return count;
}

} // namespace

Result<std::vector<Control>> parseControls(std::string_view text)
{
    const auto document = JsonDocument::parse(std::string(text));
    if (!document) {
        return fail(
            ErrorCode::Corrupt, "The list of controls cannot be read.", document.error().message);
    }
    std::vector<Control> controls;
    for (JsonValue value = document->root()["controls"].first(); value; value = value.next()) {
        controls.push_back({value["framework"].string(),
                            value["control"].string(),
                            value["title"].string(),
                            value["claim"].string(),
                            value["does_not_assert"].string(),
                            textsOf(value["records"]),
                            textsOf(value["files"])});
        if (!isComplete(controls.back())) {
            return fail(ErrorCode::Corrupt,
                        "A control of the list lacks something: " + controls.back().framework +
                            " " + controls.back().control + ".");
        }
    }
    return controls;
}

bool matches(std::string_view pattern, std::string_view name)
{
    if (pattern.ends_with('*')) {
        pattern.remove_suffix(1);
        return name.starts_with(pattern);
    }
    return name == pattern || (name.starts_with(pattern) && name.at(pattern.size()) == '/');
}

std::vector<CountedControl> countControls(std::vector<Control> controls, const Figures& figures)
{
    const auto types = figures.types.largest(std::numeric_limits<std::size_t>::max());
    std::vector<CountedControl> counted;
    for (Control& control : controls) {
        const std::uint64_t records = countOf(control, types);
        counted.push_back({std::move(control), records});
    }
    return counted;
}

std::string controlsJson(const std::vector<CountedControl>& controls)
{
    CanonicalWriter out;
    out.beginObject().key("controls").beginArray();
    for (const auto& [control, records] : controls) {
        out.beginObject();
        out.member("claim", control.claim).member("control", control.control);
        out.member("count", static_cast<std::int64_t>(records));
        out.member("does_not_assert", control.doesNotAssert);
        writeTexts(out, "files", control.files);
        out.member("framework", control.framework);
        writeTexts(out, "records", control.records);
        out.member("title", control.title).endObject();
    }
    out.endArray().member("format", "portcullis-controls/1").endObject();
    return out.str() + "\n";
}

} // namespace portcullis::audit::report
