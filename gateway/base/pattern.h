#pragma once

#include "gateway/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace portcullis {

// A regular expression in RE2's syntax: its time is linear in the text whatever the pattern is, and
// its memory is bounded. Immutable; copies share what was compiled. Thread: any. Errors: compile()
// fails with InvalidArgument and RE2's own words, without the pattern.
class Pattern
{
public:
    static constexpr std::size_t kMaxBytes = 1024; // of the pattern's text

    [[nodiscard]] static Result<Pattern> compile(std::string_view text);

    // Does the whole text match? '.' stands for a line break, too: a pattern that is to find
    // something anywhere is not to be led astray by one.
    [[nodiscard]] bool matchesAll(std::string_view text) const;

private:
    explicit Pattern(std::shared_ptr<const re2::RE2> compiled);

    std::shared_ptr<const re2::RE2> m_compiled;
};

} // namespace portcullis
