#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace portcullis::upstream {

// Who waits for a server, one lane for each key: the lanes take turns, and within a lane the first
// to come is the first to go. So a key that sends a thousand calls makes another one wait for one
// of them, and what it may leave here is bounded by its own share.
//
// `Item` is equality comparable, and no two that wait are equal. Owner: a CallQueue. Thread:
// gateway. Failure: add() says who has no place.
template <typename Item>
class FairLine
{
public:
    struct Bounds
    {
        std::size_t share = 0; // that may wait of one key
        std::size_t total = 0; // that may wait of all, at least `share`
    };

    [[nodiscard]] bool empty() const { return m_urgent.empty() && m_lanes.empty(); }

    [[nodiscard]] std::size_t size() const { return m_urgent.size() + m_count; }

    // How many of this key wait.
    [[nodiscard]] std::size_t waiting(const std::string& key) const
    {
        const auto found = m_places.find(key);
        return found == m_places.end() ? 0 : found->second->items.size();
    }

    // Returns who has no place: nobody; the item itself, when its key has its share or nobody has
    // more waiting than it; or, where all places are taken, the last of the key with the most.
    [[nodiscard]] std::optional<Item> add(const std::string& key, Item item, Bounds bounds)
    {
        const std::size_t own = waiting(key);
        if (own >= bounds.share) {
            return item;
        }
        std::optional<Item> leaves;
        if (m_count >= bounds.total) {
            const auto longest = longestLane();
            if (longest == m_lanes.end() || longest->items.size() <= own + 1) {
                return item;
            }
            leaves = std::move(longest->items.back());
            longest->items.pop_back();
            --m_count; // two or more waited there: the lane stays
        }
        laneOf(key).items.push_back(std::move(item));
        ++m_count;
        return leaves;
    }

    // Before all lanes and whatever the bounds: for what had its turn already, or is short.
    void addUrgent(Item item) { m_urgent.push_back(std::move(item)); }

    // Whose turn it is; nothing when nobody waits.
    [[nodiscard]] std::optional<Item> take()
    {
        if (!m_urgent.empty()) {
            std::optional<Item> next(std::move(m_urgent.front()));
            m_urgent.pop_front();
            return next;
        }
        if (m_lanes.empty()) {
            return std::nullopt;
        }
        Lane& lane = m_lanes.front();
        std::optional<Item> next(std::move(lane.items.front()));
        lane.items.pop_front();
        --m_count;
        if (lane.items.empty()) {
            m_places.erase(lane.key);
            m_lanes.pop_front();
        } else {
            m_lanes.splice(m_lanes.end(), m_lanes, m_lanes.begin());
        }
        return next;
    }

    // Takes it out, whose turn ever it is; false when it does not wait.
    bool remove(const std::string& key, const Item& item)
    {
        if (std::erase(m_urgent, item) > 0) {
            return true;
        }
        const auto found = m_places.find(key);
        if (found == m_places.end() || std::erase(found->second->items, item) == 0) {
            return false;
        }
        --m_count;
        if (found->second->items.empty()) {
            m_lanes.erase(found->second);
            m_places.erase(found);
        }
        return true;
    }

private:
    struct Lane
    {
        std::string key;
        std::deque<Item> items; // never empty between two calls of this class
    };

    using Lanes = std::list<Lane>;

    [[nodiscard]] typename Lanes::iterator longestLane()
    {
        return std::max_element(m_lanes.begin(), m_lanes.end(), [](const Lane& a, const Lane& b) {
            return a.items.size() < b.items.size();
        });
    }

    Lane& laneOf(const std::string& key)
    {
        const auto found = m_places.find(key);
        if (found != m_places.end()) {
            return *found->second;
        }
        m_lanes.push_back(Lane{key, {}});
        m_places.emplace(key, std::prev(m_lanes.end()));
        return m_lanes.back();
    }

    std::deque<Item> m_urgent;
    Lanes m_lanes; // whose turn is next stands first
    std::unordered_map<std::string, typename Lanes::iterator> m_places;
    std::size_t m_count = 0; // in all lanes
};

} // namespace portcullis::upstream
