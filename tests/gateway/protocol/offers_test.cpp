#include "gateway/protocol/offers.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kKinds = {OfferKind::Prompt, OfferKind::Resource, OfferKind::Template};

std::string resultOf(OfferKind kind, const std::string& items, const std::string& members = {})
{
    return R"({")" + std::string(termsOf(kind).list) + R"(":[)" + items + "]" + members + "}";
}

OffersPage pageOf(OfferKind kind, const std::string& items, Era era = Era::Session)
{
    const Json result(resultOf(kind, items));
    auto page = readOffersPage(kind, result.root(), era);
    EXPECT_TRUE(page.has_value());
    return page ? std::move(*page) : OffersPage{};
}

std::string itemOf(OfferKind kind, const std::string& key, const std::string& rest = {})
{
    return R"({")" + std::string(termsOf(kind).key) + R"(":")" + key + "\"" + rest + "}";
}

std::string
written(OfferKind kind, std::string key, const std::string& definition, const char* publicKey)
{
    return writeOffer(kind, {std::move(key), definition}, publicKey);
}

} // namespace

TEST(OfferTerms, NamesWhatTheProtocolHas)
{
    EXPECT_EQ(termsOf(OfferKind::Prompt).method, "prompts/list");
    EXPECT_EQ(termsOf(OfferKind::Resource).method, "resources/list");
    EXPECT_EQ(termsOf(OfferKind::Template).method, "resources/templates/list");
    EXPECT_EQ(termsOf(OfferKind::Template).list, "resourceTemplates");
    EXPECT_EQ(termsOf(OfferKind::Template).key, "uriTemplate");
    EXPECT_EQ(termsOf(OfferKind::Template).changed, termsOf(OfferKind::Resource).changed);
}

// A-70
TEST(ReadOffersPage, KeepsDefinitionsAsTheyCame)
{
    for (const OfferKind kind : kKinds) {
        const std::string definition =
            itemOf(kind, R"(caf\u00e9)", R"(, "size" : 1e400,"icons":[{"src":"x"}],"x":null)");
        const OffersPage page = pageOf(kind, definition);
        EXPECT_EQ(page.offers, (std::vector<Offer>{{"caf\xC3\xA9", definition}}));
        EXPECT_TRUE(page.notes.empty());
    }
}

TEST(ReadOffersPage, FindsNothingInAnEmptyList)
{
    for (const OfferKind kind : kKinds) {
        const OffersPage page = pageOf(kind, "");
        EXPECT_TRUE(page.offers.empty());
        EXPECT_TRUE(page.notes.empty());
        EXPECT_FALSE(page.nextCursor);
    }
}

// E-48
TEST(ReadOffersPage, LeavesBadItemsOutWithANote)
{
    const std::string tooLong(kMaxOfferKey + 1, 'k');
    const std::string tooLarge = R"(,"x":")" + std::string(kMaxOfferBytes, 'x') + "\"";
    for (const OfferKind kind : kKinds) {
        for (const std::string& bad : {std::string("null"),
                                       std::string("7"),
                                       std::string(R"("a")"),
                                       std::string("[]"),
                                       std::string(R"([{"name":"a","uri":"a"}])"),
                                       std::string("{}"),
                                       std::string(R"({"name":7,"uri":{},"uriTemplate":null})"),
                                       std::string(R"({"Name":"a","URI":"a"})"),
                                       itemOf(kind, ""),
                                       itemOf(kind, tooLong),
                                       itemOf(kind, "a", tooLarge)}) {
            const OffersPage page = pageOf(kind, bad + "," + itemOf(kind, "good"));
            ASSERT_EQ(page.offers.size(), 1U) << bad.substr(0, 100);
            EXPECT_EQ(page.offers.front().key, "good");
            ASSERT_EQ(page.notes.size(), 1U);
            EXPECT_LT(page.notes.front().size(), 400U);
            EXPECT_NE(page.notes.front().find(termsOf(kind).method), std::string::npos);
        }
    }
}

TEST(ReadOffersPage, TakesWhatIsJustWithinTheLimits)
{
    for (const OfferKind kind : kKinds) {
        const std::string key(kMaxOfferKey, 'k');
        EXPECT_EQ(pageOf(kind, itemOf(kind, key)).offers.size(), 1U);
        const std::string frame = itemOf(kind, "a", R"(,"x":"")");
        const std::string full =
            itemOf(kind, "a", R"(,"x":")" + std::string(kMaxOfferBytes - frame.size(), 'x') + "\"");
        ASSERT_EQ(full.size(), kMaxOfferBytes);
        EXPECT_EQ(pageOf(kind, full).offers.size(), 1U);
    }
}

// G-55
TEST(ReadOffersPage, KeepsTheFirstOfTheSameKey)
{
    for (const OfferKind kind : kKinds) {
        const OffersPage page =
            pageOf(kind,
                   itemOf(kind, "a", R"(,"n":1)") + "," + itemOf(kind, "b") + "," +
                       itemOf(kind, R"(\u0061)", R"(,"n":2)") + "," + itemOf(kind, "A"));
        ASSERT_EQ(page.offers.size(), 3U);
        EXPECT_EQ(page.offers.front().definition, itemOf(kind, "a", R"(,"n":1)"));
        ASSERT_EQ(page.notes.size(), 1U);
        EXPECT_NE(page.notes.front().find("another one"), std::string::npos);
    }
}

TEST(ReadOffersPage, TakesTheGoodOneAfterABadOneOfTheSameKey)
{
    const OffersPage page =
        pageOf(OfferKind::Prompt, R"({"name":"a","arguments":{}},{"name":"a","arguments":[]})");
    ASSERT_EQ(page.offers.size(), 1U);
    EXPECT_EQ(page.offers.front().definition, R"({"name":"a","arguments":[]})");
}

TEST(ReadOffersPage, ChecksTheArgumentsOfPromptsAlone)
{
    const std::string rest = R"(,"arguments":"x")";
    for (const OfferKind kind : kKinds) {
        EXPECT_EQ(pageOf(kind, itemOf(kind, "a", rest)).offers.empty(), kind == OfferKind::Prompt);
    }
}

TEST(ReadOffersPage, NotesHoldNoControlCharacters)
{
    const OffersPage page =
        pageOf(OfferKind::Prompt, R"({"name":"\u001b[31m\r\n\u0000","arguments":1})");
    ASSERT_EQ(page.notes.size(), 1U);
    EXPECT_TRUE(std::ranges::none_of(page.notes.front(), [](char c) { return c >= 0 && c < ' '; }));
}

TEST(ReadOffersPage, SurvivesDeepAndManyItems)
{
    for (const OfferKind kind : kKinds) {
        const std::string deep =
            itemOf(kind, "deep", R"(,"x":)" + repeated("[", 120) + repeated("]", 120));
        EXPECT_EQ(pageOf(kind, deep).offers.size(), 1U);
        const OffersPage many = pageOf(kind, repeated("{},", 5000) + itemOf(kind, "last"));
        EXPECT_EQ(many.offers.size(), 1U);
    }
}

// C-41
TEST(ReadOffersPage, RefusesWhatIsNoList)
{
    for (const OfferKind kind : kKinds) {
        const std::string list(termsOf(kind).list);
        for (const std::string& text : {std::string("null"),
                                        std::string("[]"),
                                        std::string("{}"),
                                        R"({")" + list + R"(":{}})",
                                        R"({")" + list + R"(":null})",
                                        R"({")" + list + R"(":"a"})"}) {
            const Json result(text);
            const auto page = readOffersPage(kind, result.root(), Era::Session);
            ASSERT_FALSE(page.has_value()) << text;
            EXPECT_EQ(page.error().code, ErrorCode::ProtocolError);
        }
        const Json asking(resultOf(kind, "", R"(,"resultType":"input_required")"));
        EXPECT_FALSE(readOffersPage(kind, asking.root(), Era::Stateless).has_value());
        EXPECT_TRUE(readOffersPage(kind, asking.root(), Era::Session).has_value());
        EXPECT_FALSE(readOffersPage(kind, {}, Era::Session).has_value());
    }
}

// B-67, G-61
TEST(ReadOffersPage, ReadsCursorAndCaching)
{
    const Json result(resultOf(
        OfferKind::Resource, "", R"(,"nextCursor":"","ttlMs":5000,"cacheScope":"public")"));
    const auto page = readOffersPage(OfferKind::Resource, result.root(), Era::Stateless);
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->nextCursor, "");
    EXPECT_EQ(page->ttlMillis, 5000);
    EXPECT_TRUE(page->publicScope);
    const Json odd(resultOf(OfferKind::Resource, "", R"(,"nextCursor":{},"ttlMs":-1)"));
    const auto mended = readOffersPage(OfferKind::Resource, odd.root(), Era::Stateless);
    ASSERT_TRUE(mended.has_value());
    EXPECT_FALSE(mended->nextCursor);
    EXPECT_EQ(mended->ttlMillis, 0);
    EXPECT_EQ(mended->notes.size(), 1U);
}

// A-70, E-20
TEST(WriteOffer, ChangesTheKeyAlone)
{
    for (const OfferKind kind : {OfferKind::Resource, OfferKind::Template}) {
        const std::string rest = R"(,"name":"n","size":1e400,"\u0078":[1],"_meta":5)";
        EXPECT_EQ(written(kind, "u", itemOf(kind, "u", rest), "srv+u"),
                  itemOf(kind, "srv+u", rest));
    }
}

// E-07
TEST(WriteOffer, GivesARenamedPromptItsNameAsTitle)
{
    constexpr auto kKind = OfferKind::Prompt;
    EXPECT_EQ(written(kKind, "n", R"({"name":"n"})", "s__n"), R"({"name":"s__n","title":"n"})");
    EXPECT_EQ(written(kKind, "n", R"({"name":"n"})", "n"), R"({"name":"n"})");
    EXPECT_EQ(written(kKind, "n", R"({"title":"T","name":"n"})", "s__n"),
              R"({"name":"s__n","title":"T"})");
    const Json escaped(written(kKind, "n", R"({"n\u0061me":"n","t\u0069tle":"T"})", "s__n"));
    EXPECT_EQ(escaped.root().size(), 2U);
    EXPECT_EQ(escaped["title"].string(), "T");
}

TEST(WriteOffer, GivesNoTitleToResources)
{
    EXPECT_EQ(written(OfferKind::Resource, "u", R"({"uri":"u"})", "srv+u"), R"({"uri":"srv+u"})");
}

// H-04
TEST(WriteOffer, DropsWhatSpeaksForTheGateway)
{
    EXPECT_EQ(
        written(
            OfferKind::Resource,
            "u",
            R"({"_meta":{"io.portcullis/tool":"forged","io.portcullis\/a":1,"v/k":[1e400]},"uri":"u"})",
            "u"),
        R"({"uri":"u","_meta":{"v/k":[1e400]}})");
    EXPECT_EQ(written(OfferKind::Prompt, "p", R"({"name":"p","_meta":{}})", "p"),
              R"({"name":"p","_meta":{}})");
}

// A-100
TEST(WriteOffer, StaysOnOneLine)
{
    const std::string text =
        written(OfferKind::Prompt, "p", "{\r\n\"name\":\"p\",\n\"arguments\":[\r\n]}", "p");
    EXPECT_EQ(text, R"({"name":"p","arguments":[]})");
}

TEST(WriteOffer, EscapesTheKey)
{
    const Json offer(written(OfferKind::Prompt, "a\"\n", R"({"name":"a\"\n"})", "s__\"\n"));
    EXPECT_EQ(offer["name"].string(), "s__\"\n");
    EXPECT_EQ(offer["title"].string(), "a\"\n");
}

TEST(WriteOffer, WritesAnObjectWhateverIsStored)
{
    for (const char* const stored : {"", "{", "null", "[1,2]", "\"a\"", "{}"}) {
        EXPECT_EQ(written(OfferKind::Resource, "u", stored, "srv+u"), R"({"uri":"srv+u"})")
            << stored;
    }
}

} // namespace portcullis::protocol
