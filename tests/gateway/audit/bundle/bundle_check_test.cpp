#include "gateway/audit/bundle/bundle_check.h"
#include "tests/gateway/audit/bundle/bundle_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::audit::bundle {

namespace {

using test::BundleFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(BundleCheck, TellsWhatAGoodBundleShows)
{
    const BundleFolder bundle(5);
    const auto verdict = checkBundle(bundle.path(), {});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, Verdict::Status::Valid) << verdict->sentence;
    EXPECT_EQ(verdict->origin, test::kOrigin);
    EXPECT_EQ(verdict->scope, R"({"key":"vk_none"})");
    EXPECT_EQ(verdict->begin, 0U);
    EXPECT_EQ(verdict->end, 5U);
    EXPECT_EQ(verdict->size, 5U);
    EXPECT_EQ(verdict->root, bundle.head().root);
    EXPECT_EQ(verdict->counts, (Counts{.headers = 5}));
    EXPECT_THAT(verdict->text(), HasSubstr("records 0 to 4 of 5.\n"));
    EXPECT_THAT(verdict->text(), HasSubstr("\nVALID: nothing was changed"));
}

TEST(BundleCheck, HoldsTheBundleAgainstWhatIsKnownFromElsewhere)
{
    const BundleFolder bundle(5);
    CheckOptions options;
    options.pin = bundle.head();
    options.logKey = bundle.signer().p256().vkey();
    const auto met = checkBundle(bundle.path(), options);
    ASSERT_TRUE(met);
    EXPECT_EQ(met->status, Verdict::Status::Valid) << met->sentence;
    EXPECT_THAT(met->said,
                ElementsAre("The log's key is the one that was named.", "The pin is met."));

    options.pin->size = 6;
    const auto beyond = checkBundle(bundle.path(), options);
    ASSERT_TRUE(beyond);
    EXPECT_EQ(beyond->status, Verdict::Status::Incomplete);
    EXPECT_THAT(beyond->missing,
                ElementsAre(HasSubstr("the log had 6 records, this bundle knows only 5")));

    options.pin->size = 4;
    const auto another = checkBundle(bundle.path(), options);
    ASSERT_TRUE(another);
    EXPECT_EQ(another->status, Verdict::Status::Invalid);
    EXPECT_THAT(another->sentence, StartsWith("The log is not the one of the pin"));
}

TEST(BundleCheck, NamesTheFirstBadFile)
{
    const BundleFolder bundle(5);
    bundle.write(kReadme, "another text\n");
    const auto verdict = checkBundle(bundle.path(), {});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, Verdict::Status::Invalid);
    EXPECT_EQ(verdict->text(), "INVALID: The file README.txt is not the one that was exported.\n");
}

TEST(BundleCheck, TakesWhatCannotBeReadForInvalid)
{
    const portcullis::test::TempFolder folder;
    const auto verdict = checkBundle(folder.path() / "nothing.zip", {});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, Verdict::Status::Invalid);
    EXPECT_EQ(verdict->sentence, "The bundle cannot be read: No such file or directory.");
}

TEST(BundleCheck, TellsHowFarItIs)
{
    const BundleFolder bundle(2048);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> steps;
    CheckOptions options;
    options.progress = [&steps](std::uint64_t done, std::uint64_t all) {
        steps.emplace_back(done, all);
    };
    ASSERT_TRUE(checkBundle(bundle.path(), options));
    EXPECT_THAT(steps, ElementsAre(std::pair(1024U, 2048U), std::pair(2048U, 2048U)));
}

TEST(BundleCheck, CanBeStopped)
{
    const BundleFolder bundle(2048);
    std::stop_source stop;
    CheckOptions options;
    options.stop = stop.get_token();
    options.progress = [&stop](std::uint64_t, std::uint64_t) { stop.request_stop(); };
    const auto between = checkBundle(bundle.path(), options);
    ASSERT_FALSE(between);
    EXPECT_EQ(between.error().code, ErrorCode::Cancelled);

    const auto before = checkBundle(bundle.path(), options);
    ASSERT_FALSE(before);
    EXPECT_EQ(before.error().code, ErrorCode::Cancelled);
}

TEST(BundleCheck, JoinsBundlesOfOneLogOnly)
{
    const BundleFolder bundle(5);
    const BundleFolder other(5);
    CheckOptions options;
    options.previous = bundle.path();
    const auto same = checkBundle(bundle.path(), options);
    ASSERT_TRUE(same);
    EXPECT_THAT(same->said, ElementsAre("It goes on where the previous bundle ends."));

    options.previous = other.path();
    const auto another = checkBundle(bundle.path(), options);
    ASSERT_TRUE(another);
    EXPECT_EQ(another->sentence, "The previous bundle is one of another log.");
}

} // namespace

} // namespace portcullis::audit::bundle
