#pragma once

#include "gateway/api/status.h"
#include "gateway/audit/content_keeper.h"
#include "gateway/audit/database.h"
#include "gateway/audit/live_view.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string_view>

namespace portcullis::audit {

// Questions to the log, over one read-only connection that never checkpoints.
//
// Owner: the log. Thread: any, one question at a time (worker threads: an answer may take
// milliseconds). Failure: after an error of the database the next question opens it afresh.
class Reader
{
public:
    // `live` must outlive it.
    Reader(std::filesystem::path file,
           SecretBytes key,
           std::shared_ptr<const ContentKeys> contentKeys,
           const LiveView& live);

    [[nodiscard]] Result<> open();
    // For somebody else to read with.
    [[nodiscard]] Result<Connection> openAnother() const;
    [[nodiscard]] Result<api::ActivityPage> activity(const api::ActivityQuery& query);
    [[nodiscard]] Result<api::CallDetails> details(std::int64_t n);

private:
    [[nodiscard]] Result<> openLocked();
    [[nodiscard]] Result<api::ActivityPage> readActivity(const api::ActivityQuery& query);
    [[nodiscard]] Result<api::CallDetails> readDetails(std::int64_t n);
    [[nodiscard]] Result<std::int64_t> outcomeOf(std::int64_t intent);
    [[nodiscard]] Result<std::optional<std::string>> text(std::int64_t n);

    std::filesystem::path m_file;
    SecretBytes m_key;
    const LiveView& m_live;
    std::mutex m_mutex; // of the connection
    Connection m_connection;
    ContentReader m_contents;
};

} // namespace portcullis::audit
