#include "gateway/engine/config_history.h"

#include "gateway/api/config_diff.h"
#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/encoding.h"
#include "gateway/base/os_user.h"
#include "gateway/engine/config_entry.h"
#include "gateway/engine/config_store.h"
#include "gateway/engine/data_folder.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>
#include <variant>

namespace portcullis::engine {

namespace {

constexpr std::string_view kEnding = ".revision";
constexpr std::size_t kDigits = 20; // of the largest number, so that names sort like numbers
constexpr std::size_t kMaxEntryBytes = std::size_t{16} * 1024 * 1024;
constexpr std::size_t kAlwaysKept = 2; // the current one and what it was made from

[[nodiscard]] std::optional<std::uint64_t> numberOf(const std::filesystem::path& file)
{
    const std::string name = file.filename().string();
    if (name.size() != kDigits + kEnding.size() || !name.ends_with(kEnding)) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    const char* const end = name.data() + kDigits;
    const auto [stop, error] = std::from_chars(name.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

[[nodiscard]] std::string word(std::uint64_t revision)
{
    return "revision " + std::to_string(revision);
}

[[nodiscard]] std::unexpected<Error> notKept(const Error& why)
{
    return fail(why.code,
                "The change was not made because what the configuration was cannot be kept: " +
                    why.message,
                why.cause);
}

[[nodiscard]] Result<ConfigEntry> readEntry(const std::filesystem::path& file, std::uint64_t number)
{
    const auto text = readWholeFile(file, kMaxEntryBytes);
    if (text) {
        return parseEntry(*text, number);
    }
    if (text.error().code == ErrorCode::NotFound) {
        return fail(ErrorCode::NotFound,
                    "It is not known what the configuration was at " + word(number) + ".");
    }
    return fail(text.error());
}

// The configuration of an entry as this version understands it.
[[nodiscard]] Result<api::GatewayConfig> configOf(const ConfigEntry& entry)
{
    auto config = api::parseConfig(entry.config);
    if (!config) {
        return fail(ErrorCode::Unsupported,
                    "This version of Portcullis cannot use the configuration of " +
                        word(entry.revision.revision) + ".",
                    config.error().message);
    }
    config->revision = entry.revision.revision;
    return config;
}

} // namespace

ConfigHistory::ConfigHistory(const std::filesystem::path& dataFolder,
                             const Clock& clock,
                             Bounds bounds)
    : m_folder(dataFolder / kHistoryFolder)
    , m_clock(clock)
    , m_bounds(bounds)
{}

std::filesystem::path ConfigHistory::fileOf(std::uint64_t revision) const
{
    const std::string digits = std::to_string(revision);
    return m_folder / (std::string(kDigits - digits.size(), '0') + digits + std::string(kEnding));
}

std::vector<std::uint64_t> ConfigHistory::numbers() const
{
    std::vector<std::uint64_t> found;
    std::error_code error;
    for (std::filesystem::directory_iterator next(m_folder, error), end; !error && next != end;
         next.increment(error)) {
        if (const auto number = numberOf(next->path())) {
            found.push_back(*number);
        }
    }
    std::ranges::sort(found);
    return found;
}

Result<> ConfigHistory::write(api::Revision revision, const api::GatewayConfig& config) const
{
    if (auto folder = prepareDataFolder(m_folder); !folder) {
        return folder;
    }
    revision.revision = config.revision;
    revision.time = m_clock.wallNow();
    revision.user = osUser();
    revision.hash = configHash(config);
    return writeFileAtomically(fileOf(config.revision),
                               formatEntry(revision, api::formatConfig(config)));
}

// Of the same value: another version of the program writes the same configuration in another way.
bool ConfigHistory::isKept(const api::GatewayConfig& config) const
{
    const auto entry = readEntry(fileOf(config.revision), config.revision);
    const auto kept = entry ? configOf(*entry) : fail(entry.error());
    return kept && *kept == config;
}

Result<> ConfigHistory::ensure(const api::GatewayConfig& current) const
{
    if (isKept(current)) {
        return {};
    }
    api::Revision revision;
    for (const std::uint64_t number : numbers()) {
        if (number < current.revision) {
            revision.previous = number;
        }
    }
    revision.by = "start";
    revision.change = api::kConfigFound;
    const Result<> written = write(std::move(revision), current);
    return written ? written : notKept(written.error());
}

Result<std::optional<ConfigHistory::Found>>
ConfigHistory::settle(const api::GatewayConfig& current) const
{
    removeUnfinished();
    const std::vector<std::uint64_t> kept = numbers();
    const bool known = isKept(current);
    const auto later = std::ranges::upper_bound(kept, current.revision);
    if (known && std::distance(later, kept.end()) <= 1) {
        if (later != kept.end()) {
            takeBack(*later); // the change of a program that ended before it was made
        }
        return std::optional<Found>();
    }
    // One that is only damaged does not say otherwise.
    const bool isOther = !known && readEntry(fileOf(current.revision), current.revision);
    if (later == kept.end() && !isOther) {
        const Result<> written = ensure(current);
        return written ? Result<std::optional<Found>>(std::nullopt) : fail(written.error());
    }
    const auto last = readEntry(fileOf(kept.back()), kept.back());
    Found found{current, kept.back(), last ? last->revision.hash : std::string()};
    found.config.revision = kept.back() + 1;
    return std::optional<Found>(std::move(found));
}

Result<> ConfigHistory::add(std::uint64_t previous,
                            const api::GatewayConfig& next,
                            const audit::ConfigurationChanged& change) const
{
    api::Revision revision;
    revision.previous = previous;
    revision.by = change.by;
    revision.change = change.change;
    revision.subject = change.subject;
    if (const Result<> written = write(std::move(revision), next); !written) {
        return notKept(written.error());
    }
    prune();
    return {};
}

void ConfigHistory::takeBack(std::uint64_t revision) const
{
    std::error_code ignored;
    std::filesystem::remove(fileOf(revision), ignored);
}

// What cannot be removed now is removed by a later change.
void ConfigHistory::prune() const
{
    std::vector<std::uint64_t> kept = numbers();
    std::ranges::reverse(kept);
    std::uintmax_t bytes = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        std::error_code ignored;
        const std::filesystem::path file = fileOf(kept[i]);
        const std::uintmax_t size = std::filesystem::file_size(file, ignored);
        bytes += ignored ? 0 : size;
        if (i >= kAlwaysKept && (i >= m_bounds.revisions || bytes > m_bounds.bytes)) {
            std::filesystem::remove(file, ignored);
        }
    }
}

// Parts of entries that a program left when it ended in the middle of writing them.
void ConfigHistory::removeUnfinished() const
{
    std::vector<std::filesystem::path> unfinished;
    std::error_code error;
    for (std::filesystem::directory_iterator next(m_folder, error), end; !error && next != end;
         next.increment(error)) {
        const std::string name = next->path().filename().string();
        if (name.find(std::string(kEnding) + ".") == kDigits) {
            unfinished.push_back(next->path());
        }
    }
    for (const std::filesystem::path& file : unfinished) {
        std::filesystem::remove(file, error);
    }
}

Result<api::RevisionPage> ConfigHistory::revisions(const api::RevisionQuery& query) const
{
    std::vector<std::uint64_t> kept = numbers();
    std::ranges::reverse(kept);
    const std::size_t limit = std::clamp(query.limit, 1U, api::kMaxRevisionsAtOnce);
    api::RevisionPage page;
    for (const std::uint64_t number : kept) {
        if (query.before && number >= *query.before) {
            continue;
        }
        if (page.revisions.size() == limit) {
            page.more = true;
            break;
        }
        auto entry = readEntry(fileOf(number), number);
        if (!entry && entry.error().code == ErrorCode::NotFound) {
            continue; // gone since
        }
        api::Revision shown;
        shown.revision = number;
        if (!entry) {
            shown.damage = entry.error().message;
        }
        page.revisions.push_back(entry ? std::move(entry->revision) : std::move(shown));
    }
    return page;
}

Result<api::RevisionState> ConfigHistory::revision(std::uint64_t number) const
{
    auto entry = readEntry(fileOf(number), number);
    if (!entry) {
        return fail(std::move(entry.error()));
    }
    auto config = configOf(*entry);
    if (!config) {
        return fail(std::move(config.error()));
    }
    return api::RevisionState{std::move(entry->revision),
                              std::make_shared<const api::GatewayConfig>(std::move(*config))};
}

// The newest revision after one that touched a place.
std::optional<std::uint64_t> ConfigHistory::laterChange(std::uint64_t number,
                                                        std::uint64_t until,
                                                        const std::vector<std::string>& path) const
{
    std::vector<std::uint64_t> kept = numbers();
    std::ranges::reverse(kept);
    for (const std::uint64_t later : kept) {
        if (later <= number || later > until) {
            continue;
        }
        const auto made = revision(later);
        if (!made || !made->revision.previous) {
            continue;
        }
        const auto before = revision(*made->revision.previous);
        if (!before) {
            continue;
        }
        for (const auto& difference : api::compareConfigs(*before->config, *made->config)) {
            if (api::isSamePlace(difference.path, path)) {
                return later;
            }
        }
    }
    return std::nullopt;
}

Result<api::GatewayConfig> ConfigHistory::undone(std::uint64_t number,
                                                 const api::GatewayConfig& current) const
{
    const auto made = revision(number);
    if (!made) {
        return fail(made.error());
    }
    if (!made->revision.previous) {
        return fail(ErrorCode::NotFound,
                    "It is not known what the configuration was before " + word(number) + ".");
    }
    const std::uint64_t previous = *made->revision.previous;
    const auto before = revision(previous);
    if (!before) {
        return fail(before.error());
    }
    if (api::compareConfigs(*before->config, *made->config).empty()) {
        return fail(ErrorCode::InvalidArgument, "Nothing changed in " + word(number) + ".");
    }
    auto undone = api::undoDifference(*before->config, *made->config, current);
    if (!undone) {
        return fail(ErrorCode::InvalidArgument,
                    "Later changes need " + word(number) +
                        ": undo these first, or restore the state of " + word(previous) + ".",
                    undone.error().message);
    }
    if (!undone->inTheWay.empty()) {
        const api::ConfigDifference& place = undone->inTheWay.front();
        const auto later = laterChange(number, current.revision, place.path);
        return fail(ErrorCode::InvalidArgument,
                    "In the way of undoing " + word(number) + " is " +
                        (later ? word(*later) : std::string("a later change")) + ": " +
                        place.place + ". Undo that first, or restore the state of " +
                        word(previous) + ".");
    }
    undone->config.revision = current.revision + 1;
    return std::move(undone->config);
}

Result<api::ConfigChange> ConfigHistory::resolve(const api::ConfigChange& change,
                                                 const api::GatewayConfig& current) const
{
    const auto* const undo = std::get_if<api::UndoRevision>(&change);
    const auto* const restore = std::get_if<api::RestoreRevision>(&change);
    if (undo == nullptr && restore == nullptr) {
        return change;
    }
    if ((undo != nullptr ? undo->seen : restore->seen) != current.revision) {
        return fail(ErrorCode::InvalidArgument,
                    "The configuration has changed meanwhile, to " + word(current.revision) +
                        ": look again at what would become of it.");
    }
    if (undo != nullptr) {
        auto config = undone(undo->revision, current);
        if (!config) {
            return fail(std::move(config.error()));
        }
        return api::ReplaceConfig{std::move(*config)};
    }
    const auto kept = revision(restore->revision);
    if (!kept) {
        return fail(kept.error());
    }
    if (api::compareConfigs(current, *kept->config).empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "The configuration is as it was at " + word(restore->revision) + ".");
    }
    return api::ReplaceConfig{*kept->config};
}

bool speaksOfHistory(const api::ConfigChange& change)
{
    return std::holds_alternative<api::UndoRevision>(change) ||
           std::holds_alternative<api::RestoreRevision>(change);
}

} // namespace portcullis::engine
