#include "gateway/audit/merkle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace portcullis::audit {

namespace {

// Leaves and nodes must differ, or a node could be passed off as a leaf (RFC 6962 §2.1).
constexpr std::uint8_t kLeaf = 0;
constexpr std::uint8_t kNode = 1;

// Joins the roots of neighbouring subtrees, largest first, to the root of the tree they make.
Digest joined(const std::vector<Digest>& subtrees)
{
    if (subtrees.empty()) {
        return sha256(std::string_view());
    }
    Digest root = subtrees.back();
    for (auto left = subtrees.rbegin() + 1; left != subtrees.rend(); ++left) {
        root = nodeHash(*left, root);
    }
    return root;
}

Result<std::vector<Digest>> hashesOf(SubtreeHashes& source, std::uint64_t begin, std::uint64_t end)
{
    std::vector<Digest> hashes;
    for (const Subtree& subtree : coverOf(begin, end)) {
        auto hash = source.hash(subtree);
        if (!hash) {
            return fail(std::move(hash.error()));
        }
        hashes.push_back(*hash);
    }
    return hashes;
}

// The largest power of two below `size`, where the tree's root divides it.
std::uint64_t splitOf(std::uint64_t size)
{
    return std::bit_floor(size - 1);
}

// A last node without a left neighbour moves up unchanged until it has one.
void climb(std::uint64_t& node, std::uint64_t& last)
{
    const auto levels = static_cast<unsigned>(std::countr_zero(node));
    node >>= levels;
    last >>= levels;
}

} // namespace

Digest leafHash(std::string_view header)
{
    std::string text(1, static_cast<char>(kLeaf));
    text += header;
    return sha256(text);
}

Digest nodeHash(const Digest& left, const Digest& right)
{
    std::array<std::uint8_t, 1 + 2 * sizeof(Digest)> bytes{};
    bytes[0] = kNode;
    auto next = std::ranges::copy(left, bytes.begin() + 1).out;
    std::ranges::copy(right, next);
    return sha256(bytes);
}

std::vector<Subtree> coverOf(std::uint64_t begin, std::uint64_t end)
{
    std::vector<Subtree> cover;
    while (begin < end) {
        auto level = static_cast<unsigned>(std::bit_width(end - begin) - 1);
        if (begin != 0) {
            level = std::min(level, static_cast<unsigned>(std::countr_zero(begin)));
        }
        cover.push_back({level, begin >> level});
        begin = cover.back().end();
    }
    return cover;
}

Result<Frontier> Frontier::load(std::uint64_t size, std::string_view bytes)
{
    Frontier frontier;
    const auto count = static_cast<std::size_t>(std::popcount(size));
    if (bytes.size() != count * sizeof(Digest)) {
        return fail(ErrorCode::InvalidArgument,
                    "The edge of the log's tree does not fit the log's size.");
    }
    frontier.m_size = size;
    frontier.m_hashes.resize(count);
    for (Digest& hash : frontier.m_hashes) {
        std::ranges::copy(bytes.substr(0, hash.size()), hash.begin());
        bytes.remove_prefix(hash.size());
    }
    return frontier;
}

void Frontier::append(const Digest& leaf, std::vector<HashedSubtree>* completed)
{
    push(0, leaf, completed);
}

Result<> Frontier::append(unsigned level, const Digest& hash)
{
    const bool fits = level < 63 && (m_size & ((std::uint64_t{1} << level) - 1)) == 0;
    if (!fits) {
        return fail(ErrorCode::InvalidArgument, "A hash of a proof stands in the wrong place.");
    }
    push(level, hash, nullptr);
    return {};
}

void Frontier::push(unsigned level, Digest hash, std::vector<HashedSubtree>* completed)
{
    const std::uint64_t size = m_size + (std::uint64_t{1} << level);
    for (; ((m_size >> level) & 1U) != 0; ++level) {
        hash = nodeHash(m_hashes.back(), hash);
        m_hashes.pop_back();
        if (completed != nullptr) {
            completed->push_back({{level + 1, (size >> (level + 1)) - 1}, hash});
        }
    }
    m_hashes.push_back(hash);
    m_size = size;
}

Digest Frontier::root() const
{
    return joined(m_hashes);
}

std::string Frontier::bytes() const
{
    std::string bytes;
    bytes.reserve(m_hashes.size() * sizeof(Digest));
    for (const Digest& hash : m_hashes) {
        bytes.append(hash.begin(), hash.end());
    }
    return bytes;
}

Result<Frontier> frontierOf(SubtreeHashes& source, std::uint64_t size)
{
    Frontier frontier;
    for (const Subtree& subtree : coverOf(0, size)) {
        const auto hash = source.hash(subtree);
        if (!hash) {
            return fail(hash.error());
        }
        if (auto added = frontier.append(subtree.level, *hash); !added) {
            return fail(std::move(added.error()));
        }
    }
    return frontier;
}

Result<RangeProof>
proveRange(SubtreeHashes& source, std::uint64_t begin, std::uint64_t end, std::uint64_t size)
{
    if (begin > end || end > size) {
        return fail(ErrorCode::InvalidArgument, "The range does not lie within the log.");
    }
    auto left = hashesOf(source, 0, begin);
    if (!left) {
        return fail(std::move(left.error()));
    }
    auto right = hashesOf(source, end, size);
    if (!right) {
        return fail(std::move(right.error()));
    }
    return RangeProof{begin, end, size, std::move(*left), std::move(*right)};
}

Result<RangeCheck> RangeCheck::begin(const RangeProof& proof)
{
    RangeCheck check;
    if (proof.begin > proof.end || proof.end > proof.size ||
        proof.right.size() != coverOf(proof.end, proof.size).size()) {
        return fail(ErrorCode::InvalidArgument, "The proof does not fit its range.");
    }
    std::string bytes;
    for (const Digest& hash : proof.left) {
        bytes.append(hash.begin(), hash.end());
    }
    auto frontier = Frontier::load(proof.begin, bytes);
    if (!frontier) {
        return fail(std::move(frontier.error()));
    }
    check.m_frontier = std::move(*frontier);
    check.m_before = check.m_frontier.root();
    check.m_end = proof.end;
    check.m_size = proof.size;
    check.m_right = proof.right;
    return check;
}

Result<Digest> RangeCheck::finish()
{
    if (m_frontier.size() != m_end) {
        return fail(ErrorCode::InvalidArgument,
                    "The range has more or fewer records than it says.");
    }
    std::size_t next = 0;
    for (const Subtree& subtree : coverOf(m_end, m_size)) {
        if (auto added = m_frontier.append(subtree.level, m_right[next++]); !added) {
            return fail(std::move(added.error()));
        }
    }
    return m_frontier.root();
}

Result<std::vector<Digest>>
proveInclusion(SubtreeHashes& source, std::uint64_t n, std::uint64_t size)
{
    if (n >= size) {
        return fail(ErrorCode::InvalidArgument, "The record does not lie within the log.");
    }
    std::vector<Digest> path;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t middle = begin + splitOf(end - begin);
        const bool goesLeft = n < middle;
        auto other = goesLeft ? hashesOf(source, middle, end) : hashesOf(source, begin, middle);
        if (!other) {
            return fail(std::move(other.error()));
        }
        path.push_back(joined(*other));
        (goesLeft ? end : begin) = middle;
    }
    std::ranges::reverse(path);
    return path;
}

bool includes(const Digest& root,
              std::uint64_t size,
              std::uint64_t n,
              const Digest& leaf,
              const std::vector<Digest>& path)
{
    if (n >= size) {
        return false;
    }
    std::uint64_t node = n;
    std::uint64_t last = size - 1;
    Digest hash = leaf;
    for (const Digest& other : path) {
        if (last == 0) {
            return false; // too long
        }
        if ((node & 1U) != 0 || node == last) {
            hash = nodeHash(other, hash);
            climb(node, last);
        } else {
            hash = nodeHash(hash, other);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == root;
}

Result<std::vector<Digest>>
proveConsistency(SubtreeHashes& source, std::uint64_t oldSize, std::uint64_t size)
{
    if (oldSize > size) {
        return fail(ErrorCode::InvalidArgument,
                    "The log is smaller than the one it is compared with.");
    }
    std::vector<Digest> proof;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    bool isWhole = true; // [begin, oldSize) is a subtree whose hash the other side knows
    while (oldSize != 0 && oldSize != end) {
        const std::uint64_t middle = begin + splitOf(end - begin);
        const bool goesLeft = oldSize <= middle;
        auto other = goesLeft ? hashesOf(source, middle, end) : hashesOf(source, begin, middle);
        if (!other) {
            return fail(std::move(other.error()));
        }
        proof.push_back(joined(*other));
        isWhole = isWhole && goesLeft;
        (goesLeft ? end : begin) = middle;
    }
    if (oldSize != 0 && !isWhole) {
        auto own = hashesOf(source, begin, end);
        if (!own) {
            return fail(std::move(own.error()));
        }
        proof.push_back(joined(*own));
    }
    std::ranges::reverse(proof);
    return proof;
}

bool isConsistent(std::uint64_t oldSize,
                  const Digest& oldRoot,
                  std::uint64_t size,
                  const Digest& root,
                  const std::vector<Digest>& proof)
{
    if (oldSize == 0 || oldSize >= size) {
        return proof.empty() && (oldSize == 0 || (oldSize == size && oldRoot == root));
    }
    std::vector<Digest> path = proof;
    if (std::has_single_bit(oldSize)) {
        path.insert(path.begin(), oldRoot);
    }
    if (path.empty()) {
        return false;
    }
    std::uint64_t node = oldSize - 1;
    std::uint64_t last = size - 1;
    const auto skip = static_cast<unsigned>(std::countr_one(node));
    node >>= skip;
    last >>= skip;
    Digest before = path.front();
    Digest now = path.front();
    for (auto other = path.begin() + 1; other != path.end(); ++other) {
        if (last == 0) {
            return false;
        }
        if ((node & 1U) != 0 || node == last) {
            before = nodeHash(*other, before);
            now = nodeHash(*other, now);
            climb(node, last);
        } else {
            now = nodeHash(now, *other);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && before == oldRoot && now == root;
}

} // namespace portcullis::audit
