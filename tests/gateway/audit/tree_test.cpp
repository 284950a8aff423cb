#include "gateway/audit/stored_tree.h"
#include "tests/gateway/audit/read_raw.h"

namespace portcullis::audit::test {
namespace {

class AuditTree : public LogTest
{
protected:
    void tamper(const char* sql) { tamperWith(database(), key(), sql); }

    void fill(int calls)
    {
        const auto log = open();
        for (int i = 0; i < calls; ++i) {
            const std::string call =
                "019aab12-3456-7789-8abc-def" + std::to_string(100'000'000 + i);
            const std::int64_t n = mustAppend(*log, intent(call));
            mustAppend(*log, outcome(call, n, "{}"));
        }
    }

    [[nodiscard]] ErrorCode openingFails()
    {
        const auto log = tryOpen();
        EXPECT_FALSE(log);
        return log ? ErrorCode::Internal : log.error().code;
    }
};

TEST_F(AuditTree, EveryCommitLeavesTheSignedHeadOfItsTree)
{
    std::string origin;
    {
        const auto log = open();
        origin = log->origin();
        for (int i = 0; i < 20; ++i) {
            mustAppend(*log,
                       denied("019aab12-3456-7789-8abc-def0123456" + std::to_string(10 + i), "x"));
        }
    }
    const LogSigner signer = LogSigner::make(m_keys, origin).value();
    Connection connection = readOnly(database(), key());
    auto rows = connection.prepare("SELECT header, leaf, head FROM rec ORDER BY n");
    ASSERT_TRUE(rows);
    Frontier tree;
    int signedHeads = 0;
    while (rows->step().value_or(false)) {
        const Digest leaf = leafHash(rows->text(0));
        EXPECT_EQ(std::string(leaf.begin(), leaf.end()), rows->text(1));
        tree.append(leaf);
        if (!rows->isNull(2)) {
            ++signedHeads;
            EXPECT_TRUE(signer.verifiesHead({origin, tree.size(), tree.root()}, rows->text(2)))
                << tree.size();
        }
    }
    EXPECT_EQ(tree.size(), 20U);
    EXPECT_EQ(signedHeads, 20);
}

TEST_F(AuditTree, ReceiptsNameTheLeaf)
{
    const auto log = open();
    const auto receipt = append(*log, denied("019aab12-3456-7789-8abc-def012345678", "x"));
    ASSERT_TRUE(receipt);
    Connection connection = readOnly(database(), key());
    EXPECT_EQ(readRecords(connection).at(0).leaf,
              std::string(receipt->leaf.begin(), receipt->leaf.end()));
}

TEST_F(AuditTree, GoesOnAfterReopeningAtAnySize)
{
    for (int round = 0; round < 8; ++round) {
        fill(41);
    }
    Connection connection = readOnly(database(), key());
    auto stored = StoredTree::open(connection).value();
    const auto edge = frontierOf(stored, 656);
    ASSERT_TRUE(edge) << edge.error().message;
    Frontier tree;
    for (const RawRecord& record : readRecords(connection)) {
        tree.append(leafHash(record.header));
    }
    EXPECT_EQ(tree.size(), 656U);
    EXPECT_EQ(*edge, tree);
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM node").value(), 2);
}

TEST_F(AuditTree, ProvesAnyRangeFromTheFile)
{
    fill(300);
    Connection connection = readOnly(database(), key());
    auto stored = StoredTree::open(connection).value();
    const std::vector<RawRecord> records = readRecords(connection);
    const Digest root = frontierOf(stored, records.size())->root();
    for (const auto& [begin, end] :
         {std::pair(0U, 600U), {0U, 0U}, {1U, 2U}, {250U, 270U}, {513U, 599U}}) {
        const auto proof = proveRange(stored, begin, end, records.size());
        ASSERT_TRUE(proof) << begin;
        auto check = RangeCheck::begin(*proof).value();
        for (std::size_t n = begin; n < end; ++n) {
            check.append(leafHash(records[n].header));
        }
        EXPECT_EQ(check.finish().value(), root) << begin;
    }
}

// Cut at the end of an earlier batch it would be a genuine older log: only a pin can tell.
TEST_F(AuditTree, ALogCutWithinABatchIsNotOpened)
{
    fill(3);
    tamper("DROP TRIGGER rec_no_update; UPDATE rec SET head = NULL WHERE n = 3;"
           "DROP TRIGGER rec_no_delete; DELETE FROM rec WHERE n > 3");
    EXPECT_EQ(openingFails(), ErrorCode::Corrupt);
}

TEST_F(AuditTree, ALogWithAnotherRecordIsNotOpened)
{
    fill(3);
    tamper("DROP TRIGGER rec_no_update;"
           "UPDATE rec SET leaf = (SELECT leaf FROM rec WHERE n = 1) WHERE n = 2");
    EXPECT_EQ(openingFails(), ErrorCode::Corrupt);
}

TEST_F(AuditTree, ALogWithAForgedHeadIsNotOpened)
{
    fill(3);
    tamper("DROP TRIGGER rec_no_update;"
           "UPDATE rec SET head = (SELECT head FROM rec WHERE n = 3) WHERE n = 5");
    EXPECT_EQ(openingFails(), ErrorCode::Corrupt);
}

TEST_F(AuditTree, ALogOfOtherSigningKeysIsNotOpened)
{
    fill(1);
    const auto own = m_keys;
    m_keys = std::make_shared<const LogKeys>(LogKeys::generate().value());
    EXPECT_EQ(openingFails(), ErrorCode::Corrupt);
    m_keys = own;
    EXPECT_TRUE(tryOpen());
}

TEST_F(AuditTree, KeysAreMadeForANewLogOnly)
{
    std::vector<bool> asked;
    m_options.keys = [this, &asked](bool isNew) {
        asked.push_back(isNew);
        return Result<std::shared_ptr<const LogKeys>>(m_keys);
    };
    fill(1);
    fill(1);
    EXPECT_EQ(asked, (std::vector<bool>{true, false}));
    m_options.keys = [](bool) -> Result<std::shared_ptr<const LogKeys>> {
        return fail(ErrorCode::NotFound, "gone");
    };
    EXPECT_EQ(openingFails(), ErrorCode::NotFound);
    m_options.keys = nullptr;
    EXPECT_EQ(openingFails(), ErrorCode::InvalidArgument);
}

} // namespace
} // namespace portcullis::audit::test
