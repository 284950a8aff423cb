#pragma once

#include "gateway/audit/pin.h"

#include <mutex>
#include <optional>
#include <vector>

namespace portcullis::audit::test {

// A pin store that remembers all it was given, and can be told to fail.
class MemoryPins final : public PinStore
{
public:
    [[nodiscard]] Result<Pins> load() override
    {
        const std::scoped_lock lock(m_mutex);
        if (m_failure) {
            return fail(*m_failure);
        }
        return m_damaged || m_saved.empty() ? Pins{{}, m_damaged} : Pins{{m_saved.back()}, false};
    }

    [[nodiscard]] Result<> save(const Pin& pin) override
    {
        const std::scoped_lock lock(m_mutex);
        ++m_attempts;
        if (m_failure) {
            return fail(*m_failure);
        }
        m_saved.push_back(pin);
        m_damaged = false;
        return {};
    }

    void failWith(std::optional<Error> failure)
    {
        const std::scoped_lock lock(m_mutex);
        m_failure = std::move(failure);
    }

    // What is kept cannot be read any more, until something else is saved.
    void damage()
    {
        const std::scoped_lock lock(m_mutex);
        m_damaged = true;
    }

    void replace(std::optional<Pin> pin)
    {
        const std::scoped_lock lock(m_mutex);
        m_saved.clear();
        if (pin) {
            m_saved.push_back(std::move(*pin));
        }
    }

    [[nodiscard]] std::vector<Pin> saved() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_saved;
    }

    [[nodiscard]] int attempts() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_attempts;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Pin> m_saved;
    std::optional<Error> m_failure;
    bool m_damaged = false;
    int m_attempts = 0;
};

} // namespace portcullis::audit::test
