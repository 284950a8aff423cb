#include "gateway/http/sweep.h"

#include <algorithm>

namespace portcullis::http {

namespace {

constexpr std::chrono::milliseconds kSoon{10};

} // namespace

Sweep::Sweep(const asio::any_io_executor& executor, std::chrono::milliseconds period)
    : m_timer(executor)
    , m_period(period)
{}

void Sweep::add(Swept& entry)
{
    m_entries.push_back(&entry);
    ++m_count;
    if (!m_armed) {
        arm(m_period);
    }
}

void Sweep::remove(Swept& entry)
{
    const auto found = std::find(m_entries.begin(), m_entries.end(), &entry);
    if (found == m_entries.end()) {
        return;
    }
    --m_count;
    if (m_ticking) {
        *found = nullptr;
    } else {
        *found = m_entries.back();
        m_entries.pop_back();
    }
    if (m_count == 0 && !m_ticking) {
        m_armed = false;
        ++m_generation;
        m_timer.cancel();
    }
}

void Sweep::soon()
{
    if (m_ticking) {
        m_soon = true;
    } else if (m_armed) {
        arm(kSoon);
    }
}

void Sweep::arm(std::chrono::milliseconds delay)
{
    m_armed = true;
    m_timer.expires_after(delay);
    const unsigned generation = ++m_generation;
    m_timer.async_wait([weak = weak_from_this(), generation](const boost::system::error_code&) {
        const auto self = weak.lock();
        if (self && self->m_generation == generation) {
            self->tick();
        }
    });
}

void Sweep::tick()
{
    const auto now = std::chrono::steady_clock::now();
    m_ticking = true;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i] != nullptr) {
            m_entries[i]->sweep(now);
        }
    }
    m_ticking = false;
    std::erase(m_entries, nullptr);
    m_armed = false;
    if (m_count > 0) {
        arm(std::exchange(m_soon, false) ? std::min(kSoon, m_period) : m_period);
    }
}

} // namespace portcullis::http
