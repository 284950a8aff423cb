#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/secrets/vault.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::secrets {
namespace {

using testing::ElementsAre;

class VaultTest : public testing::Test
{
protected:
    [[nodiscard]] Vault opened() const
    {
        auto vault = Vault::open(m_file, m_key.duplicate());
        EXPECT_TRUE(vault) << vault.error().message;
        return std::move(*vault);
    }

    static SecretBytes text(std::string_view words) { return SecretBytes(words); }

    test::TempFolder m_folder;
    std::filesystem::path m_file = m_folder.file("vault.json");
    SecretBytes m_key = randomSecret(32);
};

TEST_F(VaultTest, AbsentFileIsAnEmptyVault)
{
    const Vault vault = opened();
    EXPECT_THAT(vault.names(), ElementsAre());
    EXPECT_EQ(vault.get("x").error().code, ErrorCode::NotFound);
    EXPECT_FALSE(std::filesystem::exists(m_file));
}

TEST_F(VaultTest, KeepsSecretsAcrossOpenings)
{
    {
        Vault vault = opened();
        ASSERT_TRUE(vault.put("fx.token", text("s3cret")));
        ASSERT_TRUE(vault.put("api", text("first")));
        ASSERT_TRUE(vault.put("api", text("second")));
    }
    Vault vault = opened();
    EXPECT_THAT(vault.names(), ElementsAre("api", "fx.token"));
    EXPECT_THAT(Vault::namesIn(m_file).value(), ElementsAre("api", "fx.token"));
    EXPECT_THAT(Vault::namesIn(m_folder.file("none.json")).value(), ElementsAre());
    EXPECT_EQ(vault.get("fx.token")->revealText(), "s3cret");
    EXPECT_EQ(vault.get("api")->revealText(), "second");
    ASSERT_TRUE(vault.remove("api"));
    EXPECT_EQ(vault.remove("api").error().code, ErrorCode::NotFound);
    EXPECT_THAT(opened().names(), ElementsAre("fx.token"));
}

TEST_F(VaultTest, FileShowsNoSecretAndIsTheOwnersOnly)
{
    Vault vault = opened();
    ASSERT_TRUE(vault.put("a", text("s3cret")));
    EXPECT_EQ(readWholeFile(m_file, 10'000)->find("s3cret"), std::string::npos);
    EXPECT_EQ(std::filesystem::status(m_file).permissions(), std::filesystem::perms(0600));
}

TEST_F(VaultTest, RefusesBadNamesAndSizes)
{
    Vault vault = opened();
    for (const std::string& name :
         {std::string(), std::string("a b"), std::string("a/b"), std::string(65, 'a')}) {
        EXPECT_EQ(vault.put(name, text("x")).error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(vault.put("a", SecretBytes()).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(vault.put("a", SecretBytes(std::size_t{16 * 1024 + 1})).error().code,
              ErrorCode::InvalidArgument);
    EXPECT_FALSE(std::filesystem::exists(m_file));
}

TEST_F(VaultTest, AnotherKeyIsCorruptAndChangesNothing)
{
    ASSERT_TRUE(opened().put("a", text("x")));
    const auto before = readWholeFile(m_file, 10'000);
    const auto vault = Vault::open(m_file, randomSecret(32));
    ASSERT_FALSE(vault);
    EXPECT_EQ(vault.error().code, ErrorCode::Corrupt);
    EXPECT_NE(vault.error().message.find(m_file.string()), std::string::npos);
    EXPECT_EQ(readWholeFile(m_file, 10'000), before);
    EXPECT_EQ(Vault::open(m_file, SecretBytes()).error().code, ErrorCode::InvalidArgument);
}

TEST_F(VaultTest, SecretsCannotChangePlaces)
{
    Vault vault = opened();
    ASSERT_TRUE(vault.put("a", text("for a")));
    ASSERT_TRUE(vault.put("b", text("for b")));
    auto json = nlohmann::json::parse(*readWholeFile(m_file, 10'000));
    std::swap(json["secrets"]["a"], json["secrets"]["b"]);
    m_folder.write("vault.json", json.dump());
    EXPECT_EQ(Vault::open(m_file, m_key.duplicate()).error().code, ErrorCode::Corrupt);
}

TEST_F(VaultTest, DamagedFilesAreCorrupt)
{
    for (const char* content : {"",
                                "{",
                                "[]",
                                R"({"version":1})",
                                R"({"version":1,"secrets":[]})",
                                R"({"version":1,"secrets":{"a":1}})",
                                R"({"version":1,"secrets":{"a":"AAAA"}})",
                                R"({"version":9,"secrets":{}})"}) {
        m_folder.write("vault.json", content);
        const auto vault = Vault::open(m_file, m_key.duplicate());
        ASSERT_FALSE(vault) << content;
        EXPECT_EQ(vault.error().code, ErrorCode::Corrupt) << content;
    }
}

TEST_F(VaultTest, FailedWriteLeavesMemoryAsTheFileIs)
{
    Vault vault = opened();
    ASSERT_TRUE(vault.put("a", text("x")));
    std::filesystem::remove(m_file);
    std::filesystem::create_directory(m_file);
    EXPECT_FALSE(vault.put("b", text("y")));
    EXPECT_FALSE(vault.remove("a"));
    EXPECT_THAT(vault.names(), ElementsAre("a"));
    EXPECT_EQ(vault.get("a")->revealText(), "x");
}

} // namespace
} // namespace portcullis::secrets
