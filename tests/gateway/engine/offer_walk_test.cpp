#include "gateway/engine/offer_catalog.h"
#include "tests/gateway/engine/catalog_fixture.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

// Walks through pages of prompts and resources while the lists change (E-45).
namespace portcullis::engine {
namespace {

using protocol::OfferKind;

class OfferWalkTest : public testing::Test
{
protected:
    OfferWalkTest()
    {
        config->servers = {test::server("one"), test::server("two")};
        api::KeyConfig key;
        key.id = test::kAlice;
        key.allow = {{ServerId("one"), "*"}, {ServerId("two"), "*"}};
        config->keys = {key};
        offers.load(*config);
        setOffers("one", "a", 1500);
        setOffers("two", "b", 1500);
    }

    void setOffers(const char* server, const std::string& name, int count)
    {
        upstream::OfferList list;
        for (int i = 0; i < count; ++i) {
            const std::string key = name + std::to_string(i);
            list.of(OfferKind::Prompt).push_back({key, R"({"name":")" + key + "\"}"});
        }
        offers.setOffers(ServerId(server), list);
    }

    [[nodiscard]] std::optional<OfferCatalog::Page>
    page(const std::optional<OfferCatalog::Place>& from = {})
    {
        const policy::AllowLists rights(config);
        return offers.list(OfferKind::Prompt, rights, test::kAlice, {}, from);
    }

    // All that a walk shows from there on, each once.
    [[nodiscard]] std::set<std::string> rest(std::optional<OfferCatalog::Place> from)
    {
        std::set<std::string> all;
        while (from) {
            const auto next = page(from);
            EXPECT_TRUE(next) << "the walk was cut off";
            for (const std::string& item : next->items) {
                EXPECT_TRUE(all.insert(item).second) << item;
            }
            from = next->next;
        }
        return all;
    }

    portcullis::test::ManualClock clock;
    portcullis::test::TempFolder folder;
    std::shared_ptr<api::GatewayConfig> config = std::make_shared<api::GatewayConfig>();
    OfferCatalog offers{folder.path(), clock, [](const std::function<void()>& job) { job(); }};
};

TEST_F(OfferWalkTest, AWalkSeesTheListsThatItBeganIn)
{
    const auto first = page();
    ASSERT_TRUE(first && first->next);
    setOffers("one", "other", 3);
    EXPECT_EQ(first->items.size() + rest(first->next).size(), 3000U);
    EXPECT_EQ(page()->items.front().find("one__a"), std::string::npos);
}

TEST_F(OfferWalkTest, WhatIsSwitchedOffMeanwhileIsInNoPage)
{
    const auto first = page();
    config->servers[1].enabled = false;
    offers.configure(*config);
    EXPECT_EQ(first->items.size() + rest(first->next).size(), 1500U);
}

TEST_F(OfferWalkTest, AWalkEndsTenMinutesAfterItsListsAreOthers)
{
    const auto first = page();
    setOffers("one", "other", 3);
    clock.advance(std::chrono::minutes(10));
    offers.sweep();
    EXPECT_TRUE(page(first->next));
    clock.advance(std::chrono::seconds(1));
    offers.sweep();
    EXPECT_FALSE(page(first->next));
}

TEST_F(OfferWalkTest, KeepsAFewWalksAndNoListThatNobodyWalksThrough)
{
    const auto first = page();
    for (int i = 0; i < 8; ++i) {
        setOffers("one", "n" + std::to_string(i), 1500);
    }
    EXPECT_TRUE(page(first->next)) << "lists that nobody has seen push none out";
    for (int i = 0; i < 8; ++i) {
        EXPECT_TRUE(page());
        setOffers("one", "m" + std::to_string(i), 1500);
    }
    EXPECT_FALSE(page(first->next));
}

TEST_F(OfferWalkTest, APlaceInNoKnownListLeadsNowhere)
{
    const auto first = page();
    OfferCatalog::Place place = *first->next;
    ++place.version;
    EXPECT_FALSE(page(place));
}

} // namespace
} // namespace portcullis::engine
