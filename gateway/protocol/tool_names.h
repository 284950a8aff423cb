#pragma once

#include "gateway/base/ids.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portcullis::protocol {

// The public names of all tools of all servers (E-02 to E-06, E-08): "<server>__<tool>", or the
// tool's own name, in the characters and length that every client accepts, the same at every start,
// and never handed to another tool while its owner is remembered, whatever the naming was. Routing
// looks names up here; it never splits them.
//
// A value: copy it, change the copy, swap it in. Thread: any one at a time.
class ToolNames
{
public:
    static constexpr std::size_t kDefaultLength = 46; // with client prefixes still within 64 (E-04)
    static constexpr std::int64_t kRememberMicros = 30LL * 24 * 3600 * 1'000'000; // E-06

    struct Naming
    {
        std::size_t maxLength = kDefaultLength; // kept within 32 to 128 (E-04)
        bool serverPrefix = true;               // otherwise the tool's own name (E-08)
        bool operator==(const Naming&) const = default;
    };

    struct Target
    {
        ServerId server;
        std::string tool;
        auto operator<=>(const Target&) const = default;
    };

    // The names that an administrator wants for tools instead of their own (E-11).
    using Renames = std::map<Target, std::string>;

    // Names of one server that are kept at most, present and remembered: a server that renames its
    // tools all the time must not fill the memory. The longest unseen are forgotten first.
    static constexpr std::size_t kMaxPerServer = 10'000;

    ToolNames() = default;
    explicit ToolNames(Naming naming);

    // Counts from the next update() on. Names of an earlier naming stay their tools' own.
    void setNaming(Naming naming);

    // Names every tool. `tools` is in the order of the configuration and of each server's whole
    // list; the result does not depend on the order of a server's tools, and with the server's
    // prefix not on which server answered first either. Without it, of tools of several servers
    // that want one name none gets it, but for one that has it already.
    void
    update(const std::vector<Target>& tools, std::int64_t nowMicros, const Renames& renames = {});

    // As of the last update(), for every tool that was ever in one and is remembered. Empty when
    // unknown.
    [[nodiscard]] std::string_view publicName(const ServerId& server,
                                              const std::string& tool) const;
    // Also by names that the tool has had.
    [[nodiscard]] const Target* find(std::string_view publicName) const;

    // In hex; the beginning of it marks a name where the plain one is not to be had.
    [[nodiscard]] static std::string hashOf(const Target& target);

    // The table as JSON, for the data folder.
    [[nodiscard]] std::string save() const;
    [[nodiscard]] static Result<ToolNames> load(std::string_view json);

private:
    struct Entry
    {
        Target target;
        std::int64_t lastSeen = 0;
        bool prefixed = true; // "<server>__…"
    };

    struct Holding
    {
        std::set<std::string> names;
        std::string current; // one of them
    };

    struct Wish
    {
        std::size_t rank = 0; // of the server in the configuration
        bool renamed = false;
        const Target* target = nullptr;
        std::string plain; // the name without a hash
    };

    [[nodiscard]] Wish wishOf(const Target& target, const Renames& renames) const;
    [[nodiscard]] std::vector<std::string> hashedNames(const Wish& wish) const;
    [[nodiscard]] std::string ownedName(const Wish& wish) const;
    [[nodiscard]] bool insert(const std::string& name, Entry entry);
    void erase(const std::string& name);
    void assign(const Wish& wish, bool plainIsFree, std::int64_t nowMicros);
    void touch(const Target& target, std::int64_t nowMicros);
    void forget(std::int64_t nowMicros);

    Naming m_naming;
    std::map<std::string, Entry, std::less<>> m_byName;
    std::map<Target, Holding> m_byTarget;
    std::map<std::string, std::string, std::less<>> m_folded; // what counts as the same name
};

} // namespace portcullis::protocol
