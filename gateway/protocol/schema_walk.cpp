#include "gateway/protocol/schema_walk.h"

#include "gateway/base/ascii.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <array>

namespace portcullis::protocol {

namespace {

// Keywords of JSON Schema, of 2020-12 and the drafts before it, by what they hold.
constexpr std::array<std::string_view, 6> kMapsOfSchemas = {
    "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions", "properties"};
constexpr std::array<std::string_view, 16> kSchemas = {"items",
                                                       "prefixItems",
                                                       "additionalItems",
                                                       "unevaluatedItems",
                                                       "contains",
                                                       "additionalProperties",
                                                       "unevaluatedProperties",
                                                       "propertyNames",
                                                       "contentSchema",
                                                       "allOf",
                                                       "anyOf",
                                                       "oneOf",
                                                       "not",
                                                       "if",
                                                       "then",
                                                       "else"};

// RFC 9110 §5.6.2.
bool isToken(std::string_view text)
{
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [kMarks](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               kMarks.find(c) != std::string_view::npos;
    });
}

class Walker
{
public:
    SchemaReport run(JsonValue schema)
    {
        visit(schema, 1, true);
        return std::move(m_report);
    }

private:
    // `reachable`: only "properties" lie between the root and here.
    void visit(JsonValue schema, std::uint32_t depth, bool reachable)
    {
        if (!m_report.limitFault.empty() || !(schema.isObject() || schema.isBool())) {
            return;
        }
        if (depth > kMaxSchemaDepth) {
            m_report.limitFault =
                "a schema is nested deeper than " + std::to_string(kMaxSchemaDepth) + " levels";
            return;
        }
        if (++m_subschemas > kMaxSubschemas) {
            m_report.limitFault =
                "a schema has more than " + std::to_string(kMaxSubschemas) + " subschemas";
            return;
        }
        JsonValue previous;
        for (JsonValue member = schema.first(); member.exists(); member = member.next()) {
            visitMember(schema, member, previous, depth, reachable);
            previous = member;
        }
    }

    void visitMember(
        JsonValue schema, JsonValue member, JsonValue previous, std::uint32_t depth, bool reachable)
    {
        const std::string keyword = member.name();
        if (keyword == kHeaderAnnotation) {
            m_report.annotations.push_back({member, previous});
            readAnnotation(schema, member, reachable);
        } else if (member.isObject() &&
                   std::ranges::find(kMapsOfSchemas, keyword) != kMapsOfSchemas.end()) {
            visitMap(member, depth, reachable && keyword == "properties");
        } else if (std::ranges::find(kSchemas, keyword) != kSchemas.end()) {
            visitSchemaOrList(member, depth);
        }
    }

    void visitMap(JsonValue map, std::uint32_t depth, bool reachable)
    {
        for (JsonValue child = map.first(); child.exists(); child = child.next()) {
            m_path.push_back(child.name());
            visit(child, depth + 1, reachable);
            m_path.pop_back();
        }
    }

    void visitSchemaOrList(JsonValue value, std::uint32_t depth)
    {
        if (!value.isArray()) {
            visit(value, depth + 1, false);
            return;
        }
        for (JsonValue child = value.first(); child.exists(); child = child.next()) {
            visit(child, depth + 1, false);
        }
    }

    void readAnnotation(JsonValue schema, JsonValue annotation, bool reachable)
    {
        const std::string header = annotation.string();
        const JsonValue type = schema["type"];
        if (!reachable || m_path.empty()) {
            fault("stands where no parameter can be found by member names alone");
        } else if (!isToken(header)) {
            fault("is not a name that a header field can have");
        } else if (!type.stringEquals("string") && !type.stringEquals("integer") &&
                   !type.stringEquals("boolean")) {
            fault("is at a parameter whose type is not string, integer or boolean");
        } else if (std::ranges::find(m_names, asciiLower(header)) != m_names.end()) {
            fault("is given twice with the same name");
        } else {
            m_names.push_back(asciiLower(header));
            m_report.params.push_back({header, m_path});
        }
    }

    void fault(std::string_view what)
    {
        if (m_report.headerFault.empty()) {
            m_report.headerFault = "x-mcp-header " + std::string(what);
        }
    }

    SchemaReport m_report;
    std::vector<std::string> m_path;
    std::vector<std::string> m_names; // lower case
    std::uint32_t m_subschemas = 0;
};

std::size_t offsetIn(JsonValue root, std::string_view part)
{
    return static_cast<std::size_t>(part.data() - root.raw().data());
}

std::size_t endIn(JsonValue root, JsonValue value)
{
    return offsetIn(root, value.raw()) + value.raw().size();
}

} // namespace

SchemaReport walkSchema(JsonValue schema)
{
    SchemaReport report = Walker().run(schema);
    if (!report.headerFault.empty()) {
        report.params.clear();
    }
    return report;
}

std::string withoutAnnotations(JsonValue schema, const std::vector<HeaderAnnotation>& annotations)
{
    const std::string_view bytes = schema.raw();
    std::string kept;
    std::size_t from = 0;
    for (const auto& [member, previous] : annotations) {
        // With its comma: the one after it, or, being last, the one before it. An object has one
        // annotation at most, so that cuts never touch.
        const JsonValue next = member.next();
        const std::size_t begin = !next.exists() && previous.exists()
                                      ? endIn(schema, previous)
                                      : offsetIn(schema, member.rawName());
        const std::size_t end =
            next.exists() ? offsetIn(schema, next.rawName()) : endIn(schema, member);
        kept.append(bytes.substr(from, begin - from));
        from = end;
    }
    return kept.append(bytes.substr(from));
}

} // namespace portcullis::protocol
