#pragma once

#include "gateway/api/config.h"
#include "gateway/base/ids.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

namespace portcullis::engine {

// How many event streams are open, of each key and in all (G.3).
// Owner: SessionTable. Thread: gateway. Errors: none left is a null place.
class StreamQuota
{
public:
    // A place for one more stream, held as long as the result lives; null when there is none.
    [[nodiscard]] std::shared_ptr<void> take(const KeyId& key, const api::Limits& limits)
    {
        const auto found = m_open->ofKey.find(key);
        const std::size_t ofKey = found == m_open->ofKey.end() ? 0 : found->second;
        if (m_open->all >= limits.streams || ofKey >= limits.streamsPerKey) {
            return nullptr;
        }
        return std::make_shared<Place>(m_open, key);
    }

private:
    struct Open
    {
        std::size_t all = 0;
        std::map<KeyId, std::size_t> ofKey;
    };

    class Place
    {
    public:
        Place(std::shared_ptr<Open> open, KeyId key)
            : m_open(std::move(open))
            , m_key(std::move(key))
        {
            ++m_open->all;
            ++m_open->ofKey[m_key];
        }

        ~Place()
        {
            --m_open->all;
            if (--m_open->ofKey[m_key] == 0) {
                m_open->ofKey.erase(m_key);
            }
        }

        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        Place(Place&&) = delete;
        Place& operator=(Place&&) = delete;

    private:
        std::shared_ptr<Open> m_open;
        KeyId m_key;
    };

    std::shared_ptr<Open> m_open = std::make_shared<Open>();
};

} // namespace portcullis::engine
