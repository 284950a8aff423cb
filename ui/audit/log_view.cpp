#include "ui/audit/log_view.h"

#include "gateway/api/log_listing.h"
#include "ui/audit/log_rows.h"

#include <QSet>
#include <QSqlError>

#include <algorithm>
#include <map>

namespace portcullis::ui {

namespace {

constexpr std::int64_t kFew = 2000;

QString groupText(const LogKind& kind, LogOrder order)
{
    switch (order) {
    case LogOrder::Key:
        return kind.key;
    case LogOrder::Server:
        return kind.server;
    case LogOrder::Tool:
        return kind.tool;
    default:
        return {};
    }
}

} // namespace

LogView::LogView(const LogIndex& index, const LogFilter& filter, const LogNames& names)
    : m_index(index)
    , m_byPace(filter.order == LogOrder::Duration)
    , m_oldestFirst(filter.order == LogOrder::Time && filter.ascending)
    , m_range{0, index.end()}
    , m_listed(index.listed())
    , m_descendingGroups(!filter.ascending)
{
    findByText(filter.text);
    if (!m_exact.empty()) {
        m_size = static_cast<std::int64_t>(m_exact.size());
        return;
    }
    matchKinds(filter, names);
    limitTime(filter);
    groupKinds(filter);
    if (filter.order == LogOrder::Time && takesEverything()) {
        m_everything = true;
        m_size = m_range.end - m_range.begin;
    } else if (m_byPace) {
        LogFilter byTime = filter;
        byTime.order = LogOrder::Time;
        byTime.ascending = false;
        if (LogView few(index, byTime, names); few.size() <= kFew) {
            sortFew(few.numbers(0, few.size()));
            return;
        }
        segmentByPace();
    } else {
        segmentByBlocks();
    }
}

bool LogView::takesEverything() const
{
    return std::ranges::find(m_groups, -1) == m_groups.end() &&
           std::ranges::find(m_newGroups, -1) == m_newGroups.end();
}

// Few records lie far apart among all those of their paces.
void LogView::sortFew(std::vector<std::int64_t> numbers)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> paced;
    for (const LogRow& row : readRows(m_index.database(), numbers, m_error)) {
        if (row.durationMicros) {
            const std::int64_t pace = api::paceOf(*row.durationMicros);
            paced.emplace_back(m_descendingGroups ? -pace : pace, row.n);
        }
    }
    std::ranges::stable_sort(paced, {}, &std::pair<std::int64_t, std::int64_t>::first);
    for (const auto& [pace, n] : paced) {
        m_exact.push_back(n);
    }
    m_size = static_cast<std::int64_t>(m_exact.size());
}

QSqlQuery LogView::run(const QString& sql, const QVariantList& values)
{
    QSqlQuery query = runQuery(m_index.database(), sql, values);
    if (query.lastError().isValid()) {
        m_error = query.lastError().text();
    }
    return query;
}

// A number of a record or a whole id of a call leads there, whatever else is chosen.
void LogView::findByText(const QString& text)
{
    const auto number = recordNumber(text);
    if (number && *number < m_index.records()) {
        m_exact.push_back(*number);
        return;
    }
    const QByteArray call = text.toLower().toUtf8();
    const auto prefix = api::callPrefix({call.constData(), static_cast<std::size_t>(call.size())});
    if (!prefix) {
        return;
    }
    QSqlQuery query =
        run(QStringLiteral("SELECT n FROM rec WHERE call = ?2"
                           " AND n IN (SELECT n FROM list_call WHERE call = ?1)"
                           " UNION SELECT n FROM rec WHERE call = ?2 AND n >= ?3 ORDER BY n"),
            {qlonglong{*prefix}, QString::fromUtf8(call), qlonglong{m_listed}});
    while (query.next()) {
        m_exact.push_back(query.value(0).toLongLong());
    }
}

void LogView::matchKinds(const LogFilter& filter, const LogNames& names)
{
    const auto mark = [&](const std::vector<LogKind>& kinds, std::vector<int>& groups) {
        groups.reserve(kinds.size());
        for (const LogKind& kind : kinds) {
            groups.push_back(matches(kind, filter, names) ? 0 : -1);
        }
    };
    mark(m_index.kinds(), m_groups);
    mark(m_index.newKinds(), m_newGroups);
}

// `hw` never falls, so that a time is a range of numbers.
void LogView::limitTime(const LogFilter& filter)
{
    if (filter.from) {
        m_range.begin = m_index.firstAt(*filter.from);
    }
    if (filter.to) {
        m_range.end = std::max(m_range.begin, m_index.firstAt(*filter.to));
    }
}

// Groups in the order of their texts; those without one last, whichever way.
void LogView::groupKinds(const LogFilter& filter)
{
    if (filter.order == LogOrder::Time || m_byPace) {
        return;
    }
    QSet<QString> texts;
    const auto collect = [&](const std::vector<LogKind>& kinds, const std::vector<int>& groups) {
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (groups[i] >= 0) {
                texts.insert(groupText(kinds[i], filter.order));
            }
        }
    };
    collect(m_index.kinds(), m_groups);
    collect(m_index.newKinds(), m_newGroups);
    QStringList sorted(texts.begin(), texts.end());
    std::ranges::sort(sorted, [this](const QString& a, const QString& b) {
        if (a.isEmpty() || b.isEmpty()) {
            return b.isEmpty() && !a.isEmpty();
        }
        return m_descendingGroups ? b < a : a < b;
    });
    QHash<QString, int> places;
    for (const QString& text : sorted) {
        places.insert(text, static_cast<int>(places.size()));
    }
    const auto place = [&](const std::vector<LogKind>& kinds, std::vector<int>& groups) {
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            groups[i] = groups[i] < 0 ? -1 : places.value(groupText(kinds[i], filter.order));
        }
    };
    place(m_index.kinds(), m_groups);
    place(m_index.newKinds(), m_newGroups);
    m_groupCount = static_cast<int>(places.size());
}

// Of what is listed, in that block.
LogView::Range LogView::rangeOf(std::int64_t block) const
{
    return {std::max(m_range.begin, block * api::kListedBlock),
            std::min({m_range.end, m_listed, (block + 1) * api::kListedBlock})};
}

void LogView::segmentByBlocks()
{
    std::map<std::pair<int, std::int64_t>, Segment> found; // by group and place of the block
    const auto segment = [&](int group, std::int64_t block) -> Segment& {
        Segment& one = found[{group, m_oldestFirst ? block : -block}];
        one.key = block;
        one.group = group;
        return one;
    };
    for (std::size_t i = 0; i < m_index.blocks().size(); ++i) {
        const auto block = static_cast<std::int64_t>(i);
        const Range range = rangeOf(block);
        if (range.begin >= range.end) {
            continue;
        }
        for (const auto& [kind, count] : m_index.blocks()[i]) {
            if (const int group = m_groups[static_cast<std::size_t>(kind)]; group >= 0) {
                segment(group, block).listed += count;
            }
        }
        const std::int64_t listedEnd = std::min(m_listed, (block + 1) * api::kListedBlock);
        if (range.begin > block * api::kListedBlock || range.end < listedEnd) {
            for (int group = 0; group < m_groupCount; ++group) {
                if (found.contains({group, m_oldestFirst ? block : -block})) {
                    segment(group, block).listed = countEdge(block, group);
                }
            }
        }
    }
    for (const NewRecord& record : m_index.newRecords()) {
        const int group = m_newGroups[static_cast<std::size_t>(record.kind)];
        if (group >= 0 && record.n >= m_range.begin && record.n < m_range.end) {
            segment(group, record.n / api::kListedBlock).fresh.push_back(record.n);
        }
    }
    std::vector<Segment> segments;
    segments.reserve(found.size());
    for (auto& [place, one] : found) {
        segments.push_back(std::move(one));
    }
    addUpPlaces(std::move(segments));
}

QString LogView::kindsIn(std::int64_t block, int group) const
{
    QStringList kinds;
    for (const auto& [kind, count] : m_index.blocks()[static_cast<std::size_t>(block)]) {
        if (m_groups[static_cast<std::size_t>(kind)] == group) {
            kinds.push_back(QString::number(kind));
        }
    }
    return kinds.join(QLatin1Char(','));
}

int LogView::countEdge(std::int64_t block, int group)
{
    const Range range = rangeOf(block);
    QSqlQuery query = run(QStringLiteral("SELECT count(*) FROM list_post WHERE kind IN (") +
                              kindsIn(block, group) + QStringLiteral(") AND n >= ? AND n < ?"),
                          {qlonglong{range.begin}, qlonglong{range.end}});
    return query.next() ? query.value(0).toInt() : 0;
}

// The sums are taken only while they are of the records that `m_index` has, no more.
void LogView::segmentByPace()
{
    std::map<std::int64_t, Segment> found;
    QSqlQuery query;
    if (m_range.begin == 0 && m_range.end == m_index.end()) {
        query = run(QStringLiteral("SELECT pace, kind, count FROM list_paces"
                                   " WHERE (SELECT next FROM listing) = ?"),
                    {qlonglong{m_listed}});
    }
    if (!query.next()) {
        query = run(QStringLiteral("SELECT pace, kind, count(*) FROM list_pace"
                                   " WHERE pace IN (SELECT pace FROM list_paces)"
                                   " AND n >= ? AND n < ? GROUP BY pace, kind"),
                    {qlonglong{m_range.begin}, qlonglong{std::min(m_range.end, m_listed)}});
        query.next();
    }
    for (; query.isValid(); query.next()) {
        const auto kind = static_cast<std::size_t>(query.value(1).toInt());
        if (kind < m_groups.size() && m_groups[kind] >= 0) {
            found[query.value(0).toLongLong()].listed += query.value(2).toInt();
        }
    }
    for (const NewRecord& record : m_index.newRecords()) {
        if (record.pace && m_newGroups[static_cast<std::size_t>(record.kind)] >= 0 &&
            record.n >= m_range.begin && record.n < m_range.end) {
            found[*record.pace].fresh.push_back(record.n);
        }
    }
    std::vector<Segment> segments;
    for (auto& [pace, segment] : found) {
        segment.key = pace;
        segments.push_back(std::move(segment));
    }
    if (m_descendingGroups) {
        std::ranges::reverse(segments);
    }
    addUpPlaces(std::move(segments));
}

void LogView::addUpPlaces(std::vector<Segment> segments)
{
    m_segments = std::move(segments);
    for (Segment& segment : m_segments) {
        if (!m_oldestFirst) {
            std::ranges::reverse(segment.fresh);
        }
        segment.begin = m_size;
        m_size += segment.listed + static_cast<std::int64_t>(segment.fresh.size());
    }
}

std::vector<std::int64_t> LogView::numbers(std::int64_t first, std::int64_t count)
{
    std::vector<std::int64_t> out;
    const std::int64_t end = std::min(first + count, m_size);
    if (!m_exact.empty()) {
        for (std::int64_t place = std::max<std::int64_t>(first, 0); place < end; ++place) {
            out.push_back(m_exact[static_cast<std::size_t>(place)]);
        }
        return out;
    }
    if (m_everything) {
        for (std::int64_t place = std::max<std::int64_t>(first, 0); place < end; ++place) {
            out.push_back(m_oldestFirst ? m_range.begin + place : m_range.end - 1 - place);
        }
        return out;
    }
    auto segment = std::ranges::upper_bound(m_segments, first, {}, &Segment::begin);
    if (segment != m_segments.begin()) {
        --segment;
    }
    for (; segment != m_segments.end() && segment->begin < end; ++segment) {
        const std::int64_t skip = std::max<std::int64_t>(0, first - segment->begin);
        take(*segment, skip, end - segment->begin - skip, out);
    }
    return out;
}

// The new records of a segment are its newest.
void LogView::take(const Segment& segment,
                   std::int64_t skip,
                   std::int64_t count,
                   std::vector<std::int64_t>& out)
{
    const auto fresh = static_cast<std::int64_t>(segment.fresh.size());
    const std::int64_t freshBegin = m_oldestFirst ? segment.listed : 0;
    const std::int64_t listedBegin = m_oldestFirst ? 0 : fresh;
    const auto takeFresh = [&] {
        const std::int64_t begin = std::max<std::int64_t>(0, skip - freshBegin);
        const std::int64_t end = std::min(fresh, skip + count - freshBegin);
        for (std::int64_t i = begin; i < end; ++i) {
            out.push_back(segment.fresh[static_cast<std::size_t>(i)]);
        }
    };
    const auto takeOld = [&] {
        const std::int64_t begin = std::max<std::int64_t>(0, skip - listedBegin);
        const std::int64_t end = std::min<std::int64_t>(segment.listed, skip + count - listedBegin);
        if (begin < end) {
            takeListed(segment, begin, end - begin, out);
        }
    };
    if (m_oldestFirst) {
        takeOld();
        takeFresh();
    } else {
        takeFresh();
        takeOld();
    }
}

// The skipping is within one block, or within the records of one pace and by an index that holds
// all that is looked at.
void LogView::takeListed(const Segment& segment,
                         std::int64_t skip,
                         std::int64_t count,
                         std::vector<std::int64_t>& out)
{
    const Range range =
        m_byPace ? Range{m_range.begin, std::min(m_range.end, m_listed)} : rangeOf(segment.key);
    QString sql = QStringLiteral("SELECT n FROM ");
    if (m_byPace) {
        sql += QStringLiteral("list_pace WHERE pace = ") + QString::number(segment.key);
        QStringList others;
        for (std::size_t kind = 0; kind < m_groups.size(); ++kind) {
            if (m_groups[kind] >= 0) {
                others.push_back(QString::number(kind));
            }
        }
        if (static_cast<std::size_t>(others.size()) < m_groups.size()) {
            sql += QStringLiteral(" AND kind IN (") + others.join(QLatin1Char(',')) +
                   QStringLiteral(")");
        }
    } else {
        sql += QStringLiteral("list_post WHERE kind IN (") + kindsIn(segment.key, segment.group) +
               QStringLiteral(")");
    }
    sql += QStringLiteral(" AND n >= ? AND n < ? ORDER BY n ") +
           (m_oldestFirst ? QStringLiteral("ASC") : QStringLiteral("DESC")) +
           QStringLiteral(" LIMIT ? OFFSET ?");
    QSqlQuery query =
        run(sql, {qlonglong{range.begin}, qlonglong{range.end}, qlonglong{count}, qlonglong{skip}});
    while (query.next()) {
        out.push_back(query.value(0).toLongLong());
    }
}

} // namespace portcullis::ui
