#pragma once

#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/log_identity.h"
#include "gateway/audit/bundle/where.h"
#include "gateway/base/crypto.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

// Files that are read beside the headers, each in memory for one line.
namespace portcullis::audit::bundle {

// Lines of a file that say with `n` which record they belong to, in the order of the records.
// Owner: one check. Thread: one. Errors: Corrupt, IoError.
class JoinedLines
{
public:
    // Stands on the first line. `name` must outlive it, and so must `seen`: BundleFiles::lines().
    [[nodiscard]] static Result<JoinedLines>
    open(const BundleFiles& files, std::string_view name, Digests* seen = nullptr);

    [[nodiscard]] Result<> advance();

    [[nodiscard]] bool isAt(std::int64_t n) const { return m_n == n; }

    [[nodiscard]] std::string_view line() const { return m_lines.line(); }

    [[nodiscard]] JsonValue value() const { return m_document->root(); }

    // That every line belonged to a record.
    [[nodiscard]] Result<> finish() const;

private:
    JoinedLines(LineReader lines, std::string_view name)
        : m_lines(std::move(lines))
        , m_name(name)
    {}

    LineReader m_lines;
    std::string_view m_name;
    std::optional<JsonDocument> m_document;
    std::optional<std::int64_t> m_n; // nothing at the end
    std::int64_t m_last = 0;
};

// Ranges of records whose bodies retention has removed: log/purged.jsonl. Owner: one check. Thread:
// one. Errors: Corrupt, IoError.
class PurgedRanges
{
public:
    // For the records [begin, end) of a log of `size`.
    [[nodiscard]] static Result<PurgedRanges>
    open(const BundleFiles& files, std::int64_t begin, std::int64_t end, std::int64_t size);

    // Asked for each record of the range in turn.
    [[nodiscard]] Result<bool> holds(std::int64_t n);

    // The record that is said to have removed the one that is held.
    [[nodiscard]] std::int64_t by() const { return m_by; }

    [[nodiscard]] Result<> finish() { return advance(); } // a further line cannot be right

private:
    PurgedRanges(LineReader lines, std::int64_t begin, std::int64_t end, std::int64_t size)
        : m_lines(std::move(lines))
        , m_last(end)
        , m_size(size)
        , m_begin(begin)
        , m_end(begin)
    {}

    [[nodiscard]] Result<> advance();

    LineReader m_lines;
    std::int64_t m_last;
    std::int64_t m_size;
    std::int64_t m_begin; // of the range that is being passed
    std::int64_t m_end;
    std::int64_t m_by = 0;
};

// Checkpoints of the log from within the range, in the order of their sizes: log/checkpoints.jsonl.
// Owner: one check; the identity must outlive it. Thread: one. Errors: Corrupt, IoError.
class OlderCheckpoints
{
public:
    [[nodiscard]] static Result<OlderCheckpoints> open(const BundleFiles& files,
                                                       const LogIdentity& identity,
                                                       std::uint64_t begin,
                                                       std::uint64_t end);

    [[nodiscard]] bool isAt(std::uint64_t size) const { return m_head && m_head->size == size; }

    // Compares every checkpoint of isAt()'s size with the root that the tree has at that size.
    [[nodiscard]] Result<> compare(const Digest& root);

private:
    OlderCheckpoints(LineReader lines,
                     const LogIdentity& identity,
                     std::uint64_t begin,
                     std::uint64_t end)
        : m_lines(std::move(lines))
        , m_identity(&identity)
        , m_begin(begin)
        , m_end(end)
        , m_least(begin)
    {}

    [[nodiscard]] Result<> advance();
    [[nodiscard]] Result<api::TreeHead> read() const;

    LineReader m_lines;
    const LogIdentity* m_identity;
    std::uint64_t m_begin;
    std::uint64_t m_end;
    std::uint64_t m_least; // that the next may have
    std::optional<api::TreeHead> m_head;
};

} // namespace portcullis::audit::bundle
