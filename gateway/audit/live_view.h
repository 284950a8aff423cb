#pragma once

#include "gateway/api/status.h"
#include "gateway/audit/log_state.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

namespace portcullis::audit {

// What readers ask for that stands in no table yet: the calls now running, when keys were last
// used, how many records are committed. The writer changes it after each commit.
//
// Owner: the log. Thread: any. Failure: none.
class LiveView
{
public:
    void reset(const LogState& state);
    void apply(const Effects& effects, std::int64_t records);

    [[nodiscard]] std::vector<api::ActivityRow> openCalls() const; // newest first
    [[nodiscard]] std::vector<api::KeyUse> keyUses() const;

    [[nodiscard]] std::uint64_t records() const
    {
        return static_cast<std::uint64_t>(m_records.load(std::memory_order_relaxed));
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::int64_t, api::ActivityRow> m_open;
    std::map<KeyId, WallTime> m_used;
    std::atomic<std::int64_t> m_records{0};
};

} // namespace portcullis::audit
