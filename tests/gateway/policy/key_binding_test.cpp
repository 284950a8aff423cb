#include "gateway/policy/key_binding.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

using api::KeyTransport;
using api::Reason;

const WallTime kNow = fromMicros(1'795'339'800'000'000);
const Digest kClaude = sha256("claude");
const Digest kOther = sha256("other");

TEST(KeyBinding, AnUnboundKeyMayComeAnyWay)
{
    const api::KeyConfig key;
    for (const auto transport : {KeyTransport::Http, KeyTransport::Sse, KeyTransport::Stdio}) {
        EXPECT_EQ(bindingOf(key, {transport, {}}), Reason::Allowed);
        EXPECT_EQ(bindingOf(key, {transport, kOther}), Reason::Allowed);
    }
}

TEST(KeyBinding, AKeyIsHeldToItsTransports)
{
    api::KeyConfig key;
    key.transports = {KeyTransport::Http, KeyTransport::Stdio};
    EXPECT_EQ(bindingOf(key, {KeyTransport::Http, {}}), Reason::Allowed);
    EXPECT_EQ(bindingOf(key, {KeyTransport::Stdio, {}}), Reason::Allowed);
    EXPECT_EQ(bindingOf(key, {KeyTransport::Sse, {}}), Reason::KeyNotForTransport);
}

TEST(KeyBinding, AKeyIsHeldToItsPrograms)
{
    api::KeyConfig key;
    key.programs = {{sha256("cursor"), {}}, {kClaude, "/usr/bin/claude"}};
    EXPECT_EQ(bindingOf(key, {KeyTransport::Stdio, kClaude}), Reason::Allowed);
    EXPECT_EQ(bindingOf(key, {KeyTransport::Stdio, kOther}), Reason::KeyNotForProgram);
    EXPECT_EQ(bindingOf(key, {KeyTransport::Stdio, {}}), Reason::ProgramUnknown);
    EXPECT_EQ(bindingOf(key, {KeyTransport::Http, {}}), Reason::ProgramUnknown);
    key.transports = {KeyTransport::Http};
    EXPECT_EQ(bindingOf(key, {KeyTransport::Stdio, kClaude}), Reason::KeyNotForTransport);
}

TEST(KeyRotation, NamesTheMomentAndTheEnd)
{
    api::KeyConfig key;
    key.id = KeyId("vk_1");
    const auto rotation = rotationOf(&key, {key.id, std::chrono::hours(24), true}, kOther, kNow);
    ASSERT_TRUE(rotation);
    EXPECT_EQ(*rotation,
              (api::RotateKey{key.id, kOther, kNow, kNow + std::chrono::hours(24), true}));
    const auto atOnce = rotationOf(&key, {key.id, std::chrono::seconds(0), false}, kOther, kNow);
    ASSERT_TRUE(atOnce);
    EXPECT_EQ(atOnce->until, std::nullopt);
}

TEST(KeyRotation, NeverOutlivesTheKey)
{
    api::KeyConfig key;
    key.expires = kNow + std::chrono::hours(1);
    const auto rotation = rotationOf(&key, {key.id, std::chrono::hours(24), false}, kOther, kNow);
    ASSERT_TRUE(rotation);
    EXPECT_EQ(rotation->until, key.expires);
}

TEST(KeyRotation, RefusesOverlapsThatAreTooLongOrNegative)
{
    for (const auto overlap : {std::chrono::seconds(api::kMaxOverlap) + std::chrono::seconds(1),
                               std::chrono::seconds(-1)}) {
        EXPECT_FALSE(rotationOf(nullptr, {KeyId("vk_1"), overlap, false}, kOther, kNow));
    }
    EXPECT_TRUE(rotationOf(nullptr, {KeyId("vk_1"), api::kMaxOverlap, false}, kOther, kNow));
}

} // namespace
} // namespace portcullis::policy
