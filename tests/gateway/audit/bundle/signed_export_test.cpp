#include "gateway/audit/bundle/bundle_check.h"
#include "gateway/audit/organisation/pkcs12_file.h"
#include "gateway/base/encoding.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"
#include "tests/gateway/audit/organisation/certificate_maker.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

// Bundles that an organisation has signed.
namespace portcullis::audit::bundle::test {
namespace {

using organisation::OrganisationSigner;
using organisation::test::kNow;
using organisation::test::Made;
using organisation::test::MadeKey;
using portcullis::test::runIn;

// Gives up after so many signatures.
class TiredKey final : public organisation::PrivateKey
{
public:
    TiredKey(std::unique_ptr<organisation::PrivateKey> key, int signatures)
        : m_key(std::move(key))
        , m_signatures(signatures)
    {}

    [[nodiscard]] Result<std::string> sign(std::string_view message) override
    {
        return m_signatures-- > 0 ? m_key->sign(message)
                                  : fail(ErrorCode::Unavailable, "The token was removed.");
    }

private:
    std::unique_ptr<organisation::PrivateKey> m_key;
    int m_signatures;
};

class SignedExport : public BundleTest
{
protected:
    [[nodiscard]] organisation::SigningIdentity identity(MadeKey kind)
    {
        m_root = organisation::test::makeAuthority("root");
        const Made middle = organisation::test::makeAuthority("middle", &m_root);
        const Made made = organisation::test::make(
            {.name = "Example Hospital, Trust", .key = kind, .issuer = &middle});
        const auto file = m_folder.path() / "org.p12";
        organisation::test::writePkcs12(
            file, "secret", made.key.get(), made.certificate.get(), {middle.certificate.get()});
        m_folder.write("AUTHORITY.pem", m_root.pem());
        return organisation::openPkcs12(file, SecretBytes(std::string_view("secret"))).value();
    }

    [[nodiscard]] static OrganisationSigner signerFor(organisation::SigningIdentity identity)
    {
        return OrganisationSigner::make(std::move(identity), kNow).value();
    }

    [[nodiscard]] Result<ExportSummary> trySigned(OrganisationSigner& signer,
                                                  const std::string& workstation = "ws-17.example")
    {
        const auto log = openFilled(3);
        const LogSigner logSigner = signerOf(*log);
        Connection connection = audit::test::readOnly(database(), key());
        ExportRequest request;
        request.created = kNow;
        return exportBundle(
            connection, contentKeys(), {logSigner, signer, workstation}, request, bundlePath());
    }

    [[nodiscard]] std::filesystem::path authority() const
    {
        return m_folder.path() / "AUTHORITY.pem";
    }

    Made m_root;
};

class SignedExportWith : public SignedExport, public ::testing::WithParamInterface<MadeKey>
{};

TEST_P(SignedExportWith, IsTrustedByBothChecks)
{
    OrganisationSigner signer = signerFor(identity(GetParam()));
    const auto summary = trySigned(signer);
    ASSERT_TRUE(summary) << summary.error().message;
    const Ran ran = verify(bundlePath(), "--ca " + quoted(authority()));
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_NE(ran.output.find("Signed by CN=Example Hospital\\, Trust; the certificate is "
                              "trusted.\nBy that certificate's word the log is the one of the "
                              "workstation ws-17.example.\n"),
              std::string::npos)
        << ran.output;
    CheckOptions options;
    options.authority = authority();
    EXPECT_EQ(checkBundle(bundlePath(), options).value().text(), ran.output);
}

INSTANTIATE_TEST_SUITE_P(Keys,
                         SignedExportWith,
                         ::testing::Values(MadeKey::P256, MadeKey::Rsa3072));

TEST_F(SignedExport, WithoutItsAuthorityIsIncomplete)
{
    OrganisationSigner signer = signerFor(identity(MadeKey::P256));
    ASSERT_TRUE(trySigned(signer));
    EXPECT_EQ(verify(bundlePath()).status, 3);
    const auto other = m_folder.write("other.pem", organisation::test::makeAuthority("root").pem());
    EXPECT_EQ(verify(bundlePath(), "--ca " + quoted(other)).status, 1);
}

// What README.txt says, word for word.
class SignedExportReadme : public SignedExport
{
protected:
    void SetUp() override
    {
        SignedExport::SetUp();
        OrganisationSigner signer = signerFor(identity(MadeKey::P256));
        m_fingerprint = toHex(signer.fingerprint());
        ASSERT_TRUE(trySigned(signer));
        m_bundle = unpack();
        m_readme = readFile(m_bundle / "README.txt");
    }

    // Every command line in the order in which a reader comes to it, with real values in place of
    // those that README.txt leaves open.
    [[nodiscard]] std::vector<std::string> commands() const
    {
        constexpr std::size_t kIndent = 7;
        std::istringstream in(m_readme);
        std::vector<std::string> found;
        for (std::string line; std::getline(in, line);) {
            if (line.find_first_not_of(' ') == kIndent) {
                found.push_back(filledIn(line.substr(kIndent)));
            }
        }
        return found;
    }

    [[nodiscard]] std::string filledIn(std::string line) const
    {
        const std::string checkpoint = readFile(m_bundle / "log/checkpoint.note");
        std::istringstream lines(checkpoint);
        std::string origin;
        std::string size;
        std::string root;
        static_cast<void>(lines >> origin >> size >> root);
        const std::pair<std::string_view, std::string> values[] = {
            {"SIZE:ROOT", size + ":" + root},
            {"../EARLIER.zip", quoted(bundlePath())},
        };
        for (const auto& [name, value] : values) {
            if (const auto at = line.find(name); at != std::string::npos) {
                line.replace(at, name.size(), value);
            }
        }
        return line;
    }

    // The command line that has both words in it.
    [[nodiscard]] Ran follow(std::string_view word, std::string_view other) const
    {
        std::istringstream in(m_readme);
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("       ") && line.find(word) != std::string::npos &&
                line.find(other) != std::string::npos) {
                return runIn(m_bundle, line);
            }
        }
        return {};
    }

    std::filesystem::path m_bundle;
    std::string m_readme;
    std::string m_fingerprint;
};

TEST_F(SignedExportReadme, EveryCommandSucceedsInTheOrderInWhichItStands)
{
    std::size_t withAuthority = 0;
    for (const std::string& command : commands()) {
        if (command.starts_with("portcullisctl")) {
            continue; // this test has no such program; the check itself is compared elsewhere
        }
        const bool isVerifier = command.find("verify.py") != std::string::npos;
        const bool hasAuthority = command.find("--ca") != std::string::npos;
        withAuthority += isVerifier && hasAuthority ? 1 : 0;
        // Without the authority nobody can say who has signed.
        const int expected = isVerifier && !hasAuthority ? 3 : 0;
        const Ran ran = runIn(m_bundle, command);
        EXPECT_EQ(ran.status, expected) << command << '\n' << ran.output;
    }
    EXPECT_EQ(withAuthority, 1U);
    EXPECT_GE(commands().size(), 10U);
}

TEST_F(SignedExportReadme, ChecksTheListOfFilesWithOpensslAlone)
{
    const Ran list = follow("openssl cms -verify", "manifest.cms");
    EXPECT_EQ(list.status, 0) << list.output;
    EXPECT_EQ(follow("sha256sum", "-c MANIFEST.sha256").status, 0);
    std::filesystem::resize_file(m_bundle / "MANIFEST.sha256", 10);
    EXPECT_NE(follow("openssl cms -verify", "manifest.cms").status, 0);
}

TEST_F(SignedExportReadme, ShowsTheStatementWithOpensslAlone)
{
    const Ran ran = follow("openssl cms -verify", "log-key.cms");
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_NE(ran.output.find("organisation CN=Example Hospital\\, Trust\nworkstation "
                              "ws-17.example\n" +
                              readFile(m_bundle / "keys/log.vkeys")),
              std::string::npos)
        << ran.output;
}

TEST_F(SignedExportReadme, NamesTheFingerprintOfTheCertificate)
{
    EXPECT_EQ(follow("openssl cms -verify", "manifest.cms").status, 0);
    EXPECT_EQ(follow("openssl x509", "SIGNER.pem").output, m_fingerprint + "  -\n");
    std::erase(m_readme, ' ');
    EXPECT_NE(m_readme.find("SHA-256" + m_fingerprint), std::string::npos);
}

TEST_F(SignedExport, NeedsTheNameOfTheComputer)
{
    OrganisationSigner signer = signerFor(identity(MadeKey::P256));
    for (const std::string& name :
         {std::string(), std::string("two words"), std::string(256, 'x')}) {
        const auto summary = trySigned(signer, name);
        ASSERT_FALSE(summary);
        EXPECT_EQ(summary.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(SignedExport, AKeyThatFailsLeavesNothingBehind)
{
    for (const int signatures : {0, 1}) {
        organisation::SigningIdentity who = identity(MadeKey::P256);
        who.key = std::make_unique<TiredKey>(std::move(who.key), signatures);
        OrganisationSigner signer = signerFor(std::move(who));
        const auto summary = trySigned(signer);
        ASSERT_FALSE(summary);
        EXPECT_EQ(summary.error().message, "The token was removed.");
        EXPECT_EQ(filesWritten(), 0U);
    }
}

TEST_F(SignedExport, TheLogAloneSignsWithoutIt)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    for (const char* const name :
         {"keys/log-key.cms", "keys/org-chain.pem", "signatures/manifest.cms"}) {
        EXPECT_FALSE(std::filesystem::exists(folder / name)) << name;
    }
    EXPECT_EQ(readFile(folder / "README.txt").find("The organisation's signature"),
              std::string::npos);
}

} // namespace
} // namespace portcullis::audit::bundle::test
