#pragma once

#include "gateway/audit/record.h"

namespace portcullis::audit {

// Makes every text of a record that may come from outside valid UTF-8 of bounded length, so that it
// fits the canonical form. Content is left as it is: it is committed to, never quoted.
void cleanRecord(Record& record, std::size_t limit);

} // namespace portcullis::audit
