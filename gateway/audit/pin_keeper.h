#pragma once

#include "gateway/audit/pin.h"
#include "gateway/base/clock.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace portcullis::audit {

// How often the pin follows the log.
struct PinPace
{
    std::chrono::milliseconds patience{60'000}; // a record is pinned at the latest after this
    std::uint64_t records = 256;                // or when so many are not pinned,
    std::chrono::milliseconds pause{5'000};     // but no more often than this
};

// Moves the pin along behind the log, on a thread of its own, because a keychain may take its time.
// A pin is saved only after what it pins is on disk, so a pin that is ahead of the log means that
// the log was turned back.
//
// Owner: the log. Thread: any for the public methods. Failure: kept in error(), tried again after
// `pause`; the pin then stays behind, and more of the log's end than usual is unprotected.
class PinKeeper
{
public:
    // `makeDurable` puts on disk what has been committed; empty where each commit does so. `clock`
    // must outlive it. `saved` is the head that the store has.
    PinKeeper(std::shared_ptr<PinStore> store,
              api::TreeHead saved,
              const Clock& clock,
              std::function<Result<>()> makeDurable,
              PinPace pace = {});
    ~PinKeeper(); // saves what is not saved

    PinKeeper(const PinKeeper&) = delete;
    PinKeeper& operator=(const PinKeeper&) = delete;

    // A batch that ends with this head is committed. Cheap.
    void committed(const api::TreeHead& head);

    // Why the last attempt failed, if it did.
    [[nodiscard]] std::optional<Error> error() const;

private:
    using Time = std::chrono::steady_clock::time_point;

    void run(const std::stop_token& stop);

    [[nodiscard]] bool isFarAhead() const { return m_latest.size >= m_saved.size + m_pace.records; }

    void save(std::unique_lock<std::mutex>& lock);

    std::shared_ptr<PinStore> m_store;
    const Clock& m_clock;
    std::function<Result<>()> m_makeDurable;
    PinPace m_pace;

    mutable std::mutex m_mutex; // of the following
    std::condition_variable_any m_changed;
    api::TreeHead m_latest;
    api::TreeHead m_saved;
    std::optional<Error> m_error;

    std::jthread m_thread; // last: it uses all of the above
};

} // namespace portcullis::audit
