#include "gateway/audit/bundle/joined_lines.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/fields.h"

#include <utility>

namespace portcullis::audit::bundle {

Result<JoinedLines>
JoinedLines::open(const BundleFiles& files, std::string_view name, Digests* seen)
{
    auto lines = files.lines(name, seen);
    if (!lines) {
        return fail(std::move(lines.error()));
    }
    JoinedLines joined(std::move(*lines), name);
    if (auto first = joined.advance(); !first) {
        return fail(std::move(first.error()));
    }
    return joined;
}

Result<> JoinedLines::advance()
{
    m_n.reset();
    const auto found = m_lines.next();
    if (!found || !*found) {
        return found ? Result<>() : fail(found.error());
    }
    const Where where = m_lines.where();
    auto document = parseCanonical(m_lines.line(), where);
    if (!document) {
        return fail(std::move(document.error()));
    }
    m_document = std::move(*document);
    Fields fields(m_document->root(), where);
    const std::int64_t n = fields.integer("n");
    if (auto good = fields.result(); !good) {
        return good;
    }
    if (n < m_last) {
        return invalid(where, ": the lines are not in the order of their records.");
    }
    m_last = n;
    m_n = n;
    return {};
}

Result<> JoinedLines::finish() const
{
    if (m_n) {
        return invalid(std::string(m_name) + " has record " + std::to_string(*m_n) +
                       ", which does not lie within the range.");
    }
    return {};
}

Result<PurgedRanges> PurgedRanges::open(const BundleFiles& files,
                                        std::int64_t begin,
                                        std::int64_t end,
                                        std::int64_t size)
{
    auto lines = files.lines(kPurged);
    if (!lines) {
        return fail(std::move(lines.error()));
    }
    PurgedRanges ranges(std::move(*lines), begin, end, size);
    if (auto first = ranges.advance(); !first) {
        return fail(std::move(first.error()));
    }
    return ranges;
}

Result<> PurgedRanges::advance()
{
    const auto found = m_lines.next();
    if (!found || !*found) {
        m_begin = m_last;
        m_end = m_last;
        return found ? Result<>() : fail(found.error());
    }
    const Where where = m_lines.where();
    const auto document = parseCanonical(m_lines.line(), where);
    if (!document) {
        return fail(document.error());
    }
    Fields fields(document->root(), where);
    const std::int64_t begin = fields.integer("begin");
    const std::int64_t by = fields.integer("by");
    const std::int64_t end = fields.integer("end");
    if (auto good = fields.result(); !good) {
        return good;
    }
    if (begin < m_end || end <= begin || end > m_last) {
        return invalid(where, ": the ranges are not in order or not within that of the bundle.");
    }
    if (by < end || by >= m_size) {
        return invalid(where, ": no record that comes later in the log has this number.");
    }
    m_begin = begin;
    m_end = end;
    m_by = by;
    return {};
}

Result<bool> PurgedRanges::holds(std::int64_t n)
{
    if (n >= m_end && m_end < m_last) {
        if (auto next = advance(); !next) {
            return fail(std::move(next.error()));
        }
    }
    return m_begin <= n && n < m_end;
}

Result<OlderCheckpoints> OlderCheckpoints::open(const BundleFiles& files,
                                                const LogIdentity& identity,
                                                std::uint64_t begin,
                                                std::uint64_t end)
{
    auto lines = files.lines(kCheckpoints);
    if (!lines) {
        return fail(std::move(lines.error()));
    }
    OlderCheckpoints older(std::move(*lines), identity, begin, end);
    if (auto first = older.advance(); !first) {
        return fail(std::move(first.error()));
    }
    return older;
}

Result<> OlderCheckpoints::advance()
{
    m_head.reset();
    const auto found = m_lines.next();
    if (!found || !*found) {
        return found ? Result<>() : fail(found.error());
    }
    auto head = read();
    if (!head) {
        return fail(std::move(head.error()));
    }
    const Where where = m_lines.where();
    if (head->origin != m_identity->origin()) {
        return invalid(where, ": this is a checkpoint of another log.");
    }
    if (head->size < m_begin || head->size > m_end) {
        return invalid(where, ": the checkpoint lies outside the range.");
    }
    if (head->size < m_least) {
        return invalid(where, ": the checkpoints are not in the order of their sizes.");
    }
    m_least = head->size;
    m_head = std::move(*head);
    return {};
}

Result<api::TreeHead> OlderCheckpoints::read() const
{
    const Where where = m_lines.where();
    const auto document = parseCanonical(m_lines.line(), where);
    if (!document) {
        return fail(document.error());
    }
    Fields fields(document->root(), where);
    const std::string note = fields.text("note");
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    return m_identity->checkNote(note, where);
}

Result<> OlderCheckpoints::compare(const Digest& root)
{
    const std::uint64_t size = m_head->size;
    while (isAt(size)) {
        if (m_head->root != root) {
            return invalid(m_lines.where(),
                           ": the log was another one when this checkpoint was signed.");
        }
        if (auto next = advance(); !next) {
            return next;
        }
    }
    return {};
}

} // namespace portcullis::audit::bundle
