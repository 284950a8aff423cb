#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

using namespace std::chrono_literals;

const WallTime kNow = fromMicros(1'795'339'800'000'000);

// New secrets of a key, and what it is bound to.
class KeyChangeTest : public testing::Test
{
protected:
    KeyChangeTest() { m_config.keys = {test::sampleKey("1"), test::sampleKey("2")}; }

    [[nodiscard]] static RotateKey rotation(const std::string& secret, WallTime now = kNow)
    {
        return {KeyId("vk_1"), sha256(secret), now, now + 24h, false};
    }

    [[nodiscard]] ErrorCode refused(const ConfigChange& change) const
    {
        const auto next = applyChange(m_config, change);
        EXPECT_FALSE(next);
        return next ? ErrorCode::Internal : next.error().code;
    }

    const KeyConfig& apply(const ConfigChange& change)
    {
        auto next = applyChange(m_config, change);
        EXPECT_TRUE(next) << next.error().message;
        m_config = next ? std::move(*next) : m_config;
        return m_config.keys[0];
    }

    GatewayConfig m_config;
};

TEST_F(KeyChangeTest, RotatingKeepsTheOldSecretUntilItsEnd)
{
    const Digest old = m_config.keys[0].hash;
    const KeyConfig& key = apply(rotation("new"));
    EXPECT_EQ(key.hash, sha256("new"));
    EXPECT_EQ(key.retiring, (RetiringSecret{old, kNow + 24h}));
}

TEST_F(KeyChangeTest, RotatingWithoutOverlapEndsTheOldSecret)
{
    RotateKey change = rotation("new");
    change.until.reset();
    EXPECT_EQ(apply(change).retiring, std::nullopt);
    change = rotation("newer");
    change.until = kNow; // over before it begins
    EXPECT_EQ(apply(change).retiring, std::nullopt);
}

TEST_F(KeyChangeTest, AnOlderSecretThatWorksIsReplacedOnlyWhenThatIsSaid)
{
    apply(rotation("new"));
    EXPECT_EQ(refused(rotation("newer", kNow + 1h)), ErrorCode::AlreadyExists);
    RotateKey meant = rotation("newer", kNow + 1h);
    meant.replaceOld = true;
    EXPECT_EQ(apply(meant).retiring, (RetiringSecret{sha256("new"), kNow + 25h}));
    EXPECT_EQ(apply(rotation("newest", kNow + 25h)).retiring->hash, sha256("newer"))
        << "the one before has ended by then";
}

TEST_F(KeyChangeTest, AnOldSecretNeverOutlivesItsKey)
{
    UpdateKey ends = updateOf(m_config.keys[0]);
    ends.expires = kNow + 2h;
    apply(ends);
    EXPECT_EQ(apply(rotation("new")).retiring->until, kNow + 2h);
    ends.expires = kNow + 1h;
    EXPECT_EQ(apply(ends).retiring->until, kNow + 1h);
    m_config.keys[0].retiring->until = kNow + 3h;
    EXPECT_FALSE(validate(m_config));
}

TEST_F(KeyChangeTest, AnOverlapIsAtMostNinetyDays)
{
    RotateKey change = rotation("new");
    change.until = kNow + kMaxOverlap + 1s;
    EXPECT_EQ(refused(change), ErrorCode::InvalidArgument);
    change.until = kNow + kMaxOverlap;
    EXPECT_TRUE(apply(change).retiring);
}

TEST_F(KeyChangeTest, TheOldSecretCanBeEnded)
{
    EXPECT_EQ(refused(EndOldSecret{KeyId("vk_1")}), ErrorCode::NotFound);
    apply(rotation("new"));
    EXPECT_EQ(apply(EndOldSecret{KeyId("vk_1")}).retiring, std::nullopt);
    EXPECT_EQ(refused(EndOldSecret{KeyId("vk_9")}), ErrorCode::NotFound);
}

TEST_F(KeyChangeTest, NoTwoSecretsAreTheSame)
{
    EXPECT_EQ(refused(rotation("2")), ErrorCode::InvalidArgument) << "that of the other key";
    EXPECT_EQ(refused(rotation("1")), ErrorCode::InvalidArgument) << "its own";
}

TEST_F(KeyChangeTest, RecordsSayHowLongTheOldSecretGoesOn)
{
    EXPECT_STREQ(changeName(RotateKey{}), "key.rotate");
    EXPECT_STREQ(changeName(EndOldSecret{}), "key.retire");
    EXPECT_EQ(changeSubject(rotation("new")), "vk_1: old secret until " + formatTime(kNow + 24h));
    RotateKey atOnce = rotation("new");
    atOnce.until.reset();
    EXPECT_EQ(changeSubject(atOnce), "vk_1: old secret ended");
}

TEST_F(KeyChangeTest, BindingsAreListedOnceAndInOrder)
{
    UpdateKey change = updateOf(m_config.keys[0]);
    change.transports = {KeyTransport::Http, KeyTransport::Stdio};
    change.programs = {{sha256("claude"), "/usr/bin/claude"}};
    const KeyConfig& key = apply(change);
    EXPECT_EQ(updateOf(key), change);
    change.transports = {KeyTransport::Stdio, KeyTransport::Http};
    EXPECT_EQ(refused(change), ErrorCode::InvalidArgument);
    change.transports = {KeyTransport::Http, KeyTransport::Http};
    EXPECT_EQ(refused(change), ErrorCode::InvalidArgument);
    change.transports.clear();
    change.programs.push_back({sha256("claude"), "/elsewhere"});
    EXPECT_EQ(refused(change), ErrorCode::InvalidArgument);
    change.programs = {{sha256("claude"), "a\nb"}};
    EXPECT_EQ(refused(change), ErrorCode::InvalidArgument);
    change.programs.assign(kMaxPrograms + 1, {});
    EXPECT_EQ(refused(change), ErrorCode::InvalidArgument);
}

TEST_F(KeyChangeTest, UnknownTransportsInAFileAreRefused)
{
    nlohmann::json json = toJson(m_config.keys[0]);
    json["transports"] = {"carrier pigeon"};
    EXPECT_FALSE(keyFromJson(json));
    json["transports"] = {"sse"};
    EXPECT_TRUE(keyFromJson(json));
    json["retiring"] = {{"hash", "12"}, {"until", "2026-01-01T00:00:00Z"}};
    EXPECT_FALSE(keyFromJson(json));
}

} // namespace
} // namespace portcullis::api
