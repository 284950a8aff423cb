#pragma once

#include "gateway/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a rule may ask of the arguments of a call. As text, for people, the command line and the
// configuration:
//
//     mode = r                      equal to a text, or to a JSON number, true, false or null
//     mode in r,rb,"a,b"            one of several
//     path under /srv/cases         an absolute path, or a file:// URI of one, there or below
//     url host example.org,*.a.org  the host of a URL
//     count between 1..10           a number; one side may be left out
//     query matches [a-z ]+         the whole text matches a pattern of RE2
//
// An argument is the name of a member ("path"), of a member's member ("filter.path"), or a JSON
// Pointer ("/filter/path"); a name with a space or '=' stands in quotes as in JSON.
namespace portcullis::api {

enum class ConditionKind : std::uint8_t
{
    Equals,
    OneOf,
    Under,
    Host,
    Between,
    Matches
};

struct Condition
{
    std::string argument;
    ConditionKind kind = ConditionKind::Equals;
    // Equals, OneOf: JSON texts of strings, numbers, true, false and null. Under: a normalised
    // absolute path. Host: names in lower case, "*.example.org", IP addresses. Between: two JSON
    // numbers, of which one may be empty. Matches: a pattern.
    std::vector<std::string> operands;
    bool operator==(const Condition&) const = default;
};

inline constexpr std::size_t kMaxConditions = 16; // of one rule
inline constexpr std::size_t kMaxOperands = 64;
inline constexpr std::size_t kMaxOperandBytes = 1024;
inline constexpr std::size_t kMaxArgumentDepth = 8;

// Its word in the text: "=", "in", "under", "host", "between", "matches".
[[nodiscard]] const char* conditionWord(ConditionKind kind);

// Errors: InvalidArgument with a sentence that says what belongs there.
[[nodiscard]] Result<Condition> parseCondition(std::string_view text);
// parseCondition() reads it back to an equal value.
[[nodiscard]] std::string formatCondition(const Condition& condition);

// The same of what stands behind the word, for a table of conditions.
[[nodiscard]] Result<Condition>
makeCondition(std::string_view argument, ConditionKind kind, std::string_view values);
[[nodiscard]] std::string formatValues(const Condition& condition);

// The members to go down from the arguments; nothing when the text names none.
[[nodiscard]] std::optional<std::vector<std::string>> argumentPath(std::string_view argument);

// What is wrong with a condition that was not made by parseCondition(), as the end of a sentence.
[[nodiscard]] std::optional<std::string> conditionProblem(const Condition& condition);

} // namespace portcullis::api
