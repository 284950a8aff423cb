#include "gateway/base/pattern.h"

#include <re2/re2.h>

#include <utility>

namespace portcullis {

namespace {

// For the program and what matching remembers. Less fails patterns that people do write.
constexpr std::int64_t kMemory = 256L * 1024;

re2::StringPiece piece(std::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

Result<Pattern> Pattern::compile(std::string_view text)
{
    if (text.size() > kMaxBytes) {
        return fail(ErrorCode::InvalidArgument, "the pattern is longer than 1024 bytes");
    }
    RE2::Options options;
    options.set_log_errors(false); // the caller says what is wrong
    options.set_max_mem(kMemory);
    options.set_dot_nl(true);
    auto compiled = std::make_shared<const RE2>(piece(text), options);
    if (!compiled->ok()) {
        // RE2's own text may quote the pattern; its code says enough.
        std::string what = compiled->error_code() == RE2::ErrorPatternTooLarge
                               ? "the pattern needs too much memory"
                               : "the pattern is no regular expression of RE2";
        return fail(ErrorCode::InvalidArgument, std::move(what));
    }
    return Pattern(std::move(compiled));
}

Pattern::Pattern(std::shared_ptr<const re2::RE2> compiled)
    : m_compiled(std::move(compiled))
{}

bool Pattern::matchesAll(std::string_view text) const
{
    return RE2::FullMatch(piece(text), *m_compiled);
}

} // namespace portcullis
