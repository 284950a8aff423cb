#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>

namespace portcullis::upstream {

// Ends lists that do not end by themselves (C-86): a cursor that comes again, a page that adds
// nothing, too many pages or items. A value.
class PageGuard
{
public:
    static constexpr std::uint32_t kMostPages = 100;
    static constexpr std::size_t kMostItems = 10'000;

    // After each page, `items` of which it had, `grew` when one of them was new: may the next one
    // be asked for? `cursor` is the one to it.
    [[nodiscard]] bool goesOn(const std::string& cursor, std::size_t items, bool grew)
    {
        ++m_pages;
        m_items += items;
        return m_cursors.insert(cursor).second && grew && m_pages < kMostPages &&
               m_items < kMostItems;
    }

    [[nodiscard]] std::uint32_t pages() const { return m_pages; }

private:
    std::unordered_set<std::string> m_cursors;
    std::size_t m_items = 0;
    std::uint32_t m_pages = 0;
};

} // namespace portcullis::upstream
