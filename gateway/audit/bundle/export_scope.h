#pragma once

#include "gateway/audit/bundle/export_request.h"
#include "gateway/base/result.h"

#include <string_view>
#include <vector>

// Which records and values a bundle shows. Pure.
namespace portcullis::audit::bundle {

// The scope that a request means. Errors: InvalidArgument (a filter that is empty or not UTF-8).
[[nodiscard]] Result<Scope> scopeOf(const ExportRequest& request);

// What stands in the manifest: sorted, each once; all values hidden is "args" and "result". Errors:
// InvalidArgument (an entry that is the name of no field).
[[nodiscard]] Result<std::vector<std::string>> redactedOf(const ExportRequest& request);

// Whether the value of a field stays hidden.
[[nodiscard]] bool isRedacted(std::string_view field, const std::vector<std::string>& redacted);

// Whether a record lies in the scope by its header. Errors: Corrupt (not a header).
[[nodiscard]] Result<bool> isInScope(std::string_view header, const Scope& scope);
// Whether the body of such a record does, too: tool and case stand there. Errors: Corrupt.
[[nodiscard]] Result<bool> isAbout(std::string_view body, const Scope& scope);

} // namespace portcullis::audit::bundle
