#include "gateway/base/json_writer.h"
#include "tests/support/servers/test_server.h"

#include <unistd.h>

// What the test server offers besides tools. The URI test://r stands wherever one can stand:
//
//   prompt p          a message with the resource embedded; q after more-prompts
//   resource test://r, template test://r/{x}; any test://r… can be read
//   completion        the names of what it was asked about; of "hang" nothing ever, of "pid" the
//                     number of the process; of "ask" it asks for roots and answers with what came
//                     back
//   tool web-link     a link to https://example.org/a
//   tool links        a link and an embedded resource
//   tool touch        tells that test://r changed
//   tool more-prompts a second prompt, and a notification of that
namespace portcullis::test {

bool TestServer::offer(std::string_view id, const std::string& method, JsonValue params)
{
    const std::string type = isStateless() ? R"("resultType":"complete",)" : "";
    const std::string hints =
        isStateless() ? R"(,"ttlMs":)" + option("ttl", "0") + R"(,"cacheScope":"public")" : "";
    const std::string embedded =
        R"({"type":"resource","resource":{"uri":"test://r","text":"inside"}})";
    const std::string tool = method == "tools/call" ? params["name"].string() : std::string();
    if (method == "prompts/list") {
        reply(id,
              "{" + type + R"("prompts":[{"name":"p"})" +
                  (m_morePrompts ? R"(,{"name":"q"}])" : "]") + hints + "}");
    } else if (method == "prompts/get") {
        reply(id, "{" + type + R"("messages":[{"role":"user","content":)" + embedded + "}]}");
    } else if (method == "resources/list") {
        reply(id, "{" + type + R"("resources":[{"uri":"test://r","name":"r"}])" + hints + "}");
    } else if (method == "resources/templates/list") {
        reply(id,
              "{" + type + R"("resourceTemplates":[{"uriTemplate":"test://r/{x}","name":"t"}])" +
                  hints + "}");
    } else if (method == "resources/read" && params["uri"].string().starts_with("test://r")) {
        reply(id,
              "{" + type + R"("contents":[{"uri":)" + std::string(params["uri"].raw()) +
                  R"(,"text":"read"}])" + hints + "}");
    } else if (method == "resources/read") {
        replyError(id, -32002, R"({"uri":)" + std::string(params["uri"].raw()) + "}");
    } else if (method == "completion/complete" &&
               params["argument"]["value"].stringEquals("hang")) {
        tell("called", id);
    } else if (method == "completion/complete" && params["argument"]["value"].stringEquals("ask")) {
        m_asking = id;
        m_answers.clear();
        send(R"({"jsonrpc":"2.0","id":"q2","method":"roots/list"})");
    } else if (method == "completion/complete" && params["argument"]["value"].stringEquals("pid")) {
        reply(id,
              "{" + type + R"("completion":{"values":[")" + std::to_string(::getpid()) + R"("]}})");
    } else if (method == "completion/complete") {
        const JsonValue about = params["ref"];
        const JsonValue name = about["name"].exists() ? about["name"] : about["uri"];
        reply(id, "{" + type + R"("completion":{"values":[)" + std::string(name.raw()) + "]}}");
    } else if (tool == "links") {
        reply(id,
              "{" + type + R"("content":[{"type":"resource_link","uri":"test://r","name":"r"},)" +
                  embedded + "]}");
    } else if (tool == "web-link") {
        reply(
            id,
            "{" + type +
                R"("content":[{"type":"resource_link","uri":"https://example.org/a","name":"a"}]})");
    } else if (tool == "touch") {
        announce("notifications/resources/updated", R"("uri":"test://r")");
        replyText(id, "touched");
    } else if (tool == "more-prompts") {
        m_morePrompts = true;
        announce("notifications/prompts/list_changed", "");
        replyText(id, "more");
    } else {
        return false;
    }
    return true;
}

} // namespace portcullis::test
