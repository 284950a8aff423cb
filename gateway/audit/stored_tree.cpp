#include "gateway/audit/stored_tree.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit {

namespace {

Result<Digest> digestFrom(std::string_view bytes)
{
    Digest digest{};
    if (bytes.size() != digest.size()) {
        return fail(ErrorCode::Corrupt, "A hash of the audit log's tree is damaged.");
    }
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

} // namespace

Result<StoredTree> StoredTree::open(Connection& connection)
{
    auto leaves =
        connection.prepare("SELECT leaf FROM rec WHERE n >= ?1 AND n < ?2 AND ?3 = 0 ORDER BY n");
    if (!leaves) {
        return fail(std::move(leaves.error()));
    }
    auto nodes = connection.prepare(
        "SELECT hash FROM node WHERE i >= ?1 AND i < ?2 AND level = ?3 ORDER BY i");
    if (!nodes) {
        return fail(std::move(nodes.error()));
    }
    return StoredTree(std::move(*leaves), std::move(*nodes));
}

StoredTree::StoredTree(Statement leaves, Statement nodes)
    : m_leaves(std::move(leaves))
    , m_nodes(std::move(nodes))
{}

Result<Digest> StoredTree::hash(const Subtree& subtree)
{
    const unsigned base =
        isStored(subtree) ? subtree.level : subtree.level / kStoredLevels * kStoredLevels;
    const std::uint64_t count = std::uint64_t{1} << (subtree.level - base);
    const std::uint64_t first = subtree.begin() >> base;
    Statement& rows = base == 0 ? m_leaves : m_nodes;
    rows.reset();
    rows.bind(1, static_cast<std::int64_t>(first));
    rows.bind(2, static_cast<std::int64_t>(first + count));
    rows.bind(3, static_cast<std::int64_t>(base));
    Frontier frontier;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            break;
        }
        const auto digest = digestFrom(rows.text(0));
        if (!digest) {
            return fail(digest.error());
        }
        frontier.append(*digest);
    }
    rows.reset();
    if (frontier.size() != count) {
        return fail(ErrorCode::Corrupt, "Hashes of the audit log's tree are missing.");
    }
    return frontier.root();
}

} // namespace portcullis::audit
