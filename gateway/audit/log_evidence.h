#pragma once

#include "gateway/api/evidence.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/database.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/organisation/organisation_key.h"
#include "gateway/audit/pin.h"
#include "gateway/audit/receipt.h"
#include "gateway/audit/record.h"
#include "gateway/audit/report/report_renderer.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace portcullis::audit {

// What leaves a log as evidence: bundles, checks of the whole, checkpoints. Each question has a
// read-only connection of its own, so none waits for another or holds up the writer.
//
// Owner: the log. Thread: any; an answer takes up to minutes. Errors: those of the functions it
// calls.
class LogEvidence
{
public:
    // `renderer` may be null.
    LogEvidence(std::filesystem::path file,
                SecretBytes key,
                std::shared_ptr<const ContentKeys> contentKeys,
                std::shared_ptr<const report::ReportRenderer> renderer);

    // Adds a record to the log and waits until it is there.
    using Enter = std::function<Result<Receipt>(Record)>;

    // The record of the export is in the log before the bundle is at its place.
    [[nodiscard]] Result<api::ExportSummary> exportBundle(const LogSigner& signer,
                                                          const api::ExportRequest& request,
                                                          const organisation::KeyOpening& opening,
                                                          const std::filesystem::path& output,
                                                          const std::string& by,
                                                          const api::JobWatch& watch,
                                                          const Enter& enter) const;

    // `remembered` is from before the call. `enter` is empty while the log takes no records: it can
    // be checked nevertheless.
    [[nodiscard]] Result<api::LogReport> check(const std::shared_ptr<const LogKeys>& keys,
                                               const api::CheckRequest& request,
                                               Remembered remembered,
                                               const std::string& by,
                                               const api::JobWatch& watch,
                                               const Enter& enter) const;

    // Errors: NotFound (an empty log), Corrupt (it does not carry its own signature),
    // InvalidArgument (`since` is beyond its end).
    [[nodiscard]] Result<api::Checkpoint> checkpoint(const LogSigner& signer,
                                                     std::uint64_t since) const;

private:
    [[nodiscard]] Result<Connection> connect() const;

    std::filesystem::path m_file;
    SecretBytes m_key;
    std::shared_ptr<const ContentKeys> m_contentKeys;
    std::shared_ptr<const report::ReportRenderer> m_renderer;
};

} // namespace portcullis::audit
