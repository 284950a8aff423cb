#pragma once

#include "gateway/audit/audit_log.h"

#include <string>
#include <string_view>

// The client's receipt for a call: the checkpointed place of the record of its outcome, in the
// result's _meta as "io.portcullis/audit": {"log", "n", "leaf"}. Whoever keeps receipts can show
// later that a log lacks a call it had. The result is written before its record, which the receipt
// is about: it is written with a mark, which the receipt replaces.
namespace portcullis::engine {

// For `meta` of writeToolResult() and writeToolError().
[[nodiscard]] std::string_view receiptMark();

// Puts the receipt in the place of the mark. `answer` is a whole JSON-RPC message whose result was
// written with it.
void putReceipt(std::string& answer, const std::string& log, const audit::Receipt& receipt);

} // namespace portcullis::engine
