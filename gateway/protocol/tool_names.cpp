#include "gateway/protocol/tool_names.h"

#include "gateway/base/ascii.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/protocol/text.h"
#include "gateway/protocol/tool_names_text.h"

#include <algorithm>
#include <tuple>

namespace portcullis::protocol {

namespace {

constexpr std::size_t kMinLength = 32;
constexpr std::size_t kMaxLength = 128;
constexpr std::size_t kHashDigits = 8;

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

// Before it is cut or marked with a hash.
std::string plainName(const ServerId& server, std::string_view tool, bool prefixed)
{
    std::string name = sanitized(tool);
    if (prefixed) {
        return namePrefix(server) + name;
    }
    return !name.empty() && isLetter(name.front()) ? name : "t" + name;
}

// Is it one that the tool itself has led to, with or without prefix, cut, or marked?
bool isOwnName(std::string_view name, const ToolNames::Target& target)
{
    const std::string prefixed = plainName(target.server, target.tool, true);
    const std::string bare = plainName(target.server, target.tool, false);
    if (name == prefixed || name == bare) {
        return true;
    }
    const std::size_t mark = name.rfind('_');
    if (mark == std::string_view::npos || name.size() - mark <= kHashDigits ||
        !ToolNames::hashOf(target).starts_with(name.substr(mark + 1))) {
        return false;
    }
    const std::string_view stem = name.substr(0, mark);
    return prefixed.starts_with(stem) || bare.starts_with(stem);
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
    std::string folded = asciiLower(name);
    std::replace(folded.begin() + static_cast<std::ptrdiff_t>(std::min(prefixLength, name.size())),
                 folded.end(),
                 '-',
                 '_');
    return folded;
}

std::string foldedName(std::string_view name, bool prefixed, const ServerId& server)
{
    return foldedName(name, prefixed ? namePrefix(server).size() : 0);
}

std::string ToolNames::hashOf(const Target& target)
{
    return toHex(sha256(target.server.str() + '\0' + target.tool));
}

ToolNames::ToolNames(Naming naming)
{
    setNaming(naming);
}

void ToolNames::setNaming(Naming naming)
{
    m_naming = naming;
    m_naming.maxLength = std::clamp(naming.maxLength, kMinLength, kMaxLength);
}

ToolNames::Wish ToolNames::wishOf(const Target& target, const Renames& renames) const
{
    const auto rename = renames.find(target);
    Wish wish;
    wish.target = &target;
    wish.renamed = rename != renames.end();
    wish.plain = plainName(
        target.server, wish.renamed ? rename->second : target.tool, m_naming.serverPrefix);
    return wish;
}

// From the one with a short hash to the one with all of it.
std::vector<std::string> ToolNames::hashedNames(const Wish& wish) const
{
    const std::string hash = hashOf(*wish.target);
    std::vector<std::string> names;
    for (std::size_t digits = kHashDigits; digits <= hash.size(); digits += kHashDigits) {
        const std::size_t room =
            m_naming.maxLength > digits + 1 ? m_naming.maxLength - digits - 1 : 1;
        names.push_back(wish.plain.substr(0, room) + "_" + hash.substr(0, digits));
    }
    return names;
}

// The name that the tool was given when this was wished for earlier. One with a hash was given
// because the plain one was not to be had then, and stays.
std::string ToolNames::ownedName(const Wish& wish) const
{
    const auto known = m_byTarget.find(*wish.target);
    if (known == m_byTarget.end()) {
        return {};
    }
    const std::set<std::string>& names = known->second.names;
    const bool plainIsOwn = names.contains(wish.plain) && wish.plain.size() <= m_naming.maxLength;
    if (names.size() == 1 && plainIsOwn) {
        return wish.plain; // by far the most frequent, and needs no hash
    }
    for (std::string& name : hashedNames(wish)) {
        if (names.contains(name)) {
            return std::move(name);
        }
    }
    return plainIsOwn ? wish.plain : std::string();
}

void ToolNames::update(const std::vector<Target>& tools,
                       std::int64_t nowMicros,
                       const Renames& renames)
{
    std::map<ServerId, std::size_t> order;
    std::map<std::string, std::set<ServerId>> wanted; // by several servers: only without a prefix
    std::vector<Wish> unnamed;
    for (const Target& tool : tools) {
        Wish wish = wishOf(tool, renames);
        wish.rank = order.try_emplace(tool.server, order.size()).first->second;
        if (!m_naming.serverPrefix) {
            wanted[foldedName(wish.plain, 0)].insert(tool.server);
        }
        if (std::string name = ownedName(wish); !name.empty()) {
            m_byTarget[tool].current = std::move(name);
            touch(tool, nowMicros);
        } else {
            unnamed.push_back(std::move(wish));
        }
    }
    forget(nowMicros);
    // Not in the order of arrival, so that the winner of a collision is the same at every start
    // (E-05); own names before those that an administrator has thought of.
    std::ranges::sort(unnamed, [](const Wish& a, const Wish& b) {
        return std::tie(a.rank, a.renamed, a.target->tool) <
               std::tie(b.rank, b.renamed, b.target->tool);
    });
    for (const Wish& wish : unnamed) {
        const bool alone = m_naming.serverPrefix || wanted[foldedName(wish.plain, 0)].size() == 1;
        assign(wish, alone, nowMicros);
    }
}

void ToolNames::assign(const Wish& wish, bool plainIsFree, std::int64_t nowMicros)
{
    const Entry entry{*wish.target, nowMicros, m_naming.serverPrefix};
    Holding& holding = m_byTarget[*wish.target];
    const auto take = [&](std::string name) {
        if (!holding.names.contains(name) && !insert(name, entry)) {
            return false;
        }
        holding.current = std::move(name);
        touch(*wish.target, nowMicros);
        return true;
    };
    if (plainIsFree && wish.plain.size() <= m_naming.maxLength && take(wish.plain)) {
        return;
    }
    for (std::string& name : hashedNames(wish)) {
        if (take(std::move(name))) {
            return;
        }
    }
}

// A tool that is there keeps the name it has, and those that other namings have given it: who
// changes the settings back finds the same names. Those of a rename that was taken back run out.
void ToolNames::touch(const Target& target, std::int64_t nowMicros)
{
    const Holding& holding = m_byTarget[target];
    for (const std::string& name : holding.names) {
        if (name == holding.current || isOwnName(name, target)) {
            m_byName.find(name)->second.lastSeen = nowMicros;
        }
    }
}

bool ToolNames::insert(const std::string& name, Entry entry)
{
    std::string folded = foldedName(name, entry.prefixed, entry.target.server);
    if (m_byName.contains(name) || !m_folded.try_emplace(std::move(folded), name).second) {
        return false;
    }
    m_byTarget[entry.target].names.insert(name);
    m_byName.emplace(name, std::move(entry));
    return true;
}

void ToolNames::erase(const std::string& name)
{
    const auto found = m_byName.find(name);
    const Entry& entry = found->second;
    m_folded.erase(foldedName(name, entry.prefixed, entry.target.server));
    const auto holding = m_byTarget.find(entry.target);
    holding->second.names.erase(name);
    if (holding->second.current == name) {
        holding->second.current.clear();
    }
    if (holding->second.names.empty()) {
        m_byTarget.erase(holding);
    }
    m_byName.erase(found);
}

// Gives up names unseen for too long (E-06), and the longest unseen of a server that has too many.
void ToolNames::forget(std::int64_t nowMicros)
{
    std::map<ServerId, std::vector<std::pair<std::int64_t, std::string>>> unused;
    std::map<ServerId, std::size_t> count;
    for (const auto& [name, entry] : m_byName) {
        ++count[entry.target.server];
        const bool current = m_byTarget.find(entry.target)->second.current == name;
        if (!current || entry.lastSeen < nowMicros) {
            unused[entry.target.server].emplace_back(entry.lastSeen, name);
        }
    }
    for (auto& [server, names] : unused) {
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
    return found == m_byTarget.end() ? std::string_view() : std::string_view(found->second.current);
}

const ToolNames::Target* ToolNames::find(std::string_view publicName) const
{
    const auto found = m_byName.find(publicName);
    return found == m_byName.end() ? nullptr : &found->second.target;
}

} // namespace portcullis::protocol
