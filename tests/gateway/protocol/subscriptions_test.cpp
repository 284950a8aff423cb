#include "gateway/protocol/subscriptions.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

namespace {

constexpr std::size_t kMaxSubscribedUris = 1000;

ParsedMessage listen(const std::string& notifications)
{
    return ParsedMessage(
        R"({"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":)" +
        notifications + "}}");
}

SubscriptionFilter wanted(const std::string& notifications)
{
    const auto filter = readListen(*listen(notifications), kMaxSubscribedUris);
    EXPECT_TRUE(filter.has_value()) << notifications;
    return filter.value_or(SubscriptionFilter{});
}

std::string uris(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "\"u" : ",\"u") + std::to_string(i) + "\"";
    }
    return R"({"resourceSubscriptions":[)" + text + "]}";
}

const SubscriptionFilter kEverything{true, true, true, {"a+f:x", "caf\xC3\xA9", "q\"\n", ""}};

} // namespace

// B-56, C-45
TEST(ReadListen, ReadsWhatIsWanted)
{
    EXPECT_EQ(
        wanted(
            R"({"toolsListChanged":true,"promptsListChanged":true,"resourcesListChanged":true,"resourceSubscriptions":["a","\u0062","a"]})"),
        (SubscriptionFilter{true, true, true, {"a", "b"}}));
    EXPECT_EQ(wanted(R"({"promptsListChanged":true,"toolsListChanged":false})"),
              (SubscriptionFilter{.promptsListChanged = true, .resources = {}}));
    EXPECT_EQ(wanted(R"({"resourceSubscriptions":[]})"), SubscriptionFilter());
    EXPECT_FALSE(wanted("{}").any());
}

// G-32
TEST(ReadListen, IgnoresWhatIsNoTopic)
{
    for (const char* const text : {R"({"everything":true})",
                                   R"({"ToolsListChanged":true})",
                                   R"({"toolsListChanged":"true"})",
                                   R"({"toolsListChanged":1})",
                                   R"({"toolsListChanged":null})",
                                   R"({"toolsListChanged":{}})",
                                   R"({"toolsListChanged":[true]})",
                                   R"({"resourceSubscriptions":"a"})",
                                   R"({"resourceSubscriptions":{"a":"b"}})",
                                   R"({"resourceSubscriptions":null})",
                                   R"({"resourceSubscriptions":[1,null,true,{},["a"]]})"}) {
        EXPECT_EQ(wanted(text), SubscriptionFilter()) << text;
        EXPECT_FALSE(wanted(text).any());
    }
    EXPECT_EQ(wanted(R"({"resourceSubscriptions":[7,"a",{"uri":"b"}]})"),
              (SubscriptionFilter{.resources = {"a"}}));
}

TEST(ReadListen, RefusesWhatIsNoFilter)
{
    for (const char* const text : {"null", "7", "true", "[]", R"("toolsListChanged")"}) {
        const auto filter = readListen(*listen(text), kMaxSubscribedUris);
        ASSERT_FALSE(filter.has_value()) << text;
        EXPECT_EQ(filter.error().code, code::kInvalidParams);
    }
    const ParsedMessage none(R"({"jsonrpc":"2.0","id":1,"method":"subscriptions/listen"})");
    EXPECT_FALSE(readListen(*none, kMaxSubscribedUris).has_value());
}

// G.3
TEST(ReadListen, KeepsToTheLimitOfUris)
{
    EXPECT_EQ(wanted(uris(kMaxSubscribedUris)).resources.size(), kMaxSubscribedUris);
    const auto filter = readListen(*listen(uris(kMaxSubscribedUris + 1)), kMaxSubscribedUris);
    ASSERT_FALSE(filter.has_value());
    EXPECT_EQ(filter.error().code, code::kInvalidParams);
    // The same one over and over is one.
    EXPECT_EQ(wanted(R"({"resourceSubscriptions":[)" + repeated(R"("u",)", 5000) + R"("u"]})")
                  .resources.size(),
              1U);
}

TEST(WriteListenMembers, WritesWhatIsWantedAlone)
{
    EXPECT_EQ(writeListenMembers({}), R"("notifications":{})");
    EXPECT_EQ(writeListenMembers({.promptsListChanged = true, .resources = {}}),
              R"("notifications":{"promptsListChanged":true})");
    EXPECT_EQ(
        writeListenMembers({true, true, true, {"b", "a"}}),
        R"("notifications":{"toolsListChanged":true,"promptsListChanged":true,"resourcesListChanged":true,"resourceSubscriptions":["a","b"]})");
}

TEST(WriteListenMembers, ReadsBackAsItWas)
{
    for (const SubscriptionFilter& filter :
         {SubscriptionFilter(), kEverything, SubscriptionFilter{.resources = {"a"}}}) {
        const Json params("{" + writeListenMembers(filter) + "}");
        EXPECT_EQ(readAcknowledged(params.root()), filter);
        EXPECT_EQ(wanted(std::string(params["notifications"].raw())), filter);
    }
    const Json mended("{" + writeListenMembers({.resources = {"\xFF"}}) + "}");
    EXPECT_EQ(readAcknowledged(mended.root()).resources, std::set<std::string>{"\xEF\xBF\xBD"});
}

TEST(ReadAcknowledged, TakesNonsenseForNothing)
{
    EXPECT_EQ(readAcknowledged({}), SubscriptionFilter());
    for (const char* const text :
         {"null", "[]", "{}", R"({"notifications":null})", R"({"notifications":[true]})"}) {
        EXPECT_EQ(readAcknowledged(Json(text).root()), SubscriptionFilter()) << text;
    }
}

// B-57: the id with its JSON type, on everything that a listener gets.
TEST(ListenerMessages, CarryTheIdOfTheirListener)
{
    for (const char* const id : {"7", "-1", R"("7")", R"("a\u00e9\"")", "123456789012345678901"}) {
        for (const std::string& text : {writeAcknowledged(id, kEverything),
                                        writeListChanged(id, "notifications/tools/list_changed"),
                                        writeUpdated(id, "a+f:x")}) {
            const ParsedMessage message(text);
            EXPECT_EQ(message->kind, MessageKind::Notification);
            EXPECT_EQ(message->meta()["io.modelcontextprotocol/subscriptionId"].raw(), id);
        }
        const ParsedMessage result(writeListenResult(id));
        EXPECT_EQ(result->kind, MessageKind::Response);
        EXPECT_EQ(result->id, id);
        EXPECT_EQ(result->result["_meta"]["io.modelcontextprotocol/subscriptionId"].raw(), id);
    }
}

// B-56, B-58
TEST(WriteAcknowledged, TellsTheHonouredSubset)
{
    EXPECT_EQ(
        writeAcknowledged("1", {.toolsListChanged = true, .resources = {"u"}}),
        R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{"toolsListChanged":true,"resourceSubscriptions":["u"]},"_meta":{"io.modelcontextprotocol/subscriptionId":1}}})");
    const ParsedMessage none(writeAcknowledged("1", {}));
    EXPECT_EQ(none->params["notifications"].raw(), "{}");
    const ParsedMessage all(writeAcknowledged("1", kEverything));
    EXPECT_EQ(readAcknowledged(all->params), kEverything);
}

TEST(WriteListChanged, NamesTheList)
{
    const ParsedMessage message(writeListChanged("1", "notifications/prompts/list_changed"));
    EXPECT_EQ(message->method, "notifications/prompts/list_changed");
    EXPECT_EQ(message->params.size(), 1U);
}

// D-53
TEST(WriteUpdated, NamesTheResource)
{
    EXPECT_EQ(
        writeUpdated("\"a\"", "docs+f:x\n"),
        R"({"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"docs+f:x\n","_meta":{"io.modelcontextprotocol/subscriptionId":"a"}}})");
    // Nobody listens in the session era: the session itself has subscribed.
    EXPECT_EQ(
        writeUpdated({}, "u"),
        R"({"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"u"}})");
    EXPECT_EQ(ParsedMessage(writeUpdated("1", "\xC3"))->params["uri"].string(), "\xEF\xBF\xBD");
}

// B-60
TEST(WriteListenResult, EndsAListenerInOrder)
{
    const ParsedMessage message(writeListenResult("7"));
    EXPECT_TRUE(message->result["resultType"].stringEquals("complete"));
    EXPECT_EQ(message->result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"].string(),
              "portcullis");
    EXPECT_EQ(message->result.size(), 2U);
}

} // namespace portcullis::protocol
