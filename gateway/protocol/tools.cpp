#include "gateway/protocol/tools.h"

#include "gateway/protocol/schema_walk.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <set>

namespace portcullis::protocol {

namespace {

using Reason = std::unexpected<std::string>;

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Digest hashOf(JsonValue tool)
{
    std::string text;
    for (const std::string_view part :
         {"name", "description", "inputSchema", "outputSchema", "annotations"}) {
        const std::string_view bytes = tool[part].raw();
        text.append(std::to_string(bytes.size())).append(":").append(bytes);
    }
    if (const std::string_view title = tool["title"].raw(); !title.empty()) {
        text.append(std::to_string(title.size())).append(":").append(title);
    }
    return sha256(text);
}

std::string titleOf(JsonValue tool)
{
    std::string title = tool["title"].string();
    return title.empty() ? tool["annotations"]["title"].string() : title;
}

// What in an inputSchema no client could use (E-48), empty for nothing. A missing one can be
// mended.
std::string inputFault(JsonValue schema)
{
    if (!schema.exists() || schema.isNull()) {
        return {};
    }
    if (!schema.isObject()) {
        return "its inputSchema is not an object";
    }
    const JsonValue type = schema["type"];
    if (type.exists() && !type.stringEquals("object")) {
        return "its inputSchema is not of type object";
    }
    const JsonValue properties = schema["properties"];
    if (properties.exists() && !properties.isObject()) {
        return "the properties of its inputSchema are not an object";
    }
    const JsonValue required = schema["required"];
    if (required.exists() && !required.isArray()) {
        return "the list of required properties of its inputSchema is not an array";
    }
    return {};
}

// Looks into the schemas; fills the tool's header parameters.
std::expected<void, std::string>
readSchemas(JsonValue definition, bool headersMatter, Tool& tool, std::string& mended)
{
    const JsonValue input = definition["inputSchema"];
    if (auto fault = inputFault(input); !fault.empty()) {
        return Reason(std::move(fault));
    }
    if (!input["type"].exists()) {
        mended = input.isObject() ? "its inputSchema had no type; it is taken to be object"
                                  : "it has no inputSchema; any object is accepted";
    }
    SchemaReport report = walkSchema(input);
    const SchemaReport output = walkSchema(definition["outputSchema"]);
    for (const std::string& fault : {report.limitFault, output.limitFault}) {
        if (!fault.empty()) {
            return Reason(fault);
        }
    }
    if (!report.headerFault.empty()) {
        if (headersMatter) {
            return Reason(report.headerFault);
        }
        mended = report.headerFault + "; it is ignored";
    }
    tool.headerParams = std::move(report.params);
    return {};
}

std::expected<Tool, std::string>
readTool(JsonValue definition, bool headersMatter, std::string& mended)
{
    if (!definition.isObject()) {
        return Reason("it is not an object");
    }
    if (definition.raw().size() > kMaxToolBytes) {
        return Reason("its definition is larger than " + std::to_string(kMaxToolBytes / 1024) +
                      " KiB");
    }
    Tool tool;
    tool.name = definition["name"].string();
    if (tool.name.empty()) {
        return Reason("it has no name");
    }
    if (characters(tool.name) > kMaxToolName) {
        return Reason("its name is longer than " + std::to_string(kMaxToolName) + " characters");
    }
    if (auto read = readSchemas(definition, headersMatter, tool, mended); !read) {
        return Reason(std::move(read.error()));
    }
    tool.title = titleOf(definition);
    tool.description = definition["description"].string();
    const JsonValue annotations = definition["annotations"];
    tool.readOnlyHint = annotations["readOnlyHint"].boolean();
    const JsonValue destructive = annotations["destructiveHint"];
    tool.destructiveHint = destructive.boolean();
    tool.nonDestructiveHint = destructive.isBool() && !destructive.boolean();
    tool.taskRequired = definition["execution"]["taskSupport"].stringEquals("required");
    tool.definition = std::string(definition.raw());
    tool.hash = hashOf(definition);
    return tool;
}

// "Tool "x"" or, without a name, "Tool 3".
std::string label(JsonValue definition, std::size_t index)
{
    const std::string name = definition["name"].string();
    return name.empty() ? "Tool " + std::to_string(index + 1)
                        : "Tool \"" + excerpt(name, 64) + "\"";
}

// The tools of one page within the limits of a server.
class PageReader
{
public:
    PageReader(ToolsPage& page, bool headersMatter)
        : m_page(page)
        , m_headersMatter(headersMatter)
    {}

    // False when a limit leaves no room for anything more.
    bool add(JsonValue definition, std::size_t index)
    {
        if (m_page.tools.size() >= kMaxTools) {
            m_page.notes.push_back("Only the first " + std::to_string(kMaxTools) +
                                   " tools are used.");
            return false;
        }
        if (m_bytes + definition.raw().size() > kMaxToolsBytes) {
            m_page.notes.push_back("Tools after the first " +
                                   std::to_string(kMaxToolsBytes / (1024UL * 1024)) +
                                   " MiB of definitions are left out.");
            return false;
        }
        std::string mended;
        auto tool = readTool(definition, m_headersMatter, mended);
        if (tool && !m_names.insert(tool->name).second) {
            tool = Reason("the server has another one of that name");
        }
        if (!tool) {
            note(definition, index, " is left out: " + tool.error() + ".");
            return true;
        }
        if (!mended.empty()) {
            note(definition, index, ": " + mended + ".");
        }
        m_bytes += definition.raw().size();
        m_page.tools.push_back(std::move(*tool));
        return true;
    }

private:
    void note(JsonValue definition, std::size_t index, const std::string& text)
    {
        m_page.notes.push_back(label(definition, index) + text);
    }

    ToolsPage& m_page;
    bool m_headersMatter;
    std::set<std::string> m_names;
    std::size_t m_bytes = 0;
};

} // namespace

Result<ToolsPage> readToolsPage(JsonValue result, UpstreamKind kind, Era era)
{
    auto common = readListPage(result, "tools", era);
    if (!common) {
        return fail(std::move(common.error()));
    }
    ToolsPage page{std::move(*common), {}};
    PageReader reader(page, kind == UpstreamKind::Http && era == Era::Stateless);
    std::size_t index = 0;
    for (JsonValue tool = result["tools"].first(); tool.exists(); tool = tool.next()) {
        if (!reader.add(tool, index++)) {
            break;
        }
    }
    return page;
}

} // namespace portcullis::protocol
