#include "gateway/audit/merkle.h"
#include "gateway/base/encoding.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <random>
#include <string>
#include <vector>

namespace portcullis::audit {
namespace {

// The definition of RFC 6962 §2.1, word by word, to compare with.
Digest rootByDefinition(const std::vector<Digest>& leaves, std::size_t begin, std::size_t end)
{
    if (begin == end) {
        return sha256(std::string_view());
    }
    if (end - begin == 1) {
        return leaves[begin];
    }
    const std::size_t middle = begin + std::bit_floor(end - begin - 1);
    return nodeHash(rootByDefinition(leaves, begin, middle), rootByDefinition(leaves, middle, end));
}

std::vector<Digest> someLeaves(std::size_t count)
{
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back(leafHash("record " + std::to_string(i)));
    }
    return leaves;
}

class Leaves : public SubtreeHashes
{
public:
    explicit Leaves(std::vector<Digest> leaves)
        : m_leaves(std::move(leaves))
    {}

    Result<Digest> hash(const Subtree& subtree) override
    {
        if (subtree.end() > m_leaves.size()) {
            return fail(ErrorCode::Internal, "no whole subtree");
        }
        return rootByDefinition(m_leaves, subtree.begin(), subtree.end());
    }

    [[nodiscard]] Digest root(std::size_t size) const
    {
        return rootByDefinition(m_leaves, 0, size);
    }

    [[nodiscard]] const Digest& operator[](std::size_t n) const { return m_leaves[n]; }

private:
    std::vector<Digest> m_leaves;
};

std::string unhex(std::string_view hex)
{
    const auto bytes = fromHex(hex);
    return {bytes->begin(), bytes->end()};
}

// The vectors that implementations of Certificate Transparency share.
TEST(Merkle, HasThePublishedRoots)
{
    const std::array<const char*, 8> inputs = {"",
                                               "00",
                                               "10",
                                               "2021",
                                               "3031",
                                               "40414243",
                                               "5051525354555657",
                                               "606162636465666768696a6b6c6d6e6f"};
    const std::array<const char*, 9> roots = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    Frontier frontier;
    EXPECT_EQ(toHex(frontier.root()), roots[0]);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        frontier.append(leafHash(unhex(inputs.at(i))));
        EXPECT_EQ(toHex(frontier.root()), roots.at(i + 1)) << i + 1;
    }
}

TEST(Merkle, FrontierHasTheRootOfTheDefinitionAtEverySize)
{
    const auto leaves = someLeaves(300);
    Frontier frontier;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        ASSERT_EQ(frontier.root(), rootByDefinition(leaves, 0, size)) << size;
        const auto again = Frontier::load(size, frontier.bytes());
        ASSERT_TRUE(again) << size;
        ASSERT_EQ(*again, frontier) << size;
        if (size < leaves.size()) {
            frontier.append(leaves[size]);
        }
    }
}

TEST(Merkle, FrontierOfAnotherSizeIsNotLoaded)
{
    Frontier frontier;
    for (const Digest& leaf : someLeaves(5)) {
        frontier.append(leaf);
    }
    EXPECT_FALSE(Frontier::load(7, frontier.bytes()));
    EXPECT_FALSE(Frontier::load(5, frontier.bytes().substr(1)));
    EXPECT_FALSE(Frontier::load(0, frontier.bytes()));
}

TEST(Merkle, SubtreesAreAppendedOnlyWhereTheyFit)
{
    Frontier frontier;
    frontier.append(leafHash("0"));
    EXPECT_FALSE(frontier.append(1, Digest{}));
    EXPECT_TRUE(frontier.append(0, Digest{}));
    EXPECT_TRUE(frontier.append(1, Digest{}));
    EXPECT_FALSE(frontier.append(3, Digest{}));
    EXPECT_FALSE(frontier.append(64, Digest{}));
    EXPECT_EQ(frontier.size(), 4U);
}

TEST(Merkle, CoversAreWholeAndInOrder)
{
    for (std::uint64_t begin = 0; begin <= 70; ++begin) {
        for (std::uint64_t end = begin; end <= 70; ++end) {
            std::uint64_t next = begin;
            for (const Subtree& subtree : coverOf(begin, end)) {
                ASSERT_EQ(subtree.begin(), next);
                next = subtree.end();
            }
            ASSERT_EQ(next, end);
        }
    }
    const std::uint64_t large = std::uint64_t{1} << 53U;
    EXPECT_EQ(coverOf(0, large).size(), 1U);
    EXPECT_EQ(coverOf(1, large).size(), 53U);
}

TEST(Merkle, RangeProofsLeadToTheRootForEveryRange)
{
    constexpr std::size_t kLargest = 40;
    Leaves leaves(someLeaves(kLargest));
    for (std::size_t size = 0; size <= kLargest; ++size) {
        for (std::size_t begin = 0; begin <= size; ++begin) {
            for (std::size_t end = begin; end <= size; ++end) {
                const auto proof = proveRange(leaves, begin, end, size);
                ASSERT_TRUE(proof);
                auto check = RangeCheck::begin(*proof);
                ASSERT_TRUE(check);
                ASSERT_EQ(check->rootBefore(), leaves.root(begin));
                for (std::size_t n = begin; n < end; ++n) {
                    check->append(leaves[n]);
                }
                ASSERT_EQ(check->rootHere(), leaves.root(end));
                ASSERT_EQ(check->finish().value(), leaves.root(size))
                    << begin << " " << end << " " << size;
            }
        }
    }
}

TEST(Merkle, RangeProofsDoNotFitOtherLeaves)
{
    Leaves leaves(someLeaves(100));
    const auto proof = proveRange(leaves, 30, 60, 100);
    ASSERT_TRUE(proof);
    const auto rootWith = [&proof, &leaves](std::size_t changed) {
        auto check = RangeCheck::begin(*proof);
        for (std::size_t n = 30; n < 60; ++n) {
            check->append(n == changed ? leafHash("forged") : leaves[n]);
        }
        return check->finish();
    };
    EXPECT_EQ(rootWith(1000).value(), leaves.root(100));
    for (std::size_t n = 30; n < 60; ++n) {
        EXPECT_NE(rootWith(n).value(), leaves.root(100)) << n;
    }
    auto shorter = RangeCheck::begin(*proof);
    ASSERT_TRUE(shorter);
    shorter->append(leaves[30]);
    EXPECT_FALSE(shorter->finish());
}

TEST(Merkle, RangeProofsOfTheWrongShapeAreRefused)
{
    Leaves leaves(someLeaves(100));
    const auto proof = proveRange(leaves, 30, 60, 100);
    ASSERT_TRUE(proof);
    RangeProof bad = *proof;
    bad.left.pop_back();
    EXPECT_FALSE(RangeCheck::begin(bad));
    bad = *proof;
    bad.right.emplace_back();
    EXPECT_FALSE(RangeCheck::begin(bad));
    bad = *proof;
    bad.begin = 61;
    EXPECT_FALSE(RangeCheck::begin(bad));
    bad = *proof;
    bad.size = 59;
    EXPECT_FALSE(RangeCheck::begin(bad));
    EXPECT_FALSE(proveRange(leaves, 3, 2, 100));
    EXPECT_FALSE(proveRange(leaves, 3, 101, 100));
}

TEST(Merkle, InclusionIsProvenForEveryLeafOfEverySize)
{
    constexpr std::size_t kLargest = 70;
    Leaves leaves(someLeaves(kLargest));
    for (std::size_t size = 1; size <= kLargest; ++size) {
        const Digest root = leaves.root(size);
        for (std::size_t n = 0; n < size; ++n) {
            auto path = proveInclusion(leaves, n, size);
            ASSERT_TRUE(path);
            ASSERT_TRUE(includes(root, size, n, leaves[n], *path)) << n << " of " << size;
            ASSERT_FALSE(includes(root, size, n, leafHash("forged"), *path));
            ASSERT_FALSE(size > 1 && includes(root, size, (n + 1) % size, leaves[n], *path));
            path->emplace_back();
            ASSERT_FALSE(includes(root, size, n, leaves[n], *path));
        }
    }
    EXPECT_FALSE(proveInclusion(leaves, 5, 5));
    EXPECT_FALSE(includes(leaves.root(5), 5, 5, leaves[4], {}));
}

TEST(Merkle, ConsistencyIsProvenBetweenAllSizes)
{
    constexpr std::size_t kLargest = 70;
    Leaves leaves(someLeaves(kLargest));
    for (std::size_t size = 0; size <= kLargest; ++size) {
        const Digest root = leaves.root(size);
        for (std::size_t old = 0; old <= size; ++old) {
            const Digest oldRoot = leaves.root(old);
            auto proof = proveConsistency(leaves, old, size);
            ASSERT_TRUE(proof);
            ASSERT_TRUE(isConsistent(old, oldRoot, size, root, *proof)) << old << " " << size;
            ASSERT_FALSE(old > 0 && isConsistent(old, leafHash("forged"), size, root, *proof));
            ASSERT_FALSE(old > 0 && isConsistent(old, oldRoot, size, leafHash("forged"), *proof));
            for (Digest& hash : *proof) {
                hash[0] ^= 1U;
                ASSERT_FALSE(isConsistent(old, oldRoot, size, root, *proof));
                hash[0] ^= 1U;
            }
            proof->emplace_back();
            ASSERT_FALSE(isConsistent(old, oldRoot, size, root, *proof)) << old << " " << size;
        }
    }
    EXPECT_FALSE(proveConsistency(leaves, 6, 5));
    EXPECT_FALSE(isConsistent(6, leaves.root(6), 5, leaves.root(5), {}));
}

} // namespace
} // namespace portcullis::audit
