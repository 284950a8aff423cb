#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/tools.h"

#include <string>
#include <vector>

// One walk over a tool's JSON Schema: its size and its x-mcp-header annotations. It follows the
// places where JSON Schema has subschemas, so that a parameter or a default value that happens to
// be called x-mcp-header is not taken for an annotation. No $ref is followed (C-47).
namespace portcullis::protocol {

inline constexpr std::string_view kHeaderAnnotation = "x-mcp-header";

struct HeaderAnnotation
{
    JsonValue member;
    JsonValue previous; // sibling before it, or missing
};

struct SchemaReport
{
    std::string limitFault;  // which limit of C-47 is broken, empty for none
    std::string headerFault; // what is wrong with an annotation (C-37), empty for nothing
    std::vector<HeaderParam> params;
    std::vector<HeaderAnnotation> annotations; // all, good and bad, in document order
};

[[nodiscard]] SchemaReport walkSchema(JsonValue schema);

// The bytes of `schema` without its annotations.
[[nodiscard]] std::string withoutAnnotations(JsonValue schema,
                                             const std::vector<HeaderAnnotation>& annotations);

} // namespace portcullis::protocol
