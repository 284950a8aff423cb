#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis {

// Finds a name that stands twice in one object, comparing names with their escapes resolved. Two
// names that differ only in which lone surrogate they hold count as equal, because their readers
// get equal text. Time is O(n log n) at worst whatever the names are: a fingerprint only spares
// comparisons, and nobody gains by making fingerprints collide. Memory is kept from one object to
// the next. Owner: one JsonScanner. Thread: its. Failure: none.
class JsonNames
{
public:
    // Forgets the last object. `escapedBytes` is an upper bound of the bytes that names added with
    // `escaped` will have.
    void start(std::size_t members, std::size_t escapedBytes);

    // `body` is the name without its quotes and stays valid until repeatedName() has returned;
    // `position` comes back if it is the repeated one.
    void add(std::string_view body, bool escaped, std::uint32_t position);

    // The position of a name that an earlier one in the object equals, or kNone.
    [[nodiscard]] std::uint32_t repeatedName();

    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

private:
    struct Name
    {
        std::uint64_t fingerprint;
        std::string_view text;
        std::uint32_t position;
    };

    [[nodiscard]] std::uint32_t repeatedByPairs() const;
    [[nodiscard]] std::uint32_t repeatedBySorting();

    std::vector<Name> m_names;
    std::string m_resolved; // never grows beyond what start() reserved: names point into it
};

} // namespace portcullis
