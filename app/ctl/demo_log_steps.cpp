#include "app/ctl/demo.h"
#include "gateway/base/atomic_file.h"

#include <algorithm>
#include <array>
#include <system_error>

// The demonstration's steps that read back what was recorded.
namespace portcullis::ctl {

namespace {

constexpr const char* kMarker = "portcullis-demo-marker-7d1f";
constexpr std::size_t kMostBytes = std::size_t{256} * 1024 * 1024;

struct Refusal
{
    api::Reason reason;
    std::string tool; // empty for requests that were no calls
};

bool holds(const std::vector<api::ActivityRow>& rows, const Refusal& refusal)
{
    return std::ranges::any_of(rows, [&](const api::ActivityRow& row) {
        return row.reason == refusal.reason &&
               (refusal.tool.empty() || row.tool.find(refusal.tool) != std::string::npos);
    });
}

} // namespace

Result<> Demo::logHoldsTheCall()
{
    const auto rows = m_place->activity();
    if (!rows) {
        return fail(rows.error());
    }
    const auto found = std::ranges::find_if(*rows, [](const api::ActivityRow& row) {
        return row.tool == "echo" && row.outcome == api::Outcome::Ok;
    });
    if (found == rows->end()) {
        return fail(ErrorCode::Internal, "the call is not in the log");
    }
    const auto details = m_place->details(found->n);
    if (!details) {
        return fail(details.error());
    }
    const bool whole = !details->intentHeader.empty() && !details->outcomeHeader.empty() &&
                       details->arguments.value_or("").find(kMarker) != std::string::npos &&
                       details->result.value_or("").find(kMarker) != std::string::npos;
    return whole ? Result<>()
                 : fail(ErrorCode::Internal, "intent, outcome or content of the call is missing");
}

Result<> Demo::logHoldsTheRefusals()
{
    const auto rows = m_place->activity();
    if (!rows) {
        return fail(rows.error());
    }
    const std::array<Refusal, 5> wanted{{{api::Reason::ToolNotAllowed, "delete_records"},
                                         {api::Reason::UnknownTool, "no_such_tool"},
                                         {api::Reason::MissingKey, ""},
                                         {api::Reason::UnknownKey, ""},
                                         {api::Reason::KeyDisabled, ""}}};
    for (const Refusal& refusal : wanted) {
        if (!holds(*rows, refusal)) {
            return fail(ErrorCode::Internal,
                        std::string("no refusal for the reason ") +
                            api::reasonName(refusal.reason));
        }
    }
    return {};
}

Result<> Demo::logIsEncrypted()
{
    for (const char* name : {"audit.db", "audit.db-wal"}) {
        const auto file = m_place->folder() / name;
        std::error_code missing;
        if (!std::filesystem::exists(file, missing)) {
            continue;
        }
        const auto bytes = readWholeFile(file, kMostBytes);
        if (!bytes) {
            return fail(bytes.error());
        }
        if (bytes->starts_with("SQLite format 3") || bytes->find(kMarker) != std::string::npos) {
            return fail(ErrorCode::Internal, std::string(name) + " is readable as plain text");
        }
    }
    std::error_code missing;
    const auto size = std::filesystem::file_size(m_place->folder() / "audit.db", missing);
    return !missing && size > 0 ? Result<>()
                                : fail(ErrorCode::Internal, "there is no log on the disk");
}

Result<> Demo::stops()
{
    m_place->gateway().stop();
    const auto folder = m_place->folder();
    m_place.reset();
    std::error_code ignored;
    return std::filesystem::exists(folder, ignored)
               ? fail(ErrorCode::Internal, "the folder is still there")
               : Result<>();
}

} // namespace portcullis::ctl
