#pragma once

#include "gateway/api/config.h"
#include "gateway/audit/record.h"
#include "gateway/base/result.h"
#include "gateway/engine/config_store.h"

#include <string>

// What records say of changes; for the files that make them. Pure.
namespace portcullis::engine {

[[nodiscard]] inline Error notRecorded(const Error& why)
{
    return {why.code,
            "The change was not made because it cannot be recorded: " + why.message,
            why.cause};
}

// All but what changed and who did it.
[[nodiscard]] inline audit::ConfigurationChanged changeRecord(const api::GatewayConfig& before,
                                                              const api::GatewayConfig& after)
{
    audit::ConfigurationChanged record;
    record.revision = after.revision;
    record.before = configHash(before);
    record.after = configHash(after);
    return record;
}

} // namespace portcullis::engine
