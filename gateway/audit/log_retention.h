#pragma once

#include "gateway/api/retention.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/audit/log_evidence.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::audit {

// Finds what is to leave the log, and has it removed in small steps, each with its record: the
// writer does one between two batches. Each question has a read-only connection of its own.
//
// Owner: the log. Thread: any; an answer takes up to minutes. Errors: those of RetentionClient, of
// the database and of `enter`.
class LogRetention
{
public:
    // Adds a record to the log and waits until it is there, and done what it says.
    using Enter = LogEvidence::Enter;

    LogRetention(std::filesystem::path file,
                 SecretBytes key,
                 std::shared_ptr<const ContentKeys> contentKeys);

    // `hold.by` says who asks; its id must be new.
    [[nodiscard]] Result<api::Hold> setHold(const api::Hold& hold, const Enter& enter) const;
    [[nodiscard]] Result<> releaseHold(const std::string& id,
                                       const std::string& reason,
                                       const std::string& by,
                                       const Enter& enter) const;
    // In the order of their records.
    [[nodiscard]] Result<std::vector<api::Hold>> holds() const;

    [[nodiscard]] Result<api::EraseReport> erase(const api::EraseRequest& request,
                                                 const std::string& by,
                                                 const api::JobWatch& watch,
                                                 const Enter& enter) const;
    // As removeOldRecords().
    [[nodiscard]] Result<api::RetentionReport> removeOld(const api::RetentionRequest& request,
                                                         const std::string& by,
                                                         const api::JobWatch& watch,
                                                         const Enter& enter) const;

private:
    [[nodiscard]] Result<Connection> connect() const;

    std::filesystem::path m_file;
    SecretBytes m_key;
    std::shared_ptr<const ContentKeys> m_contentKeys;
};

} // namespace portcullis::audit
