#pragma once

#include "app/ctl/bench/lanes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portcullis::ctl::bench {

inline constexpr std::string_view kSessionRevision = "2025-11-25";

[[nodiscard]] std::string initializeText();
[[nodiscard]] std::string initializedText();

// The text of tools/call, made once: only the id changes from call to call, and its length never
// does. Owner: lanes. Thread: theirs. Failure: none.
class CallText
{
public:
    explicit CallText(const Target& target);

    // Valid until the next one.
    [[nodiscard]] const std::string& next();

    [[nodiscard]] std::int64_t lastId() const { return m_id; }

private:
    std::string m_text;
    std::size_t m_idAt = std::string::npos; // none in mcp-hub's own requests
    std::int64_t m_id = 1'000'000'000;
};

// Why an answer is none: empty when it is a result of at least that many bytes.
[[nodiscard]] std::string faultOf(std::string_view answer, std::size_t resultBytes);
// The integer id of an answer; -1 without one.
[[nodiscard]] std::int64_t idOf(std::string_view answer);

} // namespace portcullis::ctl::bench
