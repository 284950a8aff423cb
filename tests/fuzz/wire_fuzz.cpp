#include "gateway/api/wire.h"
#include "gateway/base/json.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// Any JSON as each value of the control socket. What must hold: no crash, errors with a sentence,
// and what was taken is the same after it went over the wire.

namespace {

using namespace portcullis;

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "wire_fuzz: %s\n", what);
        std::abort();
    }
}

template <typename Read>
void check(const nlohmann::json& json, const char* what, Read read)
{
    const auto first = read(json);
    if (!first) {
        require(!first.error().message.empty(), what);
        return;
    }
    const std::string written = api::toJson(*first).dump();
    const auto second = read(nlohmann::json::parse(written));
    require(second.has_value() && api::toJson(*second).dump() == written, what);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    JsonLimits limits;
    limits.depth = 64; // as the readers of the socket have it
    if (!JsonDocument::parse(text, limits)) {
        return 0;
    }
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return 0;
    }
    check(json, "status", api::statusFromJson);
    check(json, "tool", api::toolFromJson);
    check(json, "report", api::reportFromJson);
    check(json, "query", api::queryFromJson);
    check(json, "page", api::pageFromJson);
    check(json, "details", api::detailsFromJson);
    check(json, "export request", api::exportRequestFromJson);
    check(json, "export summary", api::exportSummaryFromJson);
    check(json, "check request", api::checkRequestFromJson);
    check(json, "log report", api::logReportFromJson);
    check(json, "checkpoint", api::checkpointFromJson);
    check(json, "change", api::changeFromJson);
    check(json, "new key", api::newKeyFromJson);
    check(json, "event", api::eventFromJson);
    const Error error = api::errorFromJson(json);
    require(api::toJson(error) == api::toJson(api::errorFromJson(api::toJson(error))), "error");
    return 0;
}
