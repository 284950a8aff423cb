#include "gateway/engine/policy_source.h"
#include "tests/support/policy_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <unistd.h>

// Whose policy is taken, and from where.
namespace portcullis::engine {
namespace {

namespace fs = std::filesystem;
using test::PolicyFolder;

ErrorCode codeOf(const PolicyPlace& place)
{
    const auto policy = readPolicy(place);
    EXPECT_FALSE(policy);
    return policy ? ErrorCode::Internal : policy.error().code;
}

class PolicySource : public testing::Test
{
protected:
    void SetUp() override { folder.put(PolicyFolder::text(1, R"({"fixed":{}})")); }

    PolicyFolder folder;
};

TEST_F(PolicySource, TakesWhatATrustedKeyHasSigned)
{
    const auto policy = readPolicy(folder.place());
    ASSERT_TRUE(policy) << policy.error().message;
    ASSERT_TRUE(*policy);
    EXPECT_EQ((*policy)->lockdown->policy().version, 1U);
    EXPECT_EQ((*policy)->hash.size(), 64U);
    const PolicyFolder p256(audit::KeyKind::EcdsaP256);
    p256.put(PolicyFolder::text(2, "{}"));
    EXPECT_EQ((*readPolicy(p256.place()).value()).lockdown->policy().version, 2U);
}

TEST_F(PolicySource, IsNothingWhereThereIsNone)
{
    folder.remove();
    EXPECT_FALSE(readPolicy(folder.place()).value());
    EXPECT_EQ(stampOf(folder.place()).find("policy.json"), std::string::npos);
    fs::remove_all(folder.path());
    EXPECT_FALSE(readPolicy(folder.place()).value());
    EXPECT_FALSE(readPolicy({folder.path() / "a/b", folder.path().parent_path(), 4711}).value())
        << "whoever might put one there";
}

TEST_F(PolicySource, RefusesEveryFlippedBit)
{
    const std::string text = PolicyFolder::text(1, "{}");
    const std::string signature = folder.key.sign(text).value();
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string flipped = text;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        const auto opened = openPolicy(flipped, signature, folder.key.publicPem().value());
        ASSERT_FALSE(opened) << i;
        EXPECT_EQ(opened.error().code, ErrorCode::Unauthenticated) << i;
    }
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string flipped = signature;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        EXPECT_FALSE(openPolicy(text, flipped, folder.key.publicPem().value())) << i;
    }
    EXPECT_TRUE(openPolicy(text, signature, folder.key.publicPem().value()));
    EXPECT_FALSE(openPolicy(text, "", folder.key.publicPem().value()));
    EXPECT_FALSE(openPolicy(text, signature, ""));
}

TEST_F(PolicySource, RefusesAnotherKey)
{
    const auto other = audit::SigningKey::generate(audit::KeyKind::Ed25519).value();
    const std::string text = PolicyFolder::text(2, "{}");
    folder.put(text, other.sign(text).value());
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::Unauthenticated);
    folder.write(kPolicyKeysName, folder.key.publicPem().value() + other.publicPem().value());
    EXPECT_TRUE(readPolicy(folder.place()).value()) << "a second key is trusted now";
}

TEST_F(PolicySource, RefusesWhatIsNotWhole)
{
    fs::remove(folder.path() / kPolicySignatureName);
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::NotFound);
    SetUp();
    fs::remove(folder.path() / kPolicyKeysName);
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::NotFound);
    folder.trust(folder.key);
    fs::remove(folder.path() / kPolicyName);
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::NotFound) << "its signature is there";
    folder.put(std::string(api::kMaxPolicyBytes + 1, ' '));
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::ResourceExhausted);
    folder.put("{}");
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::InvalidArgument) << "signed, and no policy";
}

TEST_F(PolicySource, RefusesWhatOthersMayWriteTo)
{
    for (const char* name : {kPolicyName, kPolicySignatureName, kPolicyKeysName}) {
        for (const auto mode : {0664, 0646}) {
            fs::permissions(folder.path() / name, fs::perms(mode));
            EXPECT_EQ(codeOf(folder.place()), ErrorCode::PermissionDenied) << name;
        }
        fs::permissions(folder.path() / name, fs::perms(0644));
    }
    for (const fs::path& above : {folder.path(), folder.path().parent_path()}) {
        fs::permissions(above, fs::perms(0777));
        EXPECT_EQ(codeOf(folder.place()), ErrorCode::PermissionDenied) << above;
        fs::permissions(above, fs::perms(0755));
    }
    EXPECT_TRUE(readPolicy(folder.place()).value());
}

TEST_F(PolicySource, RefusesAnotherOwner)
{
    PolicyPlace place = folder.place();
    place.owner = ::geteuid() + 1;
    const auto policy = readPolicy(place);
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, ErrorCode::PermissionDenied);
    EXPECT_NE(policy.error().message.find("must belong to"), std::string::npos);
}

TEST_F(PolicySource, FollowsNoLinks)
{
    for (const char* name : {kPolicyName, kPolicySignatureName, kPolicyKeysName}) {
        const fs::path file = folder.path() / name;
        const fs::path aside = folder.path() / "aside";
        fs::rename(file, aside);
        fs::create_symlink(aside, file);
        EXPECT_EQ(codeOf(folder.place()), ErrorCode::PermissionDenied) << name;
        fs::remove(file);
        fs::rename(aside, file);
    }
    const fs::path link = folder.path().parent_path() / "link";
    fs::create_directory_symlink(folder.path(), link);
    PolicyPlace place = folder.place();
    place.folder = link;
    EXPECT_EQ(codeOf(place), ErrorCode::PermissionDenied);
    fs::remove(folder.path() / kPolicyName);
    ASSERT_EQ(::mkfifo((folder.path() / kPolicyName).c_str(), 0644), 0);
    EXPECT_EQ(codeOf(folder.place()), ErrorCode::PermissionDenied) << "a pipe holds nothing up";
}

TEST_F(PolicySource, TellsFilesThatHaveChanged)
{
    const std::string before = stampOf(folder.place());
    EXPECT_EQ(stampOf(folder.place()), before);
    folder.put(PolicyFolder::text(22, "{}"));
    EXPECT_NE(stampOf(folder.place()), before);
}

TEST_F(PolicySource, IsRootsPlaceInTheBuild)
{
    const PolicyPlace place;
    EXPECT_TRUE(place.folder.is_absolute());
    EXPECT_EQ(place.top, "/");
    EXPECT_EQ(place.owner, 0U);
}

} // namespace
} // namespace portcullis::engine
