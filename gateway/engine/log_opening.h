#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/audit/shown_text.h"
#include "gateway/base/clock.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/engine/log_aids.h"

#include <filesystem>
#include <memory>

namespace portcullis::engine {

// Opens the audit log of a data folder with what its master key leads to: the key of the database,
// the keys that sign, which stand sealed in logkeys.json and are made with the log, and the pin in
// pin.json.
//
// Any thread. `clock` must outlive the log. Errors: those of AuditLog::open(); NotFound when a log
// is there and its signing keys are not.
[[nodiscard]] Result<std::unique_ptr<audit::AuditLog>>
openLog(const std::filesystem::path& dataFolder,
        const SecretBytes& master,
        api::Durability durability,
        const Clock& clock,
        LogAids aids = {});

// Checks the log of a data folder on which no gateway runs (audit::checkClosedLog()). Any thread.
[[nodiscard]] Result<api::LogReport> checkLog(const std::filesystem::path& dataFolder,
                                              const SecretBytes& master,
                                              const Clock& clock,
                                              const api::CheckRequest& request,
                                              const api::JobWatch& watch,
                                              LogAids aids = {});

// What proves a text that somebody shows (audit::openingOf()), also beside a gateway that runs. Any
// thread.
[[nodiscard]] Result<std::string> openingOf(const std::filesystem::path& dataFolder,
                                            const SecretBytes& master,
                                            const audit::ShownText& shown);
// That there is a log, before a key is asked for. Errors: NotFound.
[[nodiscard]] Result<> requireLog(const std::filesystem::path& dataFolder);

} // namespace portcullis::engine
