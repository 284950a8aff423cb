#include "gateway/base/encoding.h"
#include "gateway/policy/virtual_key.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace portcullis::policy {
namespace {

using namespace std::chrono_literals;

const WallTime kNow = fromMicros(1'795'339'800'000'000);

class VirtualKeyTest : public testing::Test
{
protected:
    static SecretBytes pepper()
    {
        return SecretBytes(std::string_view("the installation's pepper"));
    }

    static api::KeyConfig configured(const MadeKey& made)
    {
        api::KeyConfig key;
        key.id = made.id;
        key.label = "Claude";
        key.hash = made.hash;
        return key;
    }

    static KeyRing ringOf(api::KeyConfig key)
    {
        auto config = std::make_shared<api::GatewayConfig>();
        config->keys.push_back(std::move(key));
        return {config, pepper()};
    }

    MadeKey m_made = makeKey(pepper());
};

TEST_F(VirtualKeyTest, HasTheDocumentedForm)
{
    const std::string text(m_made.secret.revealText());
    EXPECT_EQ(text.size(), 53U);
    EXPECT_TRUE(text.starts_with("pcl_"));
    EXPECT_EQ(m_made.id.str().size(), 19U);
    EXPECT_TRUE(m_made.id.str().starts_with("vk_"));
    EXPECT_TRUE(isWellFormed(text));
    const auto random = fromBase64Url(std::string_view(text).substr(4, 43));
    ASSERT_TRUE(random);
    EXPECT_EQ(random->size(), 32U);
    EXPECT_EQ(m_made.hash, hashKey(text, pepper()));
}

TEST_F(VirtualKeyTest, IsNewEachTime)
{
    std::set<std::string> secrets;
    std::set<std::string> ids;
    for (int i = 0; i < 50; ++i) {
        const MadeKey made = makeKey(pepper());
        EXPECT_TRUE(isWellFormed(made.secret.revealText()));
        secrets.emplace(made.secret.revealText());
        ids.insert(made.id.str());
    }
    EXPECT_EQ(secrets.size(), 50U);
    EXPECT_EQ(ids.size(), 50U);
}

TEST_F(VirtualKeyTest, ChecksumCatchesEverySingleSlip)
{
    const std::string good(m_made.secret.revealText());
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string wrong = good;
        wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
        EXPECT_FALSE(isWellFormed(wrong)) << "position " << i;
        EXPECT_FALSE(isWellFormed(good.substr(0, i)));
    }
    EXPECT_FALSE(isWellFormed(good + "A"));
    EXPECT_FALSE(isWellFormed(" " + good));
    EXPECT_FALSE(isWellFormed(""));
}

TEST_F(VirtualKeyTest, HashDependsOnThePepper)
{
    const SecretBytes other(std::string_view("another pepper"));
    EXPECT_NE(hashKey(m_made.secret.revealText(), other), m_made.hash);
}

TEST_F(VirtualKeyTest, RingKnowsItsKey)
{
    const KeyRing ring = ringOf(configured(m_made));
    const Identification found = ring.identify(m_made.secret.revealText(), kNow);
    EXPECT_EQ(found.reason, api::Reason::Allowed);
    ASSERT_NE(found.key, nullptr);
    EXPECT_EQ(found.key->id, m_made.id);
}

TEST_F(VirtualKeyTest, RingTellsMissingFromUnknown)
{
    const KeyRing ring = ringOf(configured(m_made));
    EXPECT_EQ(ring.identify("", kNow).reason, api::Reason::MissingKey);
    EXPECT_EQ(ring.identify("pcl_nonsense", kNow).reason, api::Reason::UnknownKey);
    const MadeKey stranger = makeKey(pepper());
    const Identification unknown = ring.identify(stranger.secret.revealText(), kNow);
    EXPECT_EQ(unknown.reason, api::Reason::UnknownKey);
    EXPECT_EQ(unknown.key, nullptr);
}

TEST_F(VirtualKeyTest, DisabledKeyIsNamedButRefused)
{
    api::KeyConfig key = configured(m_made);
    key.disabled = true;
    const KeyRing ring = ringOf(key);
    const Identification found = ring.identify(m_made.secret.revealText(), kNow);
    EXPECT_EQ(found.reason, api::Reason::KeyDisabled);
    EXPECT_NE(found.key, nullptr);
}

TEST_F(VirtualKeyTest, KeyExpiresAtTheVeryMoment)
{
    api::KeyConfig key = configured(m_made);
    key.expires = kNow;
    const KeyRing ring = ringOf(key);
    const auto secret = m_made.secret.revealText();
    EXPECT_EQ(ring.identify(secret, kNow - 1us).reason, api::Reason::Allowed);
    EXPECT_EQ(ring.identify(secret, kNow).reason, api::Reason::KeyExpired);
    EXPECT_NE(ring.identify(secret, kNow).key, nullptr);
}

TEST_F(VirtualKeyTest, AnOldSecretIsKnownUntilItsEnd)
{
    const MadeKey next = makeKey(pepper());
    api::KeyConfig key = configured(m_made);
    key.retiring = api::RetiringSecret{key.hash, kNow};
    key.hash = next.hash;
    const KeyRing ring = ringOf(key);
    const Identification fresh = ring.identify(next.secret.revealText(), kNow - 1us);
    EXPECT_EQ(fresh.reason, api::Reason::Allowed);
    EXPECT_FALSE(fresh.retiring);
    const Identification old = ring.identify(m_made.secret.revealText(), kNow - 1us);
    EXPECT_EQ(old.reason, api::Reason::Allowed);
    EXPECT_TRUE(old.retiring);
    EXPECT_EQ(old.key, fresh.key);
    const Identification over = ring.identify(m_made.secret.revealText(), kNow);
    EXPECT_EQ(over.reason, api::Reason::SecretEnded);
    EXPECT_EQ(over.key, fresh.key);
    EXPECT_EQ(ring.identify(next.secret.revealText(), kNow).reason, api::Reason::Allowed);
}

TEST_F(VirtualKeyTest, AnOldSecretIsNoBetterThanItsKey)
{
    api::KeyConfig key = configured(m_made);
    key.retiring = api::RetiringSecret{key.hash, kNow + 1h};
    key.hash = makeKey(pepper()).hash;
    key.disabled = true;
    EXPECT_EQ(ringOf(key).identify(m_made.secret.revealText(), kNow).reason,
              api::Reason::KeyDisabled);
}

TEST_F(VirtualKeyTest, EmptyRingKnowsNobody)
{
    const KeyRing ring(nullptr, pepper());
    EXPECT_EQ(ring.identify(m_made.secret.revealText(), kNow).reason, api::Reason::UnknownKey);
}

} // namespace
} // namespace portcullis::policy
