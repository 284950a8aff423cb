#include "app/ctl/sign_options.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

class SignOptionsTest : public ::testing::Test
{
protected:
    // Whether the line is one.
    [[nodiscard]] bool read(const std::string& line)
    {
        m_options = {};
        CLI::App app;
        addSignOptions(app, m_options);
        try {
            app.parse(line);
        } catch (const CLI::ParseError&) {
            return false;
        }
        return true;
    }

    SignOptions m_options;
    test::TempFolder m_folder;
};

TEST_F(SignOptionsTest, NothingIsSignedUnlessAsked)
{
    ASSERT_TRUE(read(""));
    EXPECT_FALSE(organisationKeyOf(m_options));
}

TEST_F(SignOptionsTest, AFileIsNamedByItsWholePathAndOpenedWithThePassphraseOfAnother)
{
    const auto passphrase = m_folder.write("passphrase", "secret\n");
    ASSERT_TRUE(read("--sign-p12 org.p12 --sign-unlock passphrase-file:" + passphrase.string()));
    const auto key = organisationKeyOf(m_options);
    ASSERT_TRUE(key);
    EXPECT_EQ(std::get<api::Pkcs12File>(key->place).path,
              std::filesystem::current_path() / "org.p12");
    const auto secret = organisationSecret(m_options);
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->revealText(), "secret");
}

TEST_F(SignOptionsTest, ATokenIsNamedWithItsModule)
{
    EXPECT_TRUE(read("--sign-pkcs11 pkcs11:token=org --module /usr/lib/x.so --sign-chain a.pem"));
    const auto key = organisationKeyOf(m_options);
    ASSERT_TRUE(key);
    EXPECT_EQ(std::get<api::TokenKey>(key->place),
              (api::TokenKey{
                  "pkcs11:token=org", "/usr/lib/x.so", std::filesystem::current_path() / "a.pem"}));
    for (const char* const line : {"--sign-pkcs11 pkcs11:token=org",
                                   "--module /usr/lib/x.so",
                                   "--sign-pkcs11 token --module /usr/lib/x.so",
                                   "--sign-pkcs11 pkcs11:token=org?pin-value=1 --module /x.so",
                                   "--sign-p12 a --sign-pkcs11 pkcs11:token=org --module /x.so",
                                   "--sign-p12 a --sign-chain b",
                                   "--sign-p12 a --sign-unlock keychain"}) {
        EXPECT_FALSE(read(line)) << line;
    }
}

TEST_F(SignOptionsTest, TheWorkstationIsTheHostUnlessNamed)
{
    ASSERT_TRUE(read("--sign-p12 a --workstation ws-17"));
    EXPECT_EQ(organisationKeyOf(m_options)->workstation, "ws-17");
    ASSERT_TRUE(read("--sign-p12 a"));
    EXPECT_FALSE(organisationKeyOf(m_options)->workstation.empty());
}

} // namespace
} // namespace portcullis::ctl
