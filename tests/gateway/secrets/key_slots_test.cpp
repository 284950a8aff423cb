#include "gateway/base/atomic_file.h"
#include "gateway/secrets/key_slots.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::secrets {
namespace {

constexpr PassphraseCost kCheap{1, 8192};

class KeySlotsTest : public testing::Test
{
protected:
    static SecretBytes text(std::string_view words) { return SecretBytes(words); }

    [[nodiscard]] KeySlots loaded() const
    {
        auto slots = KeySlots::load(m_file);
        EXPECT_TRUE(slots) << slots.error().message;
        return std::move(*slots);
    }

    // A file with a passphrase slot; returns the master key.
    [[nodiscard]] SecretBytes createFile() const
    {
        KeySlots slots = loaded();
        auto master = slots.createWithPassphrase(text("correct horse"), kCheap);
        EXPECT_TRUE(master);
        EXPECT_TRUE(slots.save());
        return std::move(*master);
    }

    // Changes one member of the file.
    template <typename Edit>
    void edit(Edit change) const
    {
        auto json = nlohmann::json::parse(*readWholeFile(m_file, 100'000));
        change(json);
        ASSERT_TRUE(writeFileAtomically(m_file, json.dump()));
    }

    [[nodiscard]] ErrorCode loadError() const
    {
        const auto slots = KeySlots::load(m_file);
        return slots ? ErrorCode::Internal : slots.error().code;
    }

    test::TempFolder m_folder;
    std::filesystem::path m_file = m_folder.file("keyslots.json");
};

TEST_F(KeySlotsTest, WithoutAFileThereAreNoSlots)
{
    KeySlots slots = loaded();
    EXPECT_TRUE(slots.empty());
    EXPECT_FALSE(slots.hasPassphrase());
    EXPECT_EQ(slots.keychainEntry(), std::nullopt);
    EXPECT_EQ(slots.openWithPassphrase(text("x")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(slots.verify(SecretBytes(std::size_t{32})).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(slots.save());
    EXPECT_FALSE(std::filesystem::exists(m_file));
}

TEST_F(KeySlotsTest, PassphraseOpensTheSameKeyAgain)
{
    const SecretBytes master = createFile();
    EXPECT_EQ(master.size(), 32U);
    const KeySlots slots = loaded();
    auto opened = slots.openWithPassphrase(text("correct horse"));
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(opened->equals(master));
    EXPECT_TRUE(slots.verify(master));
}

TEST_F(KeySlotsTest, WrongPassphraseIsLocked)
{
    (void)createFile();
    EXPECT_EQ(loaded().openWithPassphrase(text("wrong horse")).error().code, ErrorCode::Locked);
    EXPECT_EQ(loaded().openWithPassphrase(text("")).error().code, ErrorCode::InvalidArgument);
}

TEST_F(KeySlotsTest, WrongMasterKeyIsLocked)
{
    (void)createFile();
    EXPECT_EQ(loaded().verify(SecretBytes(std::size_t{32})).error().code, ErrorCode::Locked);
    EXPECT_EQ(loaded().verify(SecretBytes()).error().code, ErrorCode::Locked);
    KeySlots slots = loaded();
    EXPECT_EQ(slots.addKeychain(SecretBytes(std::size_t{32})).error().code, ErrorCode::Locked);
    EXPECT_EQ(slots.addPassphrase(SecretBytes(std::size_t{32}), text("new"), kCheap).error().code,
              ErrorCode::Locked);
}

TEST_F(KeySlotsTest, FileHoldsNoKeyAndIsTheOwnersOnly)
{
    const SecretBytes master = createFile();
    const std::string content = *readWholeFile(m_file, 100'000);
    EXPECT_EQ(content.find("correct horse"), std::string::npos);
    EXPECT_EQ(content.find(master.revealText()), std::string::npos);
    EXPECT_EQ(std::filesystem::status(m_file).permissions(), std::filesystem::perms(0600));
}

TEST_F(KeySlotsTest, SecondCreationIsRefused)
{
    (void)createFile();
    KeySlots slots = loaded();
    EXPECT_EQ(slots.createWithPassphrase(text("x"), kCheap).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(slots.createForKeychain().error().code, ErrorCode::AlreadyExists);
}

TEST_F(KeySlotsTest, FailedCreationLeavesNoTrace)
{
    KeySlots slots = loaded();
    EXPECT_FALSE(slots.createWithPassphrase(text(""), kCheap));
    EXPECT_FALSE(slots.createWithPassphrase(text("x"), {1, 1}));
    EXPECT_FALSE(slots.createWithPassphrase(text("x"), {17, 8192}));
    EXPECT_TRUE(slots.empty());
    EXPECT_EQ(slots.verify(SecretBytes(std::size_t{32})).error().code, ErrorCode::NotFound);
}

TEST_F(KeySlotsTest, KeychainSlotNamesItsEntry)
{
    KeySlots slots = loaded();
    const auto master = slots.createForKeychain();
    ASSERT_TRUE(master);
    ASSERT_TRUE(slots.save());
    const KeySlots again = loaded();
    ASSERT_TRUE(again.keychainEntry());
    EXPECT_TRUE(again.keychainEntry()->starts_with("master-"));
    EXPECT_EQ(again.keychainEntry(), slots.keychainEntry());
    EXPECT_TRUE(again.verify(*master));
    EXPECT_FALSE(again.hasPassphrase());
}

TEST_F(KeySlotsTest, PassphraseCanBeChangedAndRemovedButNeverTheLastSlot)
{
    const SecretBytes master = createFile();
    KeySlots slots = loaded();
    EXPECT_EQ(slots.removePassphrase().error().code, ErrorCode::InvalidArgument);
    ASSERT_TRUE(slots.addPassphrase(master, text("new horse"), kCheap));
    EXPECT_FALSE(slots.openWithPassphrase(text("correct horse")));
    EXPECT_TRUE(slots.openWithPassphrase(text("new horse")));
    ASSERT_TRUE(slots.addKeychain(master));
    ASSERT_TRUE(slots.removePassphrase());
    EXPECT_EQ(slots.removePassphrase().error().code, ErrorCode::NotFound);
    ASSERT_TRUE(slots.save());
    EXPECT_TRUE(loaded().keychainEntry());
}

TEST_F(KeySlotsTest, DamagedFilesAreCorruptAndNamed)
{
    for (const char* content : {"", "[]", "{", "{}", R"({"version":2})", R"({"version":1})"}) {
        m_folder.write("keyslots.json", content);
        const auto slots = KeySlots::load(m_file);
        ASSERT_FALSE(slots) << content;
        EXPECT_EQ(slots.error().code, ErrorCode::Corrupt);
        EXPECT_NE(slots.error().message.find(m_file.string()), std::string::npos);
        EXPECT_EQ(readWholeFile(m_file, 100), content);
    }
    m_folder.write("keyslots.json", std::string(100'000, ' '));
    EXPECT_EQ(loadError(), ErrorCode::Corrupt);
    m_folder.write("keyslots.json", std::string(60'000, '['));
    EXPECT_EQ(loadError(), ErrorCode::Corrupt);
}

TEST_F(KeySlotsTest, PlantedCostsAreRefusedBeforeTheyAreRun)
{
    (void)createFile();
    edit([](auto& json) { json["passphrase"]["memoryBytes"] = 3ULL * 1024 * 1024 * 1024; });
    EXPECT_EQ(loadError(), ErrorCode::Corrupt);
    edit([](auto& json) {
        json["passphrase"]["memoryBytes"] = 8192;
        json["passphrase"]["operations"] = 17;
    });
    EXPECT_EQ(loadError(), ErrorCode::Corrupt);
    edit([](auto& json) { json["passphrase"]["operations"] = -1; });
    EXPECT_EQ(loadError(), ErrorCode::Corrupt);
}

TEST_F(KeySlotsTest, SlotOfAnotherInstallationDoesNotOpen)
{
    (void)createFile();
    edit([](auto& json) { json["installation"] = std::string(32, 'a'); });
    EXPECT_EQ(loaded().openWithPassphrase(text("correct horse")).error().code, ErrorCode::Locked);
}

TEST_F(KeySlotsTest, ForgedCheckValueIsCorrupt)
{
    (void)createFile();
    edit([](auto& json) { json["check"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="; });
    EXPECT_EQ(loaded().openWithPassphrase(text("correct horse")).error().code, ErrorCode::Corrupt);
}

TEST_F(KeySlotsTest, ForeignKeychainEntryIsRefused)
{
    KeySlots slots = loaded();
    ASSERT_TRUE(slots.createForKeychain());
    ASSERT_TRUE(slots.save());
    edit([](auto& json) { json["keychain"]["entry"] = "login-password"; });
    EXPECT_EQ(loadError(), ErrorCode::Corrupt);
}

} // namespace
} // namespace portcullis::secrets
