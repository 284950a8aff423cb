#pragma once

#include "ui/audit/log_index.h"

#include <QStringList>

#include <cstdint>
#include <vector>

namespace portcullis::ui {

// The records that a filter leaves, in its order, as numbers: how many there are, and which ones
// stand at any place. Nothing in it grows with the records; each place is found at about the same
// cost, by a few short ranges of the listing.
//
// Owner: whoever made it. Thread: the index's, and the index is not refreshed meanwhile. Failure:
// error(), with SQLite's text.
class LogView
{
public:
    LogView(const LogIndex& index, const LogFilter& filter, const LogNames& names);

    [[nodiscard]] std::int64_t size() const { return m_size; }

    [[nodiscard]] const QString& error() const { return m_error; }

    // Numbers of the records at places [first, first + count), as far as there are.
    [[nodiscard]] std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t count);

private:
    // Neighbours in the list that are found together.
    struct Segment
    {
        std::int64_t begin = 0; // place of its first
        std::int64_t key = 0;   // block, or pace
        int group = 0;          // of m_groups
        int listed = 0;         // records, all older than the new ones
        std::vector<std::int64_t> fresh;
    };

    struct Range
    {
        std::int64_t begin = 0;
        std::int64_t end = 0;
    };

    void findByText(const QString& text);
    void matchKinds(const LogFilter& filter, const LogNames& names);
    void limitTime(const LogFilter& filter);
    void groupKinds(const LogFilter& filter);
    [[nodiscard]] bool takesEverything() const;
    void sortFew(std::vector<std::int64_t> numbers);
    void segmentByBlocks();
    void segmentByPace();
    void addUpPlaces(std::vector<Segment> segments);
    [[nodiscard]] int countEdge(std::int64_t block, int group);
    [[nodiscard]] Range rangeOf(std::int64_t block) const;
    [[nodiscard]] QString kindsIn(std::int64_t block, int group) const;
    void take(const Segment& segment,
              std::int64_t skip,
              std::int64_t count,
              std::vector<std::int64_t>& out);
    void takeListed(const Segment& segment,
                    std::int64_t skip,
                    std::int64_t count,
                    std::vector<std::int64_t>& out);
    [[nodiscard]] QSqlQuery run(const QString& sql, const QVariantList& values);

    const LogIndex& m_index;
    bool m_byPace;
    bool m_oldestFirst; // within a segment
    Range m_range;
    std::int64_t m_listed;        // records that `m_index` has from the listing, which moves on
    std::vector<int> m_groups;    // of each kind; -1 for those that are not wanted
    std::vector<int> m_newGroups; // of the index's new kinds
    int m_groupCount = 1;
    bool m_descendingGroups = false;
    std::vector<Segment> m_segments;
    std::vector<std::int64_t> m_exact; // few, and known one by one
    bool m_everything = false;         // of m_range
    std::int64_t m_size = 0;
    QString m_error;
};

} // namespace portcullis::ui
