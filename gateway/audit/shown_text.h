#pragma once

#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <string>

namespace portcullis::audit {

// A text that somebody says was an argument or a result.
struct ShownText
{
    std::int64_t n = 0; // of the record
    std::string field;  // "result", "args" or "args/<name>"
    std::string text;   // exactly as it passed
};

// The line of log/openings.jsonl (FORMAT.md, Openings) by which anybody who has the record's body
// sees that the text is the one that was recorded: with the salt that was kept, also where the text
// was not. `connection` may only read. Errors: NotFound (no such record or field, or nothing was
// kept of it), InvalidArgument (it is another text), those of the database and of ContentReader.
[[nodiscard]] Result<std::string>
openingOf(Connection& connection, std::shared_ptr<const ContentKeys> keys, const ShownText& shown);

} // namespace portcullis::audit
