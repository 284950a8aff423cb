#include "app/ctl/sign_options.h"
#include "tests/gateway/audit/organisation/certificate_maker.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

using audit::organisation::test::kNow;

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

    void makeFile(const std::string& passphrase) const
    {
        const auto made = audit::organisation::test::make({});
        audit::organisation::test::writePkcs12(
            file(), passphrase, made.key.get(), made.certificate.get());
    }

    [[nodiscard]] std::filesystem::path file() const { return m_folder.path() / "org.p12"; }

    SignOptions m_options;
    test::TempFolder m_folder;
};

TEST_F(SignOptionsTest, NothingIsSignedUnlessAsked)
{
    ASSERT_TRUE(read(""));
    const auto signer = openSigner(m_options, kNow);
    ASSERT_TRUE(signer);
    EXPECT_FALSE(*signer);
}

TEST_F(SignOptionsTest, AFileIsOpenedWithThePassphraseOfAnother)
{
    makeFile("secret");
    const auto passphrase = m_folder.write("passphrase", "secret\n");
    const auto wrong = m_folder.write("wrong", "Secret\n");
    ASSERT_TRUE(read("--sign-p12 " + file().string() +
                     " --sign-unlock passphrase-file:" + passphrase.string()));
    const auto signer = openSigner(m_options, kNow);
    ASSERT_TRUE(signer && *signer);
    EXPECT_EQ((*signer)->subject(), "CN=Example Hospital");
    ASSERT_TRUE(
        read("--sign-p12 " + file().string() + " --sign-unlock passphrase-file:" + wrong.string()));
    const auto refused = openSigner(m_options, kNow);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Unauthenticated);
}

TEST_F(SignOptionsTest, ATokenIsNamedWithItsModule)
{
    EXPECT_TRUE(read("--sign-pkcs11 pkcs11:token=org --module /usr/lib/x.so --sign-chain a.pem"));
    EXPECT_EQ(m_options.pkcs11, "pkcs11:token=org");
    EXPECT_EQ(m_options.module, "/usr/lib/x.so");
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
    ASSERT_TRUE(read("--workstation ws-17"));
    EXPECT_EQ(workstationOf(m_options), "ws-17");
    ASSERT_TRUE(read(""));
    EXPECT_FALSE(workstationOf(m_options).empty());
}

} // namespace
} // namespace portcullis::ctl
