#include "gateway/audit/audit_log.h"

#include "gateway/audit/open_log.h"

#include <exception>
#include <utility>

namespace portcullis::audit {

Result<std::unique_ptr<AuditLog>>
AuditLog::open(const LogOptions& options, SecretBytes key, const Clock& clock)
{
    try {
        auto folder = claimFolder(options.folder, clock.wallNow());
        if (!folder) {
            return fail(folder.error());
        }
        removeLeftovers(options.folder / kContentKeysFile);
        auto contentKeys = std::make_shared<ContentKeys>(options.folder / kContentKeysFile, key);
        auto log = std::make_unique<OpenLog>(
            options, clock, std::move(*folder), key.duplicate(), std::move(contentKeys));
        auto file = log->openFile(std::move(key));
        if (!file) {
            return fail(file.error());
        }
        if (auto started = log->start(std::move(*file)); !started) {
            return fail(started.error());
        }
        return log;
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "The audit log cannot be opened.", error.what());
    }
}

} // namespace portcullis::audit
