#include "gateway/audit/organisation/organisation_signer.h"
#include "gateway/base/encoding.h"
#include "tests/gateway/audit/organisation/certificate_maker.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

// What an organisation signs, judged by the program openssl.
namespace portcullis::audit::organisation::test {
namespace {

using portcullis::test::Ran;
using portcullis::test::runIn;

constexpr std::string_view kText = "what is signed\r\nwith line ends that nobody may change\n";

// Signs with a key in memory.
class TestKey final : public PrivateKey
{
public:
    explicit TestKey(EVP_PKEY* key)
        : m_key(key)
    {}

    [[nodiscard]] Result<std::string> sign(std::string_view message) override
    {
        const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
        std::string out(1024, '\0');
        std::size_t size = out.size();
        EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key), 1);
        EXPECT_EQ(EVP_DigestSign(context.get(),
                                 reinterpret_cast<unsigned char*>(out.data()),
                                 &size,
                                 reinterpret_cast<const unsigned char*>(message.data()),
                                 message.size()),
                  1);
        out.resize(size);
        return out;
    }

private:
    EVP_PKEY* m_key; // borrowed
};

class Signing : public ::testing::Test
{
protected:
    [[nodiscard]] static SigningIdentity identityOf(const Made& made,
                                                    const std::vector<const Made*>& above = {})
    {
        std::vector<Certificate> others;
        others.reserve(above.size());
        for (const Made* const one : above) {
            others.emplace_back(one->certificate.get());
        }
        return {chainOf(Certificate(made.certificate.get()), others),
                std::make_unique<TestKey>(made.key.get())};
    }

    [[nodiscard]] static std::string
    signedBy(const Made& made, const std::vector<const Made*>& above, Content where)
    {
        auto signer = OrganisationSigner::make(identityOf(made, above), kNow);
        EXPECT_TRUE(signer) << signer.error().message;
        auto cms = signer->sign(kText, where, kNow);
        EXPECT_TRUE(cms) << cms.error().message << cms.error().cause;
        return cms.value_or(std::string());
    }

    [[nodiscard]] Ran verify(const std::string& cms, const Made& root, bool besides = true) const
    {
        m_folder.write("cms", cms);
        m_folder.write("root.pem", root.pem());
        m_folder.write("text", kText);
        return runIn(
            m_folder.path(),
            "openssl cms -verify -binary -inform DER -in cms -CAfile root.pem -purpose any "
            "-attime 1795339800 -cades" +
                std::string(besides ? " -content text -out /dev/null" : ""));
    }

    [[nodiscard]] static std::string refusal(const Wish& wish)
    {
        const Made made = make(wish);
        const auto signer = OrganisationSigner::make(identityOf(made), kNow);
        EXPECT_FALSE(signer);
        return signer ? "" : signer.error().message;
    }

    portcullis::test::TempFolder m_folder;
};

class SigningWith : public Signing, public ::testing::WithParamInterface<MadeKey>
{};

TEST_P(SigningWith, IsCheckedByOpensslAgainstTheRootAlone)
{
    const Made root = makeAuthority("root");
    const Made middle = makeAuthority("middle", &root);
    const Made signer = make({.key = GetParam(), .issuer = &middle});
    const std::string cms = signedBy(signer, {&root, &middle}, Content::Detached);
    const Ran good = verify(cms, root);
    EXPECT_EQ(good.status, 0) << good.output;
    const Ran bad = verify(cms, makeAuthority("root"));
    EXPECT_NE(bad.status, 0) << bad.output;
}

INSTANTIATE_TEST_SUITE_P(Keys,
                         SigningWith,
                         ::testing::Values(MadeKey::P256, MadeKey::P384, MadeKey::Rsa3072));

TEST_F(Signing, EnclosesAContentByteForByte)
{
    const Made root = makeAuthority("root");
    const Made signer = make({.issuer = &root});
    const Ran ran = verify(signedBy(signer, {}, Content::Enclosed), root, false);
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_NE(ran.output.find(kText), std::string::npos) << ran.output;
}

TEST_F(Signing, ADetachedSignatureIsOfItsContentOnly)
{
    const Made root = makeAuthority("root");
    const std::string cms = signedBy(make({.issuer = &root}), {}, Content::Detached);
    EXPECT_EQ(cms.find("what is signed"), std::string::npos);
    EXPECT_EQ(verify(cms, root).status, 0);
    m_folder.write("text", "something else");
    EXPECT_NE(runIn(m_folder.path(),
                    "openssl cms -verify -binary -inform DER -in cms -noverify -content text -out "
                    "/dev/null")
                  .status,
              0);
}

TEST_F(Signing, TheTimeOfSigningIsTheCallers)
{
    const Made made = make({});
    m_folder.write("cms", signedBy(made, {}, Content::Detached));
    const Ran ran = runIn(m_folder.path(), "openssl cms -cmsout -print -noout -inform DER -in cms");
    EXPECT_NE(ran.output.find("UTCTIME:Nov 22 09:30:00 2026 GMT"), std::string::npos) << ran.output;
}

TEST_F(Signing, TellsSubjectChainAndFingerprint)
{
    const Made root = makeAuthority("root");
    const Made made = make({.name = "Klinik, Nord", .issuer = &root});
    const auto signer = OrganisationSigner::make(identityOf(made, {&root}), kNow).value();
    EXPECT_EQ(signer.subject(), "CN=Klinik\\, Nord");
    EXPECT_EQ(signer.chainPem(), made.pem() + root.pem());
    m_folder.write("chain.pem", signer.chainPem());
    const Ran ran = runIn(m_folder.path(), "openssl x509 -in chain.pem -outform DER | sha256sum");
    EXPECT_EQ(ran.output, toHex(signer.fingerprint()) + "  -\n");
}

TEST_F(Signing, AKeyThatDoesNotFitTheCertificateIsNoticed)
{
    const Made made = make({});
    const Made other = make({});
    SigningIdentity identity = identityOf(made);
    identity.key = std::make_unique<TestKey>(other.key.get());
    auto signer = OrganisationSigner::make(std::move(identity), kNow).value();
    const auto cms = signer.sign(kText, Content::Detached, kNow);
    ASSERT_FALSE(cms);
    EXPECT_EQ(cms.error().message,
              "The key does not belong to the certificate of CN=Example Hospital.");
}

TEST_F(Signing, ACertificateMustBeValidNow)
{
    EXPECT_EQ(refusal({.until = kNow - std::chrono::days(1)}),
              "The certificate of CN=Example Hospital expired on 2026-11-21; sign with one that is "
              "valid.");
    EXPECT_EQ(refusal({.from = kNow + std::chrono::days(1)}),
              "The certificate of CN=Example Hospital is valid only from 2026-11-23 on; check the "
              "computer's clock, or sign with another one.");
}

TEST_F(Signing, ACertificateMustBeMeantForSignatures)
{
    EXPECT_EQ(refusal({.usage = "keyEncipherment"}),
              "The certificate of CN=Example Hospital is not for signatures: its key usage has "
              "neither digitalSignature nor nonRepudiation. Sign with another one.");
    for (const char* const usage : {"", "nonRepudiation", "digitalSignature,keyEncipherment"}) {
        const Made made = make({.usage = usage});
        EXPECT_TRUE(OrganisationSigner::make(identityOf(made), kNow)) << usage;
    }
}

TEST_F(Signing, KeysThatReadersCannotCheckAreRefused)
{
    const std::string sentence =
        "The certificate of CN=Example Hospital has a key of a kind that cannot sign bundles; use "
        "RSA with 2,048 bits or more, P-256 or P-384.";
    EXPECT_EQ(refusal({.key = MadeKey::Ed25519}), sentence);
    EXPECT_EQ(refusal({.key = MadeKey::Rsa1024}), sentence);
}

TEST_F(Signing, AChainEndsWhereItGoesInCircles)
{
    const Made one = makeAuthority("one");
    const Made two = makeAuthority("two", &one);
    const Made signer = make({.issuer = &two});
    const Certificate first(one.certificate.get());
    const Certificate second(two.certificate.get());
    EXPECT_EQ(chainOf(Certificate(signer.certificate.get()), {first, second, first}).size(), 3U);
    EXPECT_EQ(chainOf(Certificate(signer.certificate.get()), {first}).size(), 1U);
}

} // namespace
} // namespace portcullis::audit::organisation::test
