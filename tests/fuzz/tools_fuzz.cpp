#include "gateway/protocol/call.h"
#include "gateway/protocol/tool_names.h"
#include "gateway/protocol/tools.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// Any JSON as a server's answer to tools/list and to tools/call. What must hold: no crash; whatever
// clients are given is JSON of their era; public names are well formed and lead back.

namespace {

using namespace portcullis;           // NOLINT: a fuzzer's only file
using namespace portcullis::protocol; // NOLINT

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "tools_fuzz: %s\n", what);
        std::abort();
    }
}

JsonDocument parsed(std::string text)
{
    auto document = JsonDocument::parse(std::move(text), {.bytes = 1UL << 26U, .depth = 160});
    require(document.has_value(), "written text is not JSON");
    return std::move(*document);
}

void checkTool(const Tool& tool)
{
    for (const Revision revision : supportedRevisions()) {
        const std::string text = writeTool(tool, "srv__t", revision);
        require(text.find_first_of("\r\n") == std::string::npos, "a tool has a line break");
        const JsonDocument document = parsed(text);
        const JsonValue written = document.root();
        require(written["name"].stringEquals("srv__t"), "a tool without its public name");
        require(written["inputSchema"]["type"].stringEquals("object"), "a schema of another type");
        require(!written["execution"].exists(), "task support is advertised");
        require(written["_meta"]["io.portcullis/tool"].isString(), "the original name is lost");
        const JsonValue output = written["outputSchema"];
        require(eraOf(revision) == Era::Stateless || !output.exists() ||
                    output["type"].stringEquals("object"),
                "an output schema that session clients cannot read");
    }
}

void checkNames(const std::vector<Tool>& tools)
{
    ToolNames names;
    std::vector<ToolNames::Target> targets;
    for (const Tool& tool : tools) {
        targets.push_back({ServerId("srv"), tool.name});
    }
    names.update(targets, 1);
    for (const auto& target : targets) {
        const std::string name(names.publicName(target.server, target.tool));
        require(name.starts_with("srv__") && name.size() <= ToolNames::kDefaultLength,
                "a public name is missing or too long");
        const ToolNames::Target* const found = names.find(name);
        require(found != nullptr && *found == target, "a public name leads elsewhere");
    }
    const auto loaded = ToolNames::load(names.save());
    require(loaded && loaded->save() == names.save(), "saved names do not load");
}

void checkResult(JsonValue result)
{
    (void)classifyResult(CallKind::Tool, result, Era::Session);
    (void)classifyResult(CallKind::Tool, result, Era::Stateless);
    for (const Revision revision : supportedRevisions()) {
        const JsonDocument document = parsed(writeCallResult(
            CallKind::Tool, result, revision, UriNames(ServerId("fx")), R"("io.portcullis/k":1)"));
        const JsonValue written = document.root();
        const bool stateless = eraOf(revision) == Era::Stateless;
        require(written["content"].exists(), "a result without content");
        require(written["resultType"].exists() == stateless, "a result of the other era");
        for (const auto* name : {"ttlMs", "cacheScope", "requestState", "inputRequests"}) {
            require(!written[name].exists(), "a member that a result of a tool cannot have");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto document =
        JsonDocument::parse(std::string(reinterpret_cast<const char*>(data), size));
    if (!document) {
        return 0;
    }
    for (const UpstreamKind kind : {UpstreamKind::Stdio, UpstreamKind::Http}) {
        for (const Era era : {Era::Session, Era::Stateless}) {
            if (const auto page = readToolsPage(document->root(), kind, era)) {
                for (const Tool& tool : page->tools) {
                    checkTool(tool);
                }
                checkNames(page->tools);
            }
        }
    }
    checkResult(document->root());
    return 0;
}
