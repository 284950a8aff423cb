#pragma once

#include "gateway/audit/record.h"

namespace portcullis::audit {

// Makes every text of a record that may come from outside valid UTF-8 of bounded length, so that it
// fits the canonical form, and every id short enough for a header. Content is left as it is: it is
// committed to, never quoted.
void cleanRecord(Record& record, std::size_t limit, std::size_t idLimit);

} // namespace portcullis::audit
