#pragma once

#include "gateway/audit/database.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/result.h"

#include <cstdint>

namespace portcullis::audit {

// Subtrees of 2^8, 2^16, 2^24… leaves are stored when they are complete; all others are computed
// from at most 256 hashes of the level below. Leaves stand with their records.
inline constexpr unsigned kStoredLevels = 8;

[[nodiscard]] constexpr bool isStored(const Subtree& subtree)
{
    return subtree.level != 0 && subtree.level % kStoredLevels == 0;
}

// The tree as it stands in the log's file. Owner: who asks; the connection must outlive it. Thread:
// the connection's. Errors: those of the database; Corrupt when a hash is not there.
class StoredTree final : public SubtreeHashes
{
public:
    [[nodiscard]] static Result<StoredTree> open(Connection& connection);

    [[nodiscard]] Result<Digest> hash(const Subtree& subtree) override;

private:
    StoredTree(Statement leaves, Statement nodes);

    Statement m_leaves;
    Statement m_nodes;
};

} // namespace portcullis::audit
