#include "gateway/engine/tool_pins.h"

#include "gateway/base/encoding.h"
#include "gateway/base/json.h"
#include "gateway/protocol/text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace portcullis::engine {

namespace {

constexpr std::int64_t kFormat = 1;
constexpr JsonLimits kFileLimits = {.bytes = 32UL * 1024 * 1024, .depth = 8, .members = 100'000};

std::unexpected<Error> corrupt(std::string cause)
{
    return fail(ErrorCode::Corrupt,
                "The approvals of a server's tools cannot be read. Approve its tools again.",
                std::move(cause));
}

} // namespace

std::string approvalSubject(const ServerId& server, const std::string& tool, const Digest& hash)
{
    return server.str() + ":" + tool + " " + toHex(hash);
}

ToolPins ToolPins::lost()
{
    ToolPins pins;
    pins.m_lost = true;
    return pins;
}

Result<ToolPins> ToolPins::load(const std::string& json)
{
    const auto document = JsonDocument::parse(json, kFileLimits);
    if (!document) {
        return corrupt(document.error().message);
    }
    const JsonValue root = document->root();
    if (root["format"].integer() != kFormat || !root["lost"].isBool() || !root["tools"].isArray()) {
        return corrupt("It is not of format 1.");
    }
    ToolPins pins;
    pins.m_lost = root["lost"].boolean();
    for (JsonValue one = root["tools"].first(); one.exists(); one = one.next()) {
        const auto bytes = fromHex(one["hash"].string());
        Digest hash{};
        if (!one["name"].isString() || !bytes || bytes->size() != hash.size()) {
            return corrupt("An entry has no name or no hash.");
        }
        std::ranges::copy(*bytes, hash.begin());
        if (!pins.m_pins.emplace(one["name"].string(), hash).second) {
            return corrupt("A tool is there twice.");
        }
    }
    return pins;
}

std::string ToolPins::save() const
{
    JsonWriter out;
    out.beginObject().member("format", kFormat).member("lost", m_lost);
    out.key("tools").beginArray();
    for (const auto& [name, hash] : m_pins) {
        out.beginObject().member("name", protocol::toValidUtf8(name));
        out.member("hash", toHex(hash)).endObject();
    }
    return out.endArray().endObject().take();
}

bool ToolPins::meet(const std::vector<protocol::Tool>& offered)
{
    if (m_lost) {
        return false;
    }
    bool isNew = false;
    for (const protocol::Tool& tool : offered) {
        if (m_pins.size() >= kMost) {
            break;
        }
        isNew = m_pins.try_emplace(tool.name, tool.hash).second || isNew;
    }
    return isNew;
}

const Digest* ToolPins::approved(const std::string& tool) const
{
    const auto found = m_pins.find(tool);
    return found == m_pins.end() ? nullptr : &found->second;
}

bool ToolPins::isChanged(const protocol::Tool& tool) const
{
    const Digest* hash = approved(tool.name);
    return hash == nullptr || *hash != tool.hash;
}

void ToolPins::approve(const std::map<std::string, Digest>& tools,
                       const std::vector<protocol::Tool>& offered)
{
    for (const auto& [name, hash] : tools) {
        m_pins.insert_or_assign(name, hash);
    }
    // Room is made here alone, where a person looks on, never by what a server does.
    if (m_pins.size() > kMost) {
        std::set<std::string> present;
        for (const protocol::Tool& tool : offered) {
            present.insert(tool.name);
        }
        std::erase_if(m_pins, [&](const auto& pin) { return !present.contains(pin.first); });
    }
    const auto changed = [this](const protocol::Tool& tool) { return isChanged(tool); };
    m_lost = m_lost && std::ranges::any_of(offered, changed);
}

} // namespace portcullis::engine
