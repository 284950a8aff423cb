#include "gateway/audit/organisation/organisation_key.h"
#include "gateway/audit/organisation/pkcs11_token.h"
#include "tests/gateway/audit/organisation/certificate_maker.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>

// Keys on tokens of SoftHSM, each test with a token store of its own.
namespace portcullis::audit::organisation::test {
namespace {

using portcullis::test::quoted;
using portcullis::test::Ran;
using portcullis::test::run;
using portcullis::test::runIn;

constexpr const char* kModule = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* kPin = "1234";

// A variable of the environment, as long as this lives.
class Environment
{
public:
    Environment(const char* name, const std::string& value)
        : m_name(name)
    {
        ::setenv(name, value.c_str(), 1);
    }

    ~Environment() { ::unsetenv(m_name); }

    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const char* m_name;
};

class Pkcs11 : public ::testing::Test
{
protected:
    void SetUp() override
    {
        std::filesystem::create_directory(m_folder.path() / "tokens");
        m_folder.write("softhsm2.conf",
                       "directories.tokendir = " + (m_folder.path() / "tokens").string() +
                           "\nobjectstore.backend = file\nlog.level = ERROR\n");
        addToken("org");
        m_folder.write("root.pem", m_root.pem());
    }

    void addToken(const std::string& label) const
    {
        const Ran ran =
            run("softhsm2-util --init-token --free --so-pin 5678 --pin 1234 --label " + label);
        ASSERT_EQ(ran.status, 0) << ran.output << "The package softhsm2 must be installed.";
    }

    void addKey(const Made& made, int id, const std::string& label = "signing") const
    {
        m_folder.write("key.pem", made.keyPem());
        const Ran ran = runIn(m_folder.path(),
                              "softhsm2-util --import key.pem --token org --pin 1234 --label " +
                                  label + " --id 0" + std::to_string(id));
        ASSERT_EQ(ran.status, 0) << ran.output;
    }

    void addCertificate(const Made& made, int id) const
    {
        const Certificate certificate(made.certificate.get());
        const auto file = m_folder.write("certificate.der", certificate.der());
        const Ran ran = run(std::string(PORTCULLIS_PUT_CERTIFICATE " ") + kModule + " org " + kPin +
                            " " + std::to_string(id) + " " + quoted(file));
        ASSERT_EQ(ran.status, 0) << ran.output;
    }

    [[nodiscard]] static Result<SigningIdentity>
    tryOpen(const std::string& uri = "pkcs11:token=org",
            const std::filesystem::path& certificates = {},
            const std::string& pin = kPin,
            const std::filesystem::path& module = kModule,
            std::chrono::milliseconds patience = std::chrono::minutes(1))
    {
        return openPkcs11({module, parsePkcs11Uri(uri).value(), certificates},
                          SecretBytes(pin),
                          {PORTCULLIS_TOKEN, patience});
    }

    [[nodiscard]] static Error refusal(const Result<SigningIdentity>& identity)
    {
        EXPECT_FALSE(identity);
        return identity ? Error() : identity.error();
    }

    // The module with this fault.
    [[nodiscard]] static Error refusalOf(const std::string& fault,
                                         std::chrono::milliseconds patience)
    {
        const Environment odd("PORTCULLIS_ODD_MODULE", fault);
        return refusal(tryOpen("pkcs11:type=private", {}, kPin, PORTCULLIS_ODD_MODULE, patience));
    }

    void expectSigns(Result<SigningIdentity> identity) const
    {
        ASSERT_TRUE(identity) << identity.error().message << identity.error().cause;
        auto signer = OrganisationSigner::make(std::move(*identity), kNow);
        ASSERT_TRUE(signer) << signer.error().message;
        for (const char* const text : {"one", "two"}) {
            const auto cms = signer->sign(text, Content::Detached, kNow);
            ASSERT_TRUE(cms) << cms.error().message << cms.error().cause;
            m_folder.write("text", text);
            m_folder.write("cms", *cms);
            const Ran ran = runIn(m_folder.path(),
                                  "openssl cms -verify -binary -inform DER -in cms -content text "
                                  "-purpose any -CAfile root.pem -out /dev/null");
            EXPECT_EQ(ran.status, 0) << ran.output;
        }
    }

    portcullis::test::TempFolder m_folder;
    Environment m_settings{"SOFTHSM2_CONF", (m_folder.path() / "softhsm2.conf").string()};
    Made m_root = makeAuthority("root");
};

class Pkcs11With : public Pkcs11, public ::testing::WithParamInterface<MadeKey>
{};

TEST_P(Pkcs11With, SignsWithTheCertificateOnTheToken)
{
    const Made middle = makeAuthority("middle", &m_root);
    const Made made = make({.key = GetParam(), .issuer = &middle});
    addKey(made, 1);
    addCertificate(middle, 9);
    addCertificate(made, 1);
    expectSigns(tryOpen());
}

INSTANTIATE_TEST_SUITE_P(Keys,
                         Pkcs11With,
                         ::testing::Values(MadeKey::P256, MadeKey::P384, MadeKey::Rsa3072));

TEST_F(Pkcs11, TakesCertificatesFromAFile)
{
    const Made middle = makeAuthority("middle", &m_root);
    const Made made = make({.issuer = &middle});
    addKey(made, 1);
    EXPECT_EQ(refusal(tryOpen()).code, ErrorCode::NotFound);
    expectSigns(
        tryOpen("pkcs11:token=org", m_folder.write("chain.pem", made.pem() + middle.pem())));
    EXPECT_EQ(refusal(tryOpen("pkcs11:token=org", m_folder.write("empty.pem", "nothing"))).code,
              ErrorCode::NotFound);
}

TEST_F(Pkcs11, OneOfSeveralKeysIsNamedByItsLabelOrId)
{
    const Made one = make({.name = "one", .issuer = &m_root});
    const Made two = make({.name = "two", .issuer = &m_root});
    addKey(one, 1, "first");
    addKey(two, 2, "second");
    addCertificate(one, 1);
    addCertificate(two, 2);
    EXPECT_EQ(refusal(tryOpen()).message,
              "Several keys on the token fit the URI; add the id of the right one.");
    EXPECT_EQ(tryOpen("pkcs11:token=org;id=%02").value().chain.front().subject(), "CN=two");
    EXPECT_EQ(tryOpen("pkcs11:token=org;object=first").value().chain.front().subject(), "CN=one");
}

TEST_F(Pkcs11, ACertificateOfAnotherKeyIsNoticed)
{
    const Made made = make({.issuer = &m_root});
    addKey(make({.issuer = &m_root}), 1);
    addCertificate(made, 1);
    auto signer = OrganisationSigner::make(tryOpen().value(), kNow).value();
    const auto cms = signer.sign("text", Content::Detached, kNow);
    ASSERT_FALSE(cms);
    EXPECT_EQ(cms.error().message,
              "The key does not belong to the certificate of CN=Example Hospital.");
}

TEST_F(Pkcs11, ACertificateOfAnotherKindOfKeyIsNoticed)
{
    const Made made = make({.key = MadeKey::Rsa3072, .issuer = &m_root});
    addKey(make({.issuer = &m_root}), 1);
    addCertificate(made, 1);
    auto signer = OrganisationSigner::make(tryOpen().value(), kNow).value();
    const auto cms = signer.sign("text", Content::Detached, kNow);
    ASSERT_FALSE(cms);
    EXPECT_EQ(cms.error().code, ErrorCode::Unsupported) << cms.error().cause;
}

TEST_F(Pkcs11, AWrongPinIsSaid)
{
    addKey(make({}), 1);
    EXPECT_EQ(refusal(tryOpen("pkcs11:token=org", {}, "")).message, "The token wants its PIN.");
    for (const char* const pin : {"9999", "1"}) {
        const Error error = refusal(tryOpen("pkcs11:token=org", {}, pin));
        EXPECT_EQ(error.code, ErrorCode::Unauthenticated) << error.message << error.cause;
        EXPECT_EQ(error.message, "The PIN is wrong. Too many wrong ones lock the token.");
    }
}

TEST_F(Pkcs11, AMissingTokenOrKeyIsSaid)
{
    EXPECT_EQ(refusal(tryOpen("pkcs11:token=other")).message,
              "There is no token of that name; put it in, or correct the URI.");
    EXPECT_EQ(refusal(tryOpen()).message, "The token has no private key that fits the URI.");
    addToken("second");
    EXPECT_EQ(refusal(tryOpen("pkcs11:type=private")).message,
              "Several tokens fit the URI; add the serial number of the right one.");
}

TEST_F(Pkcs11, OnlyAModuleNamedByItsWholePathIsLoaded)
{
    const auto open = [](const std::filesystem::path& module) {
        return refusal(tryOpen("pkcs11:token=org", {}, kPin, module));
    };
    EXPECT_EQ(open("libsofthsm2.so").code, ErrorCode::InvalidArgument);
    EXPECT_EQ(open("/nowhere/module.so").code, ErrorCode::NotFound);
    EXPECT_EQ(open(m_folder.write("module.so", "no library")).code, ErrorCode::InvalidArgument);
    EXPECT_EQ(open(PORTCULLIS_NO_MODULE).message,
              std::string(PORTCULLIS_NO_MODULE) + " is not a PKCS#11 module.");
}

TEST_F(Pkcs11, AHangingModuleIsGivenUp)
{
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(refusalOf("hangs", std::chrono::milliseconds(200)).code, ErrorCode::DeadlineExceeded);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(30));
}

TEST_F(Pkcs11, ACrashOfTheModuleIsAnError)
{
    const Error error = refusalOf("crashes", std::chrono::minutes(1));
    EXPECT_EQ(error.code, ErrorCode::Unavailable);
    EXPECT_NE(error.message.find("has crashed"), std::string::npos);
}

TEST_F(Pkcs11, LockedAndRemovedTokensAreSaidToBeThat)
{
    EXPECT_EQ(refusalOf("locked", std::chrono::minutes(1)).code, ErrorCode::Locked);
    EXPECT_EQ(refusalOf("locks", std::chrono::minutes(1)).code, ErrorCode::Locked);
    EXPECT_EQ(refusalOf("removed", std::chrono::minutes(1)).code, ErrorCode::Unavailable);
    EXPECT_EQ(refusalOf("fails", std::chrono::minutes(1)).code, ErrorCode::Internal);
}

TEST_F(Pkcs11, AMissingHelperIsSaid)
{
    const auto identity =
        openPkcs11({kModule, {}, {}}, SecretBytes(), {"/nowhere/portcullis-token"});
    EXPECT_EQ(refusal(identity).code, ErrorCode::NotFound);
}

TEST_F(Pkcs11, NothingOfItIsLeftInThisProcess)
{
    const Made made = make({.issuer = &m_root});
    addKey(made, 1);
    addCertificate(made, 1);
    expectSigns(tryOpen());
    EXPECT_EQ(run("grep -c softhsm /proc/" + std::to_string(::getpid()) + "/maps").output, "0\n");
    EXPECT_EQ(run("pgrep -c -P " + std::to_string(::getpid()) + " portcullis-toke").output, "0\n");
}

TEST_F(Pkcs11, AnOrganisationKeyIsAFileOrAToken)
{
    const Made made = make({.issuer = &m_root});
    addKey(made, 1);
    addCertificate(made, 1);
    writePkcs12(m_folder.path() / "org.p12", "secret", made.key.get(), made.certificate.get());
    const SecretBytes passphrase{std::string_view("secret")};
    const SecretBytes pin{std::string_view(kPin)};
    const api::OrganisationKey file{api::Pkcs12File{m_folder.path() / "org.p12"}, ""};
    const api::OrganisationKey token{api::TokenKey{"pkcs11:token=org", kModule, {}}, ""};
    const auto fromFile = openOrganisationKey(file, {passphrase, {}}, kNow);
    const auto fromToken = openOrganisationKey(token, {pin, PORTCULLIS_TOKEN}, kNow);
    ASSERT_TRUE(fromFile && fromToken);
    EXPECT_EQ(fromFile->chainPem(), fromToken->chainPem());
    const api::OrganisationKey wrong{api::TokenKey{"token=org", kModule, {}}, ""};
    EXPECT_EQ(openOrganisationKey(wrong, {pin, PORTCULLIS_TOKEN}, kNow).error().code,
              ErrorCode::InvalidArgument);
    const auto late =
        openOrganisationKey(token, {pin, PORTCULLIS_TOKEN}, kNow + std::chrono::days(5000));
    ASSERT_FALSE(late);
    EXPECT_NE(late.error().message.find("expired"), std::string::npos);
}

} // namespace
} // namespace portcullis::audit::organisation::test
