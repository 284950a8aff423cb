#pragma once

#include "gateway/base/ids.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portcullis::protocol {

// The public names of all tools of all servers (E-02 to E-06): "<server>__<tool>" in the characters
// and length that every client accepts, the same at every start, and never handed to another tool
// while its owner is remembered. Routing looks names up here; it never splits them.
//
// A value: copy it, change the copy, swap it in. Thread: any one at a time.
class ToolNames
{
public:
    static constexpr std::size_t kDefaultLength = 46; // with client prefixes still within 64 (E-04)
    static constexpr std::int64_t kRememberMicros = 30LL * 24 * 3600 * 1'000'000; // E-06

    struct Target
    {
        ServerId server;
        std::string tool;
        auto operator<=>(const Target&) const = default;
    };

    // Tools of one server that are kept at most, present and remembered: a server that renames its
    // tools all the time must not fill the memory. The longest unseen are forgotten first.
    static constexpr std::size_t kMaxPerServer = 10'000;

    // `maxLength` is kept within 32 to 128 (E-04).
    explicit ToolNames(std::size_t maxLength = kDefaultLength);

    // Names every tool that has none yet. `tools` is in the order of the configuration and of each
    // server's whole list; the result does not depend on which server answered first, nor on the
    // order of its tools.
    void update(const std::vector<Target>& tools, std::int64_t nowMicros);

    // Empty when unknown.
    [[nodiscard]] std::string_view publicName(const ServerId& server,
                                              const std::string& tool) const;
    [[nodiscard]] const Target* find(std::string_view publicName) const;

    // The table as JSON, for the data folder.
    [[nodiscard]] std::string save() const;
    [[nodiscard]] static Result<ToolNames> load(std::string_view json,
                                                std::size_t maxLength = kDefaultLength);

private:
    struct Entry
    {
        Target target;
        std::int64_t lastSeen = 0;
    };

    [[nodiscard]] bool insert(std::string name, Entry entry);
    void erase(const std::string& name);
    void assign(const Target& target, std::int64_t nowMicros);
    void forget(std::int64_t nowMicros);

    std::size_t m_maxLength;
    std::map<std::string, Entry, std::less<>> m_byName;
    std::map<Target, std::string> m_byTarget;
    std::map<std::string, std::string, std::less<>> m_folded; // what counts as the same name
};

} // namespace portcullis::protocol
