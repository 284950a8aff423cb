#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The Merkle tree over a log's header lines (RFC 6962 §2.1). Pure.
namespace portcullis::audit {

[[nodiscard]] Digest leafHash(std::string_view header);
[[nodiscard]] Digest nodeHash(const Digest& left, const Digest& right);

// A whole subtree: the leaves [index << level, (index + 1) << level).
struct Subtree
{
    unsigned level = 0;
    std::uint64_t index = 0;

    [[nodiscard]] std::uint64_t begin() const { return index << level; }

    [[nodiscard]] std::uint64_t end() const { return (index + 1) << level; }

    auto operator<=>(const Subtree&) const = default;
};

// A subtree with its hash.
struct HashedSubtree
{
    Subtree subtree;
    Digest hash{};
    bool operator==(const HashedSubtree&) const = default;
};

// The fewest whole subtrees that hold exactly the leaves [begin, end), from left to right.
[[nodiscard]] std::vector<Subtree> coverOf(std::uint64_t begin, std::uint64_t end);

// The right edge of a growing tree: one hash for each 1 in the binary digits of its size, the
// largest subtree first. All that is needed to append and to know the root.
class Frontier
{
public:
    Frontier() = default;
    // As bytes() gave it. Errors: InvalidArgument (not that many hashes).
    [[nodiscard]] static Result<Frontier> load(std::uint64_t size, std::string_view bytes);

    // Adds to `completed` the subtrees that this leaf completes, smallest first.
    void append(const Digest& leaf, std::vector<HashedSubtree>* completed = nullptr);
    // The next whole subtree. Errors: InvalidArgument when none of this level begins at size().
    [[nodiscard]] Result<> append(unsigned level, const Digest& hash);

    [[nodiscard]] std::uint64_t size() const { return m_size; }

    // SHA-256 of nothing for the empty tree.
    [[nodiscard]] Digest root() const;

    [[nodiscard]] const std::vector<Digest>& hashes() const { return m_hashes; }

    [[nodiscard]] std::string bytes() const;

    bool operator==(const Frontier&) const = default;

private:
    void push(unsigned level, Digest hash, std::vector<HashedSubtree>* completed);

    std::uint64_t m_size = 0;
    std::vector<Digest> m_hashes;
};

// Where proofs take their hashes from. Thread: the caller's.
class SubtreeHashes
{
public:
    virtual ~SubtreeHashes() = default;
    // The hash of a subtree that lies within the tree as a whole.
    [[nodiscard]] virtual Result<Digest> hash(const Subtree& subtree) = 0;
};

// The edge of the tree with the first `size` leaves.
[[nodiscard]] Result<Frontier> frontierOf(SubtreeHashes& source, std::uint64_t size);

// That the leaves [begin, end) are all that a tree of `size` has there: the hashes of everything to
// their left and to their right.
struct RangeProof
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t size = 0;
    std::vector<Digest> left;
    std::vector<Digest> right;
    bool operator==(const RangeProof&) const = default;
};

// `begin` ≤ `end` ≤ `size`. Errors: InvalidArgument, those of the source.
[[nodiscard]] Result<RangeProof>
proveRange(SubtreeHashes& source, std::uint64_t begin, std::uint64_t end, std::uint64_t size);

// Follows a range proof while its leaves are read one after the other, in constant memory.
class RangeCheck
{
public:
    // Errors: InvalidArgument (bounds out of order, or not the number of hashes they ask for).
    [[nodiscard]] static Result<RangeCheck> begin(const RangeProof& proof);

    // Root of the tree as it was before the range.
    [[nodiscard]] Digest rootBefore() const { return m_before; }

    void append(const Digest& leaf) { m_frontier.append(leaf); }

    [[nodiscard]] std::uint64_t next() const { return m_frontier.size(); }

    // Root of the tree that ends with the leaves appended so far.
    [[nodiscard]] Digest rootHere() const { return m_frontier.root(); }

    // Root of the whole tree. Errors: InvalidArgument (more or fewer leaves than the range has).
    [[nodiscard]] Result<Digest> finish();

private:
    Frontier m_frontier;
    Digest m_before{};
    std::uint64_t m_end = 0;
    std::uint64_t m_size = 0;
    std::vector<Digest> m_right;
};

// The audit path of leaf `n` (RFC 6962 §2.1.1), from the leaf's neighbour up.
[[nodiscard]] Result<std::vector<Digest>>
proveInclusion(SubtreeHashes& source, std::uint64_t n, std::uint64_t size);
// Whether `path` leads from the leaf to the root (RFC 9162 §2.1.3.2).
[[nodiscard]] bool includes(const Digest& root,
                            std::uint64_t size,
                            std::uint64_t n,
                            const Digest& leaf,
                            const std::vector<Digest>& path);

// The consistency proof between two sizes of one log (RFC 6962 §2.1.2). Empty for 0 and for equal
// sizes.
[[nodiscard]] Result<std::vector<Digest>>
proveConsistency(SubtreeHashes& source, std::uint64_t oldSize, std::uint64_t size);
// Whether the tree of `size` is the one of `oldSize` with leaves appended (RFC 9162 §2.1.4.2).
[[nodiscard]] bool isConsistent(std::uint64_t oldSize,
                                const Digest& oldRoot,
                                std::uint64_t size,
                                const Digest& root,
                                const std::vector<Digest>& proof);

} // namespace portcullis::audit
