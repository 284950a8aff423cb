#include "gateway/audit/log_keys.h"
#include "gateway/audit/merkle.h"
#include "gateway/audit/witness.h"
#include "gateway/base/encoding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace portcullis::audit {
namespace {

// A log of leaves that are given by their numbers.
class GrowingLog final : public SubtreeHashes
{
public:
    explicit GrowingLog(std::string salt = "record ")
        : m_salt(std::move(salt))
    {}

    Result<Digest> hash(const Subtree& subtree) override
    {
        Frontier tree;
        for (std::uint64_t n = subtree.begin(); n < subtree.end(); ++n) {
            tree.append(leafHash(m_salt + std::to_string(n)));
        }
        return tree.root();
    }

private:
    std::string m_salt;
};

class WitnessTest : public testing::Test
{
protected:
    [[nodiscard]] api::TreeHead head(std::uint64_t size) const
    {
        return {m_signer.origin(), size, frontierOf(*m_log, size)->root()};
    }

    [[nodiscard]] WitnessRequest request(std::uint64_t oldSize, std::uint64_t size) const
    {
        return {oldSize,
                proveConsistency(*m_log, oldSize, size).value(),
                m_signer.signNote(head(size)).value()};
    }

    // What a witness remembers that has cosigned this size.
    [[nodiscard]] WitnessedLog known(std::uint64_t size) const
    {
        return {m_keys->ed25519.publicBytes().value(),
                size,
                size == 0 ? Digest{} : frontierOf(*m_log, size)->root()};
    }

    [[nodiscard]] static ErrorCode refusal(const Result<api::TreeHead>& judged)
    {
        EXPECT_FALSE(judged);
        return judged ? ErrorCode::Internal : judged.error().code;
    }

    std::shared_ptr<GrowingLog> m_log = std::make_shared<GrowingLog>();
    std::shared_ptr<const LogKeys> m_keys =
        std::make_shared<const LogKeys>(LogKeys::generate().value());
    LogSigner m_signer = LogSigner::make(m_keys, "portcullis.local/ab/1").value();
};

TEST_F(WitnessTest, RequestsReadBack)
{
    for (const auto& [from, to] : {std::pair{0U, 5U}, {5U, 5U}, {5U, 13U}}) {
        const WitnessRequest asked = request(from, to);
        const auto read = WitnessRequest::parse(asked.text());
        ASSERT_TRUE(read) << asked.text();
        EXPECT_EQ(read->oldSize, asked.oldSize);
        EXPECT_EQ(read->proof, asked.proof);
        EXPECT_EQ(read->text(), asked.text());
    }
}

TEST_F(WitnessTest, RequestsHaveTheFormOfTheSpecification)
{
    const std::string text = request(5, 13).text();
    EXPECT_TRUE(text.starts_with("old 5\n"));
    EXPECT_NE(text.find("\n\nportcullis.local/ab/1\n13\n"), std::string::npos);
}

TEST_F(WitnessTest, OtherTextsAreNoRequests)
{
    const std::string good = request(5, 13).text();
    std::string manyHashes = "old 5\n";
    for (int i = 0; i < 64; ++i) {
        manyHashes += toBase64(leafHash(std::to_string(i))) + "\n";
    }
    for (const std::string& text : {std::string(),
                                    std::string("old 5"),
                                    std::string("old 05\n\n"),
                                    "new" + good.substr(3),
                                    "old 5\nAAAA\n" + good.substr(6),
                                    good.substr(0, good.size() / 2),
                                    manyHashes + "\n" + good.substr(good.find("\n\n") + 2)}) {
        EXPECT_FALSE(WitnessRequest::parse(text)) << text;
    }
}

TEST_F(WitnessTest, ALogThatGoesOnMayBeCosigned)
{
    for (const auto& [from, to] :
         {std::pair{0U, 1U}, {0U, 9U}, {1U, 9U}, {8U, 9U}, {9U, 9U}, {9U, 100U}}) {
        const auto judged = judgeRequest(request(from, to), known(from));
        ASSERT_TRUE(judged) << from << " " << to << " " << judged.error().message;
        EXPECT_EQ(judged->size, to);
    }
}

TEST_F(WitnessTest, ALogUnderANewEpochIsStillTheSame)
{
    const WitnessedLog before = known(5);
    m_signer = LogSigner::make(m_keys, "portcullis.local/ab/2").value();
    EXPECT_TRUE(judgeRequest(request(5, 13), before));
    EXPECT_EQ(logOf("portcullis.local/ab/2"), logOf("portcullis.local/ab/1"));
    EXPECT_NE(logOf("portcullis.local/ab/1"), logOf("portcullis.local/ac/1"));
}

TEST_F(WitnessTest, AnotherHistoryIsRefused)
{
    const WitnessedLog before = known(5);
    m_log = std::make_shared<GrowingLog>("forged ");
    EXPECT_EQ(refusal(judgeRequest(request(5, 13), before)), ErrorCode::Corrupt);
    EXPECT_EQ(refusal(judgeRequest(request(5, 5), before)), ErrorCode::Corrupt);
}

TEST_F(WitnessTest, ASmallerLogIsRefused)
{
    EXPECT_EQ(refusal(judgeRequest(request(0, 4), known(5))), ErrorCode::Corrupt);
}

TEST_F(WitnessTest, AProofFromAnotherSizeIsRefusedWithTheSizeThatIsKnown)
{
    const auto judged = judgeRequest(request(4, 13), known(5));
    EXPECT_EQ(refusal(judged), ErrorCode::InvalidArgument);
    EXPECT_NE(judged.error().message.find("--old 5"), std::string::npos);
}

TEST_F(WitnessTest, AnotherKeyIsRefused)
{
    const WitnessRequest asked = request(5, 13);
    m_keys = std::make_shared<const LogKeys>(LogKeys::generate().value());
    EXPECT_EQ(refusal(judgeRequest(asked, known(5))), ErrorCode::PermissionDenied);
}

TEST_F(WitnessTest, ACheckpointWithoutTheLogsEd25519SignatureIsRefused)
{
    WitnessRequest asked = request(5, 13);
    std::erase_if(asked.checkpoint.signatures, [this](const NoteSignature& one) {
        return one.keyId == m_signer.ed25519().keyId();
    });
    EXPECT_EQ(refusal(judgeRequest(asked, known(5))), ErrorCode::PermissionDenied);
}

} // namespace
} // namespace portcullis::audit
