#include "gateway/audit/organisation/organisation_signer.h"
#include "gateway/audit/organisation/pkcs12_file.h"
#include "tests/gateway/audit/organisation/certificate_maker.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace portcullis::audit::organisation::test {
namespace {

using portcullis::test::Ran;
using portcullis::test::runIn;

class Pkcs12 : public ::testing::Test
{
protected:
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path() / "org.p12"; }

    [[nodiscard]] Error refusal(const std::string& passphrase = "secret") const
    {
        const auto identity = openPkcs12(path(), SecretBytes(passphrase));
        EXPECT_FALSE(identity);
        return identity ? Error() : identity.error();
    }

    [[nodiscard]] std::string content() const
    {
        std::ostringstream out;
        out << std::ifstream(path(), std::ios::binary).rdbuf();
        return out.str();
    }

    portcullis::test::TempFolder m_folder;
    Made m_root = makeAuthority("root");
    Made m_middle = makeAuthority("middle", &m_root);
    Made m_made = make({.issuer = &m_middle});
};

TEST_F(Pkcs12, GivesKeyAndChainInTheRightOrder)
{
    writePkcs12(path(),
                "pässphrase",
                m_made.key.get(),
                m_made.certificate.get(),
                {m_root.certificate.get(), m_middle.certificate.get()});
    auto identity = openPkcs12(path(), SecretBytes(std::string_view("pässphrase")));
    ASSERT_TRUE(identity) << identity.error().message;
    auto signer = OrganisationSigner::make(std::move(*identity), kNow);
    ASSERT_TRUE(signer);
    EXPECT_EQ(signer->chainPem(), m_made.pem() + m_middle.pem() + m_root.pem());
    const auto cms = signer->sign("text", Content::Detached, kNow);
    EXPECT_TRUE(cms) << cms.error().message;
}

TEST_F(Pkcs12, ReadsWhatOpensslWrites)
{
    const Made rsa = make({.key = MadeKey::Rsa3072});
    m_folder.write("key.pem", rsa.keyPem());
    m_folder.write("certificate.pem", rsa.pem());
    const Ran ran = runIn(m_folder.path(),
                          "openssl pkcs12 -export -inkey key.pem -in certificate.pem -out org.p12 "
                          "-passout pass:secret");
    ASSERT_EQ(ran.status, 0) << ran.output;
    auto identity = openPkcs12(path(), SecretBytes(std::string_view("secret")));
    ASSERT_TRUE(identity);
    auto signer = OrganisationSigner::make(std::move(*identity), kNow);
    EXPECT_TRUE(signer && signer->sign("text", Content::Enclosed, kNow));
}

TEST_F(Pkcs12, AnEmptyPassphraseIsAPassphrase)
{
    writePkcs12(path(), "", m_made.key.get(), m_made.certificate.get());
    EXPECT_TRUE(openPkcs12(path(), SecretBytes()));
    EXPECT_EQ(refusal("x").code, ErrorCode::Unauthenticated);
}

TEST_F(Pkcs12, AWrongPassphraseIsSaid)
{
    writePkcs12(path(), "secret", m_made.key.get(), m_made.certificate.get());
    const Error error = refusal("Secret");
    EXPECT_EQ(error.code, ErrorCode::Unauthenticated);
    EXPECT_EQ(error.message,
              "The passphrase of " + path().string() + " is wrong, or the file is damaged.");
}

TEST_F(Pkcs12, WhatIsNotInTheFileIsNamed)
{
    writePkcs12(path(), "secret", nullptr, m_made.certificate.get());
    EXPECT_EQ(refusal().message, path().string() + " has no private key in it.");
    writePkcs12(path(), "secret", m_made.key.get(), nullptr);
    EXPECT_EQ(refusal().message, path().string() + " has no certificate in it.");
    writePkcs12(path(), "secret", m_made.key.get(), nullptr, {m_root.certificate.get()});
    EXPECT_EQ(refusal().message,
              path().string() + " has a private key that belongs to none of its certificates.");
}

TEST_F(Pkcs12, OtherFilesAreRefused)
{
    EXPECT_EQ(refusal().code, ErrorCode::NotFound);
    const std::string sentence =
        path().string() + " is not a PKCS#12 file that is protected by a passphrase.";
    for (const std::string& text : {std::string(), m_made.keyPem(), std::string(2U << 20U, '0')}) {
        m_folder.write("org.p12", text);
        EXPECT_EQ(refusal().message, sentence);
    }
    writePkcs12(path(), "secret", m_made.key.get(), m_made.certificate.get());
    m_folder.write("org.p12", content() + "x");
    EXPECT_EQ(refusal().message, sentence);
    std::filesystem::remove(path());
    std::filesystem::create_directory(path());
    EXPECT_EQ(refusal().code, ErrorCode::IoError);
}

TEST_F(Pkcs12, AnOldEncryptionIsSaidToBeOne)
{
    m_folder.write("key.pem", m_made.keyPem());
    m_folder.write("certificate.pem", m_made.pem());
    const Ran ran = runIn(m_folder.path(),
                          "openssl pkcs12 -export -legacy -inkey key.pem -in certificate.pem -out "
                          "org.p12 -passout pass:secret");
    ASSERT_EQ(ran.status, 0) << ran.output;
    EXPECT_EQ(refusal().code, ErrorCode::Unsupported);
    EXPECT_NE(refusal().message.find("export it again with AES-256"), std::string::npos);
}

TEST_F(Pkcs12, NoDamageOpensIt)
{
    writePkcs12(path(), "secret", m_made.key.get(), m_made.certificate.get());
    const std::string whole = content();
    constexpr std::size_t kStep = 7;
    for (std::size_t at = 0; at < whole.size(); at += kStep) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        m_folder.write("org.p12", damaged);
        const auto identity = openPkcs12(path(), SecretBytes(std::string_view("secret")));
        EXPECT_TRUE(!identity || identity->chain.front().pem() == m_made.pem()) << at;
        m_folder.write("org.p12", whole.substr(0, at));
        EXPECT_FALSE(openPkcs12(path(), SecretBytes(std::string_view("secret")))) << at;
    }
}

} // namespace
} // namespace portcullis::audit::organisation::test
