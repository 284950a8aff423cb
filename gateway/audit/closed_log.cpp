#include "gateway/audit/closed_log.h"

#include "gateway/audit/content_keys.h"
#include "gateway/audit/log_check.h"
#include "gateway/audit/log_folder.h"
#include "gateway/audit/open_connection.h"
#include "gateway/audit/schema.h"

#include <exception>
#include <system_error>
#include <utility>

namespace portcullis::audit {

namespace {

Result<api::LogReport> check(const LogOptions& options,
                             const SecretBytes& key,
                             const Clock& clock,
                             const api::CheckRequest& request,
                             const api::JobWatch& watch)
{
    const std::filesystem::path file = options.folder / kLogFileName;
    std::error_code unknown;
    if (!std::filesystem::exists(file, unknown)) {
        return fail(ErrorCode::NotFound, "There is no audit log " + file.string() + ".");
    }
    const auto folder = claimFolder(options.folder, clock.wallNow());
    if (!folder) {
        return fail(folder.error());
    }
    auto contentKeys = ContentKeys::open(options.folder / kContentKeysFile, key);
    auto keys = options.keys(false);
    auto connection = openConnection(file, key, Access::Reader, options.durability);
    if (!connection && connection.error().code == ErrorCode::Locked) {
        connection.error().message = "The first page of the audit log " + file.string() +
                                     " cannot be read: it is damaged, or belongs to another key. "
                                     "Restore it from a backup.";
    }
    if (!contentKeys || !keys || !connection) {
        return fail(!contentKeys ? contentKeys.error() : !keys ? keys.error() : connection.error());
    }
    if (auto known = checkSchema(*connection); !known) {
        return fail(std::move(known.error()));
    }
    auto remembered = rememberedBy(options.pins.get());
    if (!remembered) {
        return fail(std::move(remembered.error()));
    }
    return checkLog(
        *connection, std::move(*contentKeys), *keys, request, watch, std::move(*remembered));
}

} // namespace

Result<api::LogReport> checkClosedLog(const LogOptions& options,
                                      const SecretBytes& key,
                                      const Clock& clock,
                                      const api::CheckRequest& request,
                                      const api::JobWatch& watch)
{
    try {
        return check(options, key, clock, request, watch);
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "The audit log cannot be checked.", error.what());
    }
}

} // namespace portcullis::audit
