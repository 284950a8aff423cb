#include "gateway/audit/pin_keeper.h"

#include <utility>

namespace portcullis::audit {

PinKeeper::PinKeeper(std::shared_ptr<PinStore> store,
                     api::TreeHead saved,
                     const Clock& clock,
                     std::function<Result<>()> makeDurable,
                     PinPace pace)
    : m_store(std::move(store))
    , m_clock(clock)
    , m_makeDurable(std::move(makeDurable))
    , m_pace(pace)
    , m_latest(saved)
    , m_saved(std::move(saved))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

PinKeeper::~PinKeeper()
{
    m_thread.request_stop();
    m_thread.join();
    std::unique_lock lock(m_mutex);
    if (m_latest != m_saved) {
        save(lock);
    }
}

void PinKeeper::committed(const api::TreeHead& head)
{
    bool first = false;
    bool far = false;
    {
        const std::scoped_lock lock(m_mutex);
        first = m_latest == m_saved;
        const bool was = isFarAhead();
        m_latest = head;
        far = !was && isFarAhead();
    }
    if (first || far) {
        m_changed.notify_one();
    }
}

std::optional<Error> PinKeeper::error() const
{
    const std::scoped_lock lock(m_mutex);
    return m_error;
}

void PinKeeper::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return m_latest != m_saved; })) {
        m_changed.wait_for(lock, stop, m_pace.patience, [this] { return isFarAhead(); });
        if (stop.stop_requested()) {
            return; // the destructor saves
        }
        save(lock);
        m_changed.wait_for(lock, stop, m_pace.pause, [] { return false; });
    }
}

// The lock is open meanwhile: the log goes on.
void PinKeeper::save(std::unique_lock<std::mutex>& lock)
{
    const Pin pin{m_latest, m_clock.wallNow()};
    lock.unlock();
    Result<> saved = m_makeDurable ? m_makeDurable() : Result<>();
    if (saved) {
        saved = m_store->save(pin);
    }
    lock.lock();
    if (saved) {
        m_saved = pin.head;
        m_error.reset();
    } else {
        m_error = std::move(saved.error());
    }
}

} // namespace portcullis::audit
