#include "gateway/audit/bundle/log_identity.h"
#include "tests/gateway/audit/bundle/bundle_folder.h"

#include <gtest/gtest.h>

namespace portcullis::audit::bundle {

namespace {

using test::BundleFolder;

constexpr Where kWhere{"note", {}, {}};

Result<LogIdentity> identityOf(const BundleFolder& bundle, const std::string& origin)
{
    const auto files = BundleFiles::open(bundle.path());
    return LogIdentity::load(*files, origin);
}

TEST(LogIdentity, KnowsItsKeysAndNotes)
{
    const BundleFolder bundle(3);
    const auto identity = identityOf(bundle, test::kOrigin);
    ASSERT_TRUE(identity) << identity.error().message;
    EXPECT_TRUE(identity->hasVkey(bundle.signer().ed25519().vkey()));
    EXPECT_FALSE(identity->hasVkey(""));
    const auto head = identity->checkNote(bundle.files.at(std::string(kCheckpoint)), kWhere);
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(*head, bundle.head());
}

TEST(LogIdentity, BothKeysMustHaveSigned)
{
    const BundleFolder bundle(3);
    const auto identity = identityOf(bundle, test::kOrigin);
    SignedNote note = bundle.signer().signNote(bundle.head()).value();
    note.signatures.pop_back();
    EXPECT_EQ(identity->checkNote(note.format(), kWhere).error().message,
              "note: a signature of the log is missing.");
    note = bundle.signer().signNote(bundle.head()).value();
    note.signatures.push_back(note.signatures.front());
    note.signatures.back().bytes.front() ^= 1;
    EXPECT_EQ(identity->checkNote(note.format(), kWhere).error().message,
              "note: a signature of the log is false.");
}

TEST(LogIdentity, KeysBelongToTheirOrigin)
{
    const BundleFolder bundle(3);
    EXPECT_EQ(identityOf(bundle, "another").error().message,
              "keys/log.vkeys does not belong to the keys beside it.");
    for (const auto* const bad : {"", "a b", "a+b", "\xC3\xA9", "a\n"}) {
        EXPECT_FALSE(identityOf(bundle, bad)) << bad;
    }
}

TEST(LogIdentity, AKeyIsWrittenInOneWayOnly)
{
    const BundleFolder bundle(3);
    const std::string pem = bundle.files.at(std::string(kEd25519Pem));
    for (const std::string& bad : {pem + "\n",
                                   "x" + pem,
                                   pem.substr(0, pem.size() - 1),
                                   pem + pem,
                                   bundle.files.at(std::string(kP256Pem)),
                                   std::string()}) {
        bundle.write(kEd25519Pem, bad);
        EXPECT_EQ(identityOf(bundle, test::kOrigin).error().message,
                  "keys/log-ed25519.pem does not hold the key that it must.");
    }
}

TEST(LogIdentity, ChecksBothSignaturesOfTheSums)
{
    const BundleFolder bundle(3);
    const auto files = BundleFiles::open(bundle.path());
    const auto identity = LogIdentity::load(*files, test::kOrigin);
    const std::string sums = files->read(kManifestSums).value();
    EXPECT_TRUE(identity->checkSums(*files, sums));
    EXPECT_FALSE(identity->checkSums(*files, sums + "x"));
    bundle.write(kEd25519Signature, files->read(kEd25519Signature).value() + "x");
    EXPECT_EQ(identity->checkSums(*files, sums).error().message,
              "The log's Ed25519 signature of MANIFEST.sha256 is false.");
}

} // namespace

} // namespace portcullis::audit::bundle
