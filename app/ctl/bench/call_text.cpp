#include "app/ctl/bench/call_text.h"

#include "gateway/base/json.h"

#include <charconv>

namespace portcullis::ctl::bench {

namespace {

constexpr std::string_view kId = R"("id":)";

std::string argumentsOf(const Target& target)
{
    JsonWriter json;
    json.beginObject().member("size", static_cast<std::int64_t>(target.resultBytes));
    json.member("text", std::string(target.argumentBytes, 'a'));
    return json.endObject().take();
}

} // namespace

std::string initializeText()
{
    return R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" +
           std::string(kSessionRevision) +
           R"(","capabilities":{},"clientInfo":{"name":"portcullis-bench","version":"1"}}})";
}

std::string initializedText()
{
    return R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
}

CallText::CallText(const Target& target)
{
    const std::string arguments = argumentsOf(target);
    JsonWriter json;
    if (!target.hubServer.empty()) {
        json.beginObject().member("server_name", target.hubServer).member("tool", target.tool);
        m_text = json.rawMember("arguments", arguments).endObject().take();
        return;
    }
    json.beginObject().member("jsonrpc", "2.0").member("id", m_id).member("method", "tools/call");
    json.key("params").beginObject().member("name", target.tool);
    json.rawMember("arguments", arguments).endObject().endObject();
    m_text = json.take();
    m_idAt = m_text.find(kId) + kId.size();
}

const std::string& CallText::next()
{
    ++m_id;
    if (m_idAt != std::string::npos) {
        char* const at = m_text.data() + m_idAt;
        std::to_chars(at, at + 10, m_id);
    }
    return m_text;
}

// Looks for the few words that tell results from errors instead of reading the JSON: the generator
// shares the machine with what it measures.
std::string faultOf(std::string_view answer, std::size_t resultBytes)
{
    const std::string_view end =
        answer.substr(answer.size() - std::min<std::size_t>(answer.size(), 200));
    const bool failed = end.find(R"("isError":true)") != std::string_view::npos ||
                        answer.substr(0, 200).find(R"("error":)") != std::string_view::npos;
    if (!failed && answer.size() >= resultBytes) {
        return {};
    }
    return "not the result: " + std::string(answer.substr(0, 300));
}

std::int64_t idOf(std::string_view answer)
{
    std::size_t at = answer.substr(0, 100).find(kId);
    if (at == std::string_view::npos) {
        at = answer.rfind(kId);
    }
    std::int64_t id = -1;
    if (at != std::string_view::npos) {
        std::from_chars(answer.data() + at + kId.size(), answer.data() + answer.size(), id);
    }
    return id;
}

} // namespace portcullis::ctl::bench
