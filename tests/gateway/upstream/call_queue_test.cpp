#include "gateway/upstream/call_queue.h"
#include "tests/gateway/upstream/harness.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

// The calls of a server that runs only so many at a time, over a channel that answers when it is
// told to: E-62, E-63.
namespace portcullis::upstream::test {
namespace {

class HandChannel final : public Channel
{
public:
    struct Sent
    {
        std::int64_t id = 0;
        std::string name;
    };

    void attach(std::weak_ptr<ChannelSink> /*sink*/) override {}

    Result<> send(Outgoing message) override
    {
        if (message.id == 0) {
            ++notifications;
        } else if (message.method == "ping") {
            ++pings;
        } else {
            open.push_back({message.id, message.name});
            order.push_back(message.name);
        }
        return {};
    }

    void forget(std::int64_t request) override
    {
        std::erase_if(open, [request](const Sent& sent) { return sent.id == request; });
    }

    [[nodiscard]] bool forgettingCancels() const override { return false; }

    [[nodiscard]] bool answersForgotten() const override { return false; }

    void speak(protocol::Revision /*revision*/) override {}

    void listen() override {}

    void close() override {}

    Task<bool> gone(std::chrono::milliseconds /*limit*/) override { co_return true; }

    std::vector<Sent> open;         // sent and neither answered nor forgotten
    std::vector<std::string> order; // the names of all requests, as they were sent
    int notifications = 0;
    int pings = 0;
};

class CallQueueTest : public testing::Test
{
protected:
    // What became of one call: each is told once.
    struct Fate
    {
        int results = 0;
        std::optional<ErrorCode> error; // absent after an answer
    };

    void openWith(std::uint32_t maxInFlight)
    {
        queue = std::make_shared<CallQueue>(
            CallQueue::Parts{.io = loop.io,
                             .maxInFlight = maxInFlight,
                             .server = "fx",
                             .findTool = [](const std::string&) { return nullptr; },
                             .needsTask = {},
                             .trouble = [](const CallQueue::Trouble&) {},
                             .headersRefused = {}});
        channel = std::make_shared<HandChannel>();
        const auto log =
            std::make_shared<ServerLog>(clock, std::filesystem::path(), std::size_t{1024});
        connection = RpcConnection::create(loop.io, {channel, log, {}});
        queue->open(connection);
    }

    void begin(const std::string& key,
               const std::string& name,
               std::chrono::milliseconds timeout = std::chrono::minutes(10))
    {
        CallRequest request = toolCall(name);
        request.key = key;
        request.timeout = timeout;
        calls[name] = queue->add(std::move(request), {});
        asio::co_spawn(loop.io, await(calls[name], fates[name]), asio::detached);
    }

    static Task<> await(std::shared_ptr<PendingCall> call, Fate& fate)
    {
        const auto reply = co_await call->wait();
        ++fate.results;
        fate.error = reply ? std::nullopt : std::optional(reply.error().code);
    }

    // The answer to the request at this place of those that run.
    void answer(std::size_t at = 0)
    {
        ASSERT_LT(at, channel->open.size());
        const std::int64_t id = channel->open[at].id;
        channel->open.erase(channel->open.begin() + static_cast<std::ptrdiff_t>(at));
        connection->received(
            R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":{"content":[]}})", 0);
    }

    void answerAll()
    {
        while (!channel->open.empty()) {
            answer();
        }
    }

    bool allTold()
    {
        return loop.until([this] {
            return std::ranges::all_of(fates,
                                       [](const auto& entry) { return entry.second.results > 0; });
        });
    }

    std::size_t fatesWith(std::optional<ErrorCode> error) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            fates, [error](const auto& entry) { return entry.second.error == error; }));
    }

    Loop loop;
    SystemClock clock;
    std::shared_ptr<HandChannel> channel;
    std::shared_ptr<RpcConnection> connection;
    std::shared_ptr<CallQueue> queue;
    std::map<std::string, std::shared_ptr<PendingCall>> calls;
    std::map<std::string, Fate> fates;
};

TEST_F(CallQueueTest, SendsAtOnceWhileAPlaceIsFree)
{
    openWith(2);
    begin("a", "a1");
    begin("b", "b1");
    EXPECT_EQ(channel->order, (std::vector<std::string>{"a1", "b1"}));
    begin("a", "a2");
    EXPECT_EQ(channel->order.size(), 2U);
    EXPECT_EQ(queue->inFlight(), 2U);
    answerAll();
    EXPECT_TRUE(allTold());
    EXPECT_EQ(fatesWith(std::nullopt), 3U);
    EXPECT_EQ(queue->inFlight(), 0U);
}

TEST_F(CallQueueTest, AFloodOfOneKeyMakesAnotherWaitForOneRoundAtMost)
{
    openWith(4);
    for (int i = 0; i < 1'000; ++i) {
        begin("flood", "f" + std::to_string(i));
    }
    begin("other", "o1");
    begin("other", "o2");
    EXPECT_EQ(channel->order.size(), 4U);
    for (int i = 0; i < 4; ++i) {
        answer();
    }
    EXPECT_EQ(channel->order,
              (std::vector<std::string>{"f0", "f1", "f2", "f3", "f4", "o1", "f5", "o2"}));
    answerAll();
    ASSERT_TRUE(allTold());
    EXPECT_EQ(fatesWith(std::nullopt), 4U + 8U + 2U); // those that ran, and its share of places
    EXPECT_EQ(fatesWith(ErrorCode::Busy), 988U);
    EXPECT_EQ(fates["o1"].error, std::nullopt);
    EXPECT_EQ(fates["f12"].error, ErrorCode::Busy);
}

TEST_F(CallQueueTest, AllPlacesTakenAKeyWithNoneStillGetsOne)
{
    openWith(1);
    begin("a", "run");
    for (const auto* key : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
        begin(key, std::string(key) + "1");
        begin(key, std::string(key) + "2");
    }
    begin("new", "n1");
    begin("new", "n2");
    EXPECT_TRUE(loop.until([this] { return fates["n2"].results > 0; }));
    EXPECT_EQ(fates["n2"].error, ErrorCode::Busy); // nobody has more than two
    EXPECT_EQ(fates["n1"].results, 0);
    EXPECT_EQ(fatesWith(ErrorCode::Busy), 2U); // and the second call of a key that had two
    answerAll();
    ASSERT_TRUE(allTold());
    EXPECT_EQ(fates["n1"].error, std::nullopt);
}

TEST_F(CallQueueTest, ACallThatIsCancelledOrOutOfTimeLeavesTheQueue)
{
    openWith(1);
    begin("a", "a1");
    begin("a", "a2");
    begin("b", "b1", std::chrono::milliseconds(20));
    begin("c", "c1");
    calls["a2"]->cancel("no longer wanted");
    calls["a2"]->cancel("twice");
    EXPECT_EQ(channel->notifications, 0); // its server never heard of it
    EXPECT_TRUE(loop.until([this] { return fates["b1"].results > 0; }));
    EXPECT_EQ(fates["b1"].error, ErrorCode::DeadlineExceeded);
    answerAll();
    ASSERT_TRUE(allTold());
    EXPECT_EQ(channel->order, (std::vector<std::string>{"a1", "c1"}));
    EXPECT_EQ(fates["a2"].error, ErrorCode::Cancelled);
}

TEST_F(CallQueueTest, CancellationsPingsAndWhatIsToldWaitForNobody)
{
    openWith(1);
    begin("a", "a1");
    begin("a", "a2");
    connection->quiet();
    EXPECT_EQ(channel->pings, 1);
    CallRequest told = toolCall("told");
    told.key = "a";
    queue->tell(std::move(told));
    EXPECT_EQ(channel->order, (std::vector<std::string>{"a1", "told"}));
    calls["a1"]->cancel("no longer wanted");
    EXPECT_EQ(channel->notifications, 1);
    answerAll();
    EXPECT_TRUE(allTold());
}

TEST_F(CallQueueTest, WaitsForAConnectionInTheSameTurns)
{
    openWith(1);
    queue->hold();
    for (const auto* name : {"a1", "a2", "a3", "a4"}) {
        begin("a", name);
    }
    begin("b", "b1");
    EXPECT_TRUE(channel->order.empty());
    queue->open(connection);
    answerAll();
    ASSERT_TRUE(allTold());
    EXPECT_EQ(channel->order, (std::vector<std::string>{"a1", "b1", "a2", "a3"}));
    EXPECT_EQ(fates["a4"].error, ErrorCode::Busy);
}

TEST_F(CallQueueTest, ARefusedServerAnswersAllThatWait)
{
    openWith(1);
    begin("a", "a1");
    begin("a", "a2");
    begin("b", "b1");
    queue->refuse({ErrorCode::Unavailable, "Gone.", {}});
    answerAll();
    ASSERT_TRUE(allTold());
    EXPECT_EQ(fatesWith(ErrorCode::Unavailable), 2U);
    EXPECT_EQ(fatesWith(std::nullopt), 1U);
}

// What the queue should do, as simply as can be: of the keys that wait the one whose turn is
// longest ago.
class Model
{
public:
    explicit Model(std::size_t most)
        : m_most(most)
    {}

    void add(const std::string& key, const std::string& name)
    {
        if (m_running.size() < m_most) {
            send(name);
            return;
        }
        auto& own = m_waiting[key];
        if (own.names.size() >= 2 * m_most) {
            busy.push_back(name);
            return;
        }
        if (total() >= 16 * m_most) {
            std::string* longest = nullptr;
            std::size_t most = own.names.size() + 1;
            std::string found;
            std::uint64_t turn = 0;
            for (const auto& [other, lane] : m_waiting) {
                const bool more = lane.names.size() > most;
                const bool sooner = lane.names.size() == most && longest && lane.turn < turn;
                if (more || sooner) {
                    found = other;
                    longest = &found;
                    most = lane.names.size();
                    turn = lane.turn;
                }
            }
            if (longest == nullptr) {
                busy.push_back(name);
                return;
            }
            busy.push_back(m_waiting[found].names.back());
            m_waiting[found].names.pop_back();
        }
        own.turn = own.names.empty() ? ++m_turn : own.turn;
        own.names.push_back(name);
    }

    void cancel(const std::string& key, const std::string& name)
    {
        if (std::erase(m_running, name) > 0) {
            cancelled.push_back(name);
            next();
        } else if (std::erase(m_waiting[key].names, name) > 0) {
            cancelled.push_back(name);
        }
    }

    void answer(std::size_t at)
    {
        m_running.erase(m_running.begin() + static_cast<std::ptrdiff_t>(at));
        next();
    }

    [[nodiscard]] std::size_t running() const { return m_running.size(); }

    std::vector<std::string> sent;
    std::vector<std::string> busy;
    std::vector<std::string> cancelled;

private:
    struct Lane
    {
        std::uint64_t turn = 0; // when it came, or had its last turn
        std::vector<std::string> names;
    };

    void send(const std::string& name)
    {
        m_running.push_back(name);
        sent.push_back(name);
    }

    void next()
    {
        Lane* first = nullptr;
        for (auto& [key, lane] : m_waiting) {
            if (!lane.names.empty() && (first == nullptr || lane.turn < first->turn)) {
                first = &lane;
            }
        }
        if (first != nullptr) {
            send(first->names.front());
            first->names.erase(first->names.begin());
            first->turn = ++m_turn;
        }
    }

    [[nodiscard]] std::size_t total() const
    {
        std::size_t sum = 0;
        for (const auto& [key, lane] : m_waiting) {
            sum += lane.names.size();
        }
        return sum;
    }

    std::size_t m_most;
    std::uint64_t m_turn = 0;
    std::vector<std::string> m_running;
    std::map<std::string, Lane> m_waiting;
};

class RandomCalls : public CallQueueTest, public testing::WithParamInterface<unsigned>
{};

// Arrivals of 20 keys, some of which send far more than others, answers and cancellations in any
// order: the server gets what the model says, in its order, and every call is told one result.
TEST_P(RandomCalls, NoneIsLostOrAnsweredTwiceAndTurnsAreKept)
{
    std::mt19937 random(GetParam()); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every time
    const auto below = [&random](std::size_t most) { return random() % most; };
    const std::size_t most = 1 + below(3);
    openWith(static_cast<std::uint32_t>(most));
    Model model(most);
    std::vector<std::pair<std::string, std::string>> begun; // key, name
    for (int step = 0; step < 3'000; ++step) {
        const auto dice = below(10);
        if (dice < 5) {
            const std::string key = "k" + std::to_string(below(1 + below(20)));
            const std::string name = key + "-" + std::to_string(step);
            begun.emplace_back(key, name);
            begin(key, name);
            model.add(key, name);
        } else if (dice < 7 && model.running() > 0) {
            const std::size_t at = below(model.running());
            answer(at);
            model.answer(at);
        } else if (dice == 7 && !begun.empty()) {
            const auto& [key, name] =
                begun[begun.size() - 1 - below(std::min<std::size_t>(begun.size(), 60))];
            calls[name]->cancel("no longer wanted"); // which may have its result by now
            model.cancel(key, name);
        }
        ASSERT_EQ(channel->order, model.sent) << "after step " << step;
    }
    while (model.running() > 0) {
        answer();
        model.answer(0);
    }
    ASSERT_TRUE(allTold());
    EXPECT_EQ(channel->order, model.sent);
    EXPECT_EQ(fatesWith(ErrorCode::Busy), model.busy.size());
    EXPECT_EQ(fatesWith(ErrorCode::Cancelled), model.cancelled.size());
    EXPECT_EQ(fatesWith(std::nullopt) + model.busy.size() + model.cancelled.size(), begun.size());
    EXPECT_TRUE(std::ranges::all_of(fates, [](const auto& it) { return it.second.results == 1; }));
    for (const std::string& name : model.busy) {
        EXPECT_EQ(fates[name].error, ErrorCode::Busy) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCalls, testing::Range(1U, 9U));

} // namespace
} // namespace portcullis::upstream::test
