#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace portcullis::audit::report {

// What happened under one name.
struct Tally
{
    std::uint64_t allowed = 0; // calls that went on
    std::uint64_t denied = 0;
    std::uint64_t failed = 0; // calls that ended with anything but a result

    [[nodiscard]] std::uint64_t all() const { return allowed + denied; }
};

struct NamedTally
{
    std::string name;
    Tally tally;
};

// Counts by name, for names that come from outside: however many there are, those that come often
// are kept (Metwally et al., "Space-Saving", 2005). As long as there are not too many, every count
// is exact; from then on they are lower bounds, and isExact() says so.
//
// Owner: the figures of a report. Thread: one at a time.
class Tallies
{
public:
    explicit Tallies(std::size_t capacity);

    // The tally of a name that came once more.
    [[nodiscard]] Tally& came(std::string_view name);
    // The tally of a name that came before; null when it is not kept.
    [[nodiscard]] Tally* find(std::string_view name);

    [[nodiscard]] bool isExact() const { return m_isExact; }

    // The largest `most`, the largest first, equal ones by name.
    [[nodiscard]] std::vector<NamedTally> largest(std::size_t most) const;

private:
    struct Kept
    {
        Tally tally;
        std::uint64_t weight = 0; // how often it came, and those whose place it took
    };

    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view name) const noexcept
        {
            return std::hash<std::string_view>()(name);
        }
    };

    std::size_t m_capacity;
    std::unordered_map<std::string, Kept, Hash, std::equal_to<>> m_kept;
    bool m_isExact = true;
};

} // namespace portcullis::audit::report
