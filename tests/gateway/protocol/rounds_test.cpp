#include "gateway/protocol/call.h"
#include "gateway/protocol/client_request.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

// prompts/get and resources/read, and what goes back and forth before any call is answered.
namespace portcullis::protocol {

namespace {

constexpr std::array kAll = {Revision::V2024_11_05,
                             Revision::V2025_03_26,
                             Revision::V2025_06_18,
                             Revision::V2025_11_25,
                             Revision::V2026_07_28};

constexpr std::array kKinds = {CallKind::Tool, CallKind::Prompt, CallKind::Resource};

const UriNames kDocs(ServerId("docs"));

ParsedMessage callOf(CallKind kind, const std::string& params)
{
    return ParsedMessage(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(methodOf(kind)) +
                         R"(","params":)" + params + "}");
}

std::string named(const std::string& rest = {})
{
    return R"({"name":"n","uri":"u")" + rest + "}";
}

std::string
written(CallKind kind, const std::string& result, Revision to, const UriNames& uris = kDocs)
{
    return writeCallResult(kind, Json(result).root(), to, uris);
}

RpcError notFound(const RpcError& error, Revision to, const char* uri = "f:x")
{
    return translateError(error, to, "docs", {CallKind::Resource, uri, kDocs});
}

ResultKind classified(CallKind kind, const std::string& result, Era era = Era::Session)
{
    return classifyResult(kind, Json(result).root(), era);
}

} // namespace

TEST(CallKinds, HaveOneMethodEach)
{
    for (const CallKind kind : kKinds) {
        EXPECT_EQ(callKindOf(methodOf(kind)), kind);
    }
    for (const char* const method : {"", "tools/list", "Tools/call", "prompts/get ", "ping"}) {
        EXPECT_FALSE(callKindOf(method)) << method;
        const ParsedMessage message(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) +
                                    R"(","params":{"name":"n","uri":"u"}})");
        const auto call = readClientCall(*message);
        ASSERT_FALSE(call.has_value());
        EXPECT_EQ(call.error().code, code::kMethodNotFound);
    }
}

TEST(ReadClientCall, ReadsPromptsAndResources)
{
    const ParsedMessage get = callOf(CallKind::Prompt, R"({"name":"a","arguments":{"x" : "1"}})");
    const auto prompt = readClientCall(*get);
    ASSERT_TRUE(prompt.has_value());
    EXPECT_EQ(prompt->kind, CallKind::Prompt);
    EXPECT_EQ(prompt->name, "a");
    EXPECT_EQ(prompt->arguments.raw(), R"({"x" : "1"})");

    const ParsedMessage read =
        callOf(CallKind::Resource,
               R"({"uri":"docs+f:\/x","arguments":7,"name":7,"_meta":{"progressToken":"p"}})");
    const auto resource = readClientCall(*read);
    ASSERT_TRUE(resource.has_value());
    EXPECT_EQ(resource->kind, CallKind::Resource);
    EXPECT_EQ(resource->name, "docs+f:/x");
    EXPECT_FALSE(resource->arguments.exists());
    EXPECT_EQ(resource->progressToken, R"("p")");
}

TEST(ReadClientCall, WantsANameOrAUri)
{
    for (const char* const value : {"null", "7", "{}", R"(["a"])"}) {
        const std::string params = R"({"name":)" + std::string(value) + R"(,"uri":)" + value + "}";
        for (const CallKind kind : kKinds) {
            const auto call = readClientCall(*callOf(kind, params));
            ASSERT_FALSE(call.has_value()) << params;
            EXPECT_EQ(call.error().code, code::kInvalidParams);
        }
    }
    EXPECT_FALSE(readClientCall(*callOf(CallKind::Prompt, R"({"uri":"u"})")).has_value());
    EXPECT_FALSE(readClientCall(*callOf(CallKind::Resource, R"({"name":"n"})")).has_value());
    EXPECT_FALSE(
        readClientCall(*callOf(CallKind::Prompt, R"({"name":"n","arguments":[]})")).has_value());
}

// B-50
TEST(ReadClientCall, ReadsWhatAnEarlierRoundAskedFor)
{
    for (const CallKind kind : kKinds) {
        const ParsedMessage message = callOf(
            kind, named(R"(,"inputResponses":{"a" : {"action":"accept"}},"requestState":"s\n")"));
        const auto call = readClientCall(*message);
        ASSERT_TRUE(call.has_value());
        EXPECT_EQ(call->inputResponses.raw(), R"({"a" : {"action":"accept"}})");
        EXPECT_EQ(call->requestState, "s\n");

        const ParsedMessage first = callOf(kind, named());
        const auto fresh = readClientCall(*first);
        ASSERT_TRUE(fresh.has_value());
        EXPECT_FALSE(fresh->inputResponses.exists());
        EXPECT_FALSE(fresh->requestState.has_value());

        const ParsedMessage bare = callOf(kind, named(R"(,"requestState":"")"));
        EXPECT_EQ(readClientCall(*bare)->requestState, ""); // not the same as none
    }
}

// B-50
TEST(ReadClientCall, RefusesRoundsItCannotRead)
{
    for (const char* const rest : {R"(,"inputResponses":[])",
                                   R"(,"inputResponses":null)",
                                   R"(,"inputResponses":"{}")",
                                   R"(,"inputResponses":7,"requestState":"s")",
                                   R"(,"requestState":7)",
                                   R"(,"requestState":null)",
                                   R"(,"requestState":{})",
                                   R"(,"requestState":["s"])"}) {
        for (const CallKind kind : kKinds) {
            const auto call = readClientCall(*callOf(kind, named(rest)));
            ASSERT_FALSE(call.has_value()) << rest;
            EXPECT_EQ(call.error().code, code::kInvalidParams);
        }
    }
}

// D-11
TEST(WriteCallMembers, HandsAnswersAndStateBack)
{
    EXPECT_EQ(writeCallMembers({CallKind::Resource, "f:x", "", R"({"a":{}})", R"("s\"\ud800")"}),
              R"("uri":"f:x","inputResponses":{"a":{}},"requestState":"s\"\ud800")");
    EXPECT_EQ(writeCallMembers({CallKind::Prompt, "n", R"({"x":1})", "", R"("")"}),
              R"("name":"n","arguments":{"x":1},"requestState":"")");
    EXPECT_EQ(writeCallMembers({CallKind::Prompt, "n", "", "", ""}), R"("name":"n")");
}

// B-45
TEST(WriteInputRequired, ReadsBackAsItWas)
{
    const std::vector<ClientRequest> asked = {{"b\"", "elicitation/create", R"({"message":"m"})"},
                                              {"", "roots/list", ""}};
    const Json result(writeInputRequired(asked, "s\n"));
    EXPECT_EQ(result["requestState"].string(), "s\n");
    const auto read = readInputRequests(result["inputRequests"]);
    ASSERT_TRUE(read.has_value());
    ASSERT_EQ(read->size(), asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        EXPECT_EQ((*read)[i].key, asked[i].key);
        EXPECT_EQ((*read)[i].method, asked[i].method);
        EXPECT_EQ((*read)[i].params, asked[i].params);
    }
    for (const CallKind kind : kKinds) {
        EXPECT_EQ(classifyResult(kind, result.root(), Era::Stateless), ResultKind::InputRequired);
    }
}

// B-45
TEST(WriteInputRequired, LeavesOutWhatThereIsNot)
{
    const Json waiting(writeInputRequired({}, "s"));
    EXPECT_FALSE(waiting["inputRequests"].exists());
    EXPECT_EQ(waiting["requestState"].string(), "s");
    const std::vector<ClientRequest> asked = {{"a", "roots/list", ""}};
    const Json asking(writeInputRequired(asked, std::nullopt));
    EXPECT_EQ(asking["inputRequests"].raw(), R"({"a":{"method":"roots/list"}})");
    EXPECT_FALSE(asking["requestState"].exists());
    EXPECT_EQ(asking["_meta"]["io.modelcontextprotocol/serverInfo"]["name"].string(), "portcullis");
}

TEST(WriteInputResponses, KeepsAnswersByKey)
{
    EXPECT_EQ(writeInputResponses({}), "{}");
    EXPECT_EQ(writeInputResponses({{"b", R"({"x":1e400})"}, {"a\"", "{}"}, {"", "{}"}}),
              R"({"":{},"a\"":{},"b":{"x":1e400}})");
}

// B-45, C-41, G-50
TEST(ClassifyResult, KnowsWhatPromptsAndResourcesAreAnsweredWith)
{
    constexpr auto kComplete = ResultKind::Complete;
    constexpr auto kBad = ResultKind::Malformed;

    const struct
    {
        const char* result;
        ResultKind prompt;
        ResultKind resource;
    } cases[] = {
        {R"({"messages":[],"contents":[]})", kComplete, kComplete},
        {R"({"messages":[{"role":"user","content":{"type":"text"}}]})", kComplete, kBad},
        {R"({"contents":[{"uri":"u","text":7}],"isError":"x"})", kBad, kComplete},
        {R"({"messages":{},"contents":{}})", kBad, kBad},
        {R"({"messages":null,"contents":"c"})", kBad, kBad},
        {R"({"messages":[null],"contents":[null]})", kBad, kBad},
        {R"({"messages":[[]],"contents":[[]]})", kBad, kBad},
        {R"({"messages":[{"content":{"type":"text"}}],"contents":[{}]})", kBad, kBad},
        {R"({"messages":[{"role":"user"}],"contents":[{"uri":7}]})", kBad, kBad},
        {R"({"messages":[{"role":"user","content":"c"}]})", kBad, kBad},
        {R"({"messages":[{"role":"user","content":[{"type":"text"}]}]})", kBad, kBad},
        {R"({"messages":[{"role":"user","content":{"type":7}}]})", kBad, kBad},
        {R"({"messages":[{"role":7,"content":{"type":"text"}}]})", kBad, kBad},
        {R"({"content":[]})", kBad, kBad},
        {"null", kBad, kBad},
        {"[]", kBad, kBad},
    };

    for (const auto& [result, prompt, resource] : cases) {
        for (const Era era : {Era::Session, Era::Stateless}) {
            EXPECT_EQ(classified(CallKind::Prompt, result, era), prompt) << result;
            EXPECT_EQ(classified(CallKind::Resource, result, era), resource) << result;
        }
    }
}

// B-45, C-41
TEST(ClassifyResult, KnowsWhenAServerAsks)
{
    for (const CallKind kind : {CallKind::Prompt, CallKind::Resource}) {
        const auto of = [kind](const char* members) {
            return classified(kind,
                              R"({"messages":[],"contents":[],"resultType":)" +
                                  std::string(members) + "}",
                              Era::Stateless);
        };
        EXPECT_EQ(of(R"("input_required","inputRequests":{})"), ResultKind::InputRequired);
        EXPECT_EQ(of(R"("input_required","requestState":"")"), ResultKind::InputRequired);
        EXPECT_EQ(of(R"("input_required")"), ResultKind::Malformed);
        EXPECT_EQ(of(R"("input_required","inputRequests":[])"), ResultKind::Malformed);
        EXPECT_EQ(of(R"("input_required","inputRequests":null,"requestState":"s")"),
                  ResultKind::Malformed);
        EXPECT_EQ(of(R"("task")"), ResultKind::Malformed);
        EXPECT_EQ(of("null"), ResultKind::Malformed);
        EXPECT_EQ(of(R"("complete")"), ResultKind::Complete);
    }
}

// A-91, E-22
TEST(WriteCallResult, ShapesPromptsForEachRevision)
{
    const std::string result =
        R"({"description":"f:x","messages":[{"role":"user","content":{"type":"audio","mimeType":"audio/wav","data":""},"x":1e400},{"content":{"type":"resource_link","uri":"f:x","name":"n"},"role":"assistant"},{"role":"user","content":{"type":"resource","resource":{"uri":"f:x","text":"f:x"}}}],"ttlMs":5})";
    const std::string note =
        R"({"type":"text","text":"[audio audio/wav left out: the protocol version of this client has no audio]"})";
    const std::string audio = R"({"type":"audio","mimeType":"audio/wav","data":""})";
    const std::string text = R"({"type":"text","text":"n: docs+f:x"})";
    const std::string link = R"({"type":"resource_link","uri":"docs+f:x","name":"n"})";
    for (const Revision to : kAll) {
        const Json out(written(CallKind::Prompt, result, to));
        EXPECT_EQ(
            out["messages"].raw(),
            R"([{"role":"user","content":)" + (to == Revision::V2024_11_05 ? note : audio) +
                R"(,"x":1e400},{"content":)" + (to <= Revision::V2025_03_26 ? text : link) +
                R"(,"role":"assistant"},{"role":"user","content":{"type":"resource","resource":{"uri":"docs+f:x","text":"f:x"}}}])");
        EXPECT_EQ(out["description"].string(), "f:x");
        EXPECT_FALSE(out["ttlMs"].exists());
        EXPECT_EQ(out["resultType"].exists(), eraOf(to) == Era::Stateless);
    }
}

// E-22, B-40
TEST(WriteCallResult, ShapesResourcesForEachRevision)
{
    const std::string result =
        R"({"resultType":"complete","contents":[{"uri":"f:x","text":"f:x","_meta":{"a":1}},{"blob":"AA==","uri":"ui://a"}],"ttlMs":60000,"cacheScope":"public"})";
    for (const Revision to : kAll) {
        const bool stateless = eraOf(to) == Era::Stateless;
        const Json out(written(CallKind::Resource, result, to));
        EXPECT_EQ(
            out["contents"].raw(),
            R"([{"uri":"docs+f:x","text":"f:x","_meta":{"a":1}},{"blob":"AA==","uri":"ui://docs/a"}])");
        EXPECT_EQ(out["ttlMs"].raw(), stateless ? "60000" : "");
        EXPECT_EQ(out["cacheScope"].string(), stateless ? "private" : "");
        EXPECT_EQ(out["resultType"].exists(), stateless);
    }
    const Json own(written(CallKind::Resource, result, Revision::V2025_11_25, {}));
    EXPECT_EQ(own["contents"].first()["uri"].string(), "f:x");
}

TEST(WriteCallResult, WritesJsonWhateverComesIn)
{
    for (const char* const main : {"null",
                                   "7",
                                   "\"a\"",
                                   "{}",
                                   R"({"a":{"uri":"u"}})",
                                   "[]",
                                   "[null]",
                                   "[[1,{}]]",
                                   R"(["a",{}])",
                                   R"([{"content":[1],"uri":[]}])",
                                   R"([{"content":{"type":[]}}])"}) {
        const std::string result = R"({"messages":)" + std::string(main) + R"(,"contents":)" +
                                   main + R"(,"content":)" + main + R"(,"_meta":)" + main + "}";
        for (const Revision to : kAll) {
            for (const CallKind kind : kKinds) {
                EXPECT_TRUE(Json(written(kind, result, to)).root().isObject());
                EXPECT_TRUE(Json(written(kind, main, to)).root().isObject());
            }
        }
    }
}

// A-65, B-68, E-22, X3
TEST(TranslateError, TellsThatAResourceIsNotThere)
{
    const std::string data = R"({"uri":"docs+f:x"})";
    for (const Revision to : kAll) {
        const int expected = eraOf(to) == Era::Stateless ? -32602 : -32002;
        for (const char* const given : {"", "7", "{}", R"({"uri":"f:y"})", R"({"uri":"f:x"})"}) {
            const RpcError error = notFound({-32002, "why", given}, to);
            EXPECT_EQ(error.code, expected) << given;
            EXPECT_EQ(error.data, data) << given;
            EXPECT_EQ(error.message, "why");
        }
        const RpcError error = notFound({-32602, "why", R"({"x":1,"u\u0072i":"\u0066:x"})"}, to);
        EXPECT_EQ(error.code, expected);
        EXPECT_EQ(error.data, data);
    }
}

// X3
TEST(TranslateError, TakesOtherBadParamsForWhatTheyAre)
{
    for (const Revision to : kAll) {
        for (const char* const given :
             {"", "7", "{", R"("f:x")", R"(["f:x"])", R"({"uri":7})", R"({"uri":["f:x"]})"}) {
            const RpcError error = notFound({-32602, "why", given}, to);
            EXPECT_EQ(error.code, -32602) << given;
            EXPECT_EQ(error.data, given);
        }
        for (const char* const given : {R"({"uri":"f:x/"})", R"({"uri":"F:x"})", R"({"uri":""})"}) {
            EXPECT_EQ(notFound({-32602, "why", given}, to).code, -32602) << given;
        }
    }
}

// E-22
TEST(TranslateError, NamesUrisAsClientsKnowThem)
{
    for (const CallKind kind : kKinds) {
        for (const Revision to : kAll) {
            const ErrorContext context{kind, "n", kDocs};
            const RpcError params =
                translateError({-32602, "m", R"({"a":1e400,"uri":"f:y"})"}, to, "docs", context);
            EXPECT_EQ(params.code, -32602);
            EXPECT_EQ(params.data, R"({"a":1e400,"uri":"docs+f:y"})");
        }
    }
    const ErrorContext tool{CallKind::Tool, "t", kDocs};
    const RpcError absent =
        translateError({-32002, "m", R"({"uri":"ui://y"})"}, Revision::V2026_07_28, "docs", tool);
    EXPECT_EQ(absent.code, -32602);
    EXPECT_EQ(absent.data, R"({"uri":"ui://docs/y"})");
    const RpcError own =
        translateError({-32602, "m", R"({ "uri":"f:y"})"}, Revision::V2025_11_25, "docs");
    EXPECT_EQ(own.data, R"({ "uri":"f:y"})");
}

} // namespace portcullis::protocol
