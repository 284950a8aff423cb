#pragma once

#include "gateway/audit/report/figures.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Which records speak to which control of which standard. The data file is controls.json.
namespace portcullis::audit::report {

struct Control
{
    std::string framework;
    std::string control;
    std::string title;
    std::string claim;                // one sentence that the records bear out
    std::string doesNotAssert;        // what they leave open
    std::vector<std::string> records; // "type", "type/change", or the beginning of one and "*"
    std::vector<std::string> files;   // of the bundle
};

struct CountedControl
{
    Control control;
    std::uint64_t records = 0; // of those that the bundle shows
};

// The data file as it was when this program was built.
[[nodiscard]] std::string_view controlsText();

// Errors: Corrupt (a control lacks a member, or a text is empty).
[[nodiscard]] Result<std::vector<Control>> parseControls(std::string_view text);

// Whether "type" or "type/change" is one of those that `pattern` means.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

[[nodiscard]] std::vector<CountedControl> countControls(std::vector<Control> controls,
                                                        const Figures& figures);

// evidence/controls.json: one canonical line with its line feed.
[[nodiscard]] std::string controlsJson(const std::vector<CountedControl>& controls);

} // namespace portcullis::audit::report
