#include "gateway/protocol/tool_names.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/protocol/text.h"
#include "gateway/protocol/tool_names_text.h"

#include <algorithm>

namespace portcullis::protocol {

namespace {

constexpr std::size_t kMinLength = 32;
constexpr std::size_t kMaxLength = 128;
constexpr std::size_t kHashDigits = 8;

std::string hashOf(const ToolNames::Target& target)
{
    return toHex(sha256(target.server.str() + '\0' + target.tool));
}

bool isLetter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// With everything outside A-Z a-z 0-9 _ - replaced, one "_" a character (E-03).
std::string sanitized(std::string_view text)
{
    std::string clean;
    for (const char c : text) {
        if (isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-') {
            clean.push_back(c);
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            clean.push_back('_');
        }
    }
    return clean;
}

} // namespace

std::string namePrefix(const ServerId& server)
{
    std::string prefix = sanitized(server.str()) + "__";
    return isLetter(prefix.front()) ? prefix : "s" + prefix;
}

// Names that a person, or a client that mangles names, could take for each other. The server's part
// is left out of it, so that no two servers ever compete for a name.
std::string foldedName(std::string_view name, std::size_t prefixLength)
{
    std::string folded = lowerCased(name);
    std::replace(folded.begin() + static_cast<std::ptrdiff_t>(std::min(prefixLength, name.size())),
                 folded.end(),
                 '-',
                 '_');
    return folded;
}

ToolNames::ToolNames(std::size_t maxLength)
    : m_maxLength(std::clamp(maxLength, kMinLength, kMaxLength))
{}

void ToolNames::update(const std::vector<Target>& tools, std::int64_t nowMicros)
{
    std::map<ServerId, std::size_t> order;
    std::vector<std::pair<std::size_t, const Target*>> unnamed;
    for (const Target& tool : tools) {
        const std::size_t rank = order.try_emplace(tool.server, order.size()).first->second;
        if (const auto known = m_byTarget.find(tool); known != m_byTarget.end()) {
            m_byName.find(known->second)->second.lastSeen = nowMicros;
        } else {
            unnamed.emplace_back(rank, &tool);
        }
    }
    forget(nowMicros);
    // Not in the order of arrival, so that the winner of a collision is the same at every start
    // (E-05).
    std::ranges::sort(unnamed, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second->tool < b.second->tool;
    });
    for (const auto& [rank, target] : unnamed) {
        assign(*target, nowMicros);
    }
}

void ToolNames::assign(const Target& target, std::int64_t nowMicros)
{
    if (m_byTarget.contains(target)) {
        return; // the same tool twice in one list
    }
    const std::string plain = namePrefix(target.server) + sanitized(target.tool);
    if (plain.size() <= m_maxLength && insert(plain, {target, nowMicros})) {
        return;
    }
    const std::string hash = hashOf(target);
    for (std::size_t digits = kHashDigits; digits <= hash.size(); digits += kHashDigits) {
        const std::size_t room = m_maxLength > digits + 1 ? m_maxLength - digits - 1 : 1;
        if (insert(plain.substr(0, room) + "_" + hash.substr(0, digits), {target, nowMicros})) {
            return;
        }
    }
}

bool ToolNames::insert(std::string name, Entry entry)
{
    std::string folded = foldedName(name, namePrefix(entry.target.server).size());
    if (m_byTarget.contains(entry.target) || m_byName.contains(name) ||
        !m_folded.try_emplace(std::move(folded), name).second) {
        return false;
    }
    m_byTarget.emplace(entry.target, name);
    m_byName.emplace(std::move(name), std::move(entry));
    return true;
}

void ToolNames::erase(const std::string& name)
{
    const auto found = m_byName.find(name);
    m_folded.erase(foldedName(name, namePrefix(found->second.target.server).size()));
    m_byTarget.erase(found->second.target);
    m_byName.erase(found);
}

// Gives up names unseen for too long (E-06), and the longest unseen of a server that has too many.
void ToolNames::forget(std::int64_t nowMicros)
{
    std::map<ServerId, std::vector<std::pair<std::int64_t, std::string>>> unseen;
    std::map<ServerId, std::size_t> count;
    for (const auto& [name, entry] : m_byName) {
        ++count[entry.target.server];
        if (entry.lastSeen < nowMicros) {
            unseen[entry.target.server].emplace_back(entry.lastSeen, name);
        }
    }
    for (auto& [server, names] : unseen) {
        std::ranges::sort(names);
        std::size_t left = count[server];
        for (const auto& [lastSeen, name] : names) {
            if (lastSeen < nowMicros - kRememberMicros || left > kMaxPerServer) {
                erase(name);
                --left;
            }
        }
    }
}

std::string_view ToolNames::publicName(const ServerId& server, const std::string& tool) const
{
    const auto found = m_byTarget.find(Target{server, tool});
    return found == m_byTarget.end() ? std::string_view() : std::string_view(found->second);
}

const ToolNames::Target* ToolNames::find(std::string_view publicName) const
{
    const auto found = m_byName.find(publicName);
    return found == m_byName.end() ? nullptr : &found->second.target;
}

} // namespace portcullis::protocol
