#include "gateway/engine/asking_turns.h"

#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace portcullis::engine {

using http::Task;

struct AskingTurns::State
{
    struct Waiter
    {
        Waiter(const http::asio::any_io_executor& executor,
               const std::shared_ptr<Conversation>& who,
               MonotonicTime now)
            : call(who)
            , since(now)
            , changed(executor)
        {}

        std::weak_ptr<Conversation> call;
        MonotonicTime since;
        std::uint64_t number = 0; // once it goes
        http::Signal changed;
    };

    struct Place
    {
        std::map<std::uint64_t, std::weak_ptr<Conversation>> running;
        std::deque<std::shared_ptr<Waiter>> waiting;
    };

    explicit State(const Clock& time)
        : clock(time)
    {}

    std::uint64_t begin(Place& place, std::weak_ptr<Conversation> call)
    {
        place.running.emplace(++last, std::move(call));
        return last;
    }

    void admitFirst(Place& place)
    {
        const auto waiter = std::move(place.waiting.front());
        place.waiting.pop_front();
        waiter->number = begin(place, waiter->call);
        waiter->changed.notify();
    }

    void end(const std::string& name, std::uint64_t number)
    {
        const auto found = places.find(name);
        if (found == places.end()) {
            return;
        }
        Place& place = found->second;
        place.running.erase(number);
        if (place.running.empty() && !place.waiting.empty()) {
            admitFirst(place);
        } else if (place.running.empty()) {
            places.erase(found);
        }
    }

    void leaveLine(const std::string& name, const std::shared_ptr<Waiter>& waiter)
    {
        if (const auto found = places.find(name); found != places.end()) {
            std::erase(found->second.waiting, waiter);
        }
    }

    // What a call holds that goes by this number.
    [[nodiscard]] static std::shared_ptr<void>
    turnOf(const std::shared_ptr<State>& self, std::string name, std::uint64_t number)
    {
        auto over = [weak = std::weak_ptr(self), name = std::move(name), number](State*) {
            if (const auto state = weak.lock()) {
                state->end(name, number);
            }
        };
        return std::shared_ptr<void>(self.get(), std::move(over));
    }

    const Clock& clock;
    std::map<std::string, Place> places;
    std::uint64_t last = 0;
};

AskingTurns::AskingTurns(const Clock& clock)
    : m_state(std::make_shared<State>(clock))
{}

Task<std::shared_ptr<void>> AskingTurns::enter(std::string place,
                                               std::shared_ptr<Conversation> call,
                                               std::shared_ptr<CallHandle> handle,
                                               Mode mode)
{
    const std::shared_ptr<State> state = m_state;
    State::Place& there = state->places[place];
    if (mode == Mode::Beside || there.running.empty()) {
        co_return State::turnOf(state, std::move(place), state->begin(there, call));
    }
    const auto executor = co_await http::asio::this_coro::executor;
    const auto waiter =
        std::make_shared<State::Waiter>(executor, call, state->clock.monotonicNow());
    there.waiting.push_back(waiter);
    handle->onCancel([weak = std::weak_ptr(waiter)] {
        if (const auto waits = weak.lock()) {
            waits->changed.notify();
        }
    });
    while (waiter->number == 0 && !handle->cancelled()) {
        co_await waiter->changed.wait();
    }
    if (waiter->number == 0) {
        state->leaveLine(place, waiter);
        co_return nullptr;
    }
    co_return State::turnOf(state, std::move(place), waiter->number);
}

void AskingTurns::sweep()
{
    const MonotonicTime now = m_state->clock.monotonicNow();
    std::vector<std::shared_ptr<Conversation>> late;
    for (auto& [name, place] : m_state->places) {
        if (place.waiting.empty()) {
            continue;
        }
        for (const auto& [number, weak] : place.running) {
            const auto call = weak.lock();
            const auto asked = call ? call->askedSince() : std::nullopt;
            if (asked && now - *asked >= kThinking) {
                late.push_back(call);
            }
        }
        while (!place.waiting.empty() && now - place.waiting.front()->since >= kPatience) {
            m_state->admitFirst(place);
        }
    }
    for (const auto& call : late) {
        call->giveWay();
    }
}

} // namespace portcullis::engine
