#include "gateway/audit/pin.h"

#include <array>
#include <charconv>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kMark = "portcullis pin 1\n";

struct Name
{
    LogVerdict verdict;
    const char* name;
};

constexpr std::array kNames = {Name{LogVerdict::Ok, "ok"},
                               Name{LogVerdict::Rollback, "rollback"},
                               Name{LogVerdict::Fork, "fork"},
                               Name{LogVerdict::DatabaseMissing, "database-missing"},
                               Name{LogVerdict::PinMissing, "pin-missing"}};

std::string records(std::uint64_t count)
{
    return std::to_string(count) + (count == 1 ? " record" : " records");
}

} // namespace

std::string Pin::text() const
{
    return std::string(kMark) + std::to_string(toMicros(time)) + "\n" + head.text();
}

Result<Pin> Pin::parse(std::string_view text)
{
    const auto damaged = [] {
        return fail(ErrorCode::Corrupt, "The pin of the audit log is damaged.");
    };
    if (!text.starts_with(kMark)) {
        return damaged();
    }
    const std::string_view rest = text.substr(kMark.size());
    const std::size_t end = rest.find('\n');
    std::int64_t micros = 0;
    const char* last = rest.data() + std::min(end, rest.size());
    const auto [stop, error] = std::from_chars(rest.data(), last, micros);
    if (end == std::string_view::npos || error != std::errc() || stop != last) {
        return damaged();
    }
    auto head = api::TreeHead::parse(rest.substr(end + 1));
    if (!head) {
        return damaged();
    }
    Pin pin{std::move(*head), fromMicros(micros)};
    return pin.text() == text ? Result<Pin>(std::move(pin)) : damaged();
}

// A pin that cannot be read hides no other, but may have said more.
Result<Remembered> rememberedBy(PinStore* store)
{
    if (store == nullptr) {
        return Remembered();
    }
    auto pins = store->load();
    if (!pins) {
        return fail(std::move(pins.error()));
    }
    Remembered remembered;
    remembered.isWhole = !pins->areDamaged && !pins->pins.empty();
    remembered.heads.reserve(pins->pins.size());
    for (Pin& pin : pins->pins) {
        remembered.heads.push_back(std::move(pin.head));
    }
    return remembered;
}

const char* verdictName(LogVerdict verdict)
{
    for (const Name& entry : kNames) {
        if (entry.verdict == verdict) {
            return entry.name;
        }
    }
    return "";
}

std::string describe(LogVerdict verdict, const api::TreeHead& found, const Pin* pinned)
{
    const std::uint64_t before = pinned == nullptr ? 0 : pinned->head.size;
    switch (verdict) {
    case LogVerdict::Ok:
        return "The audit log is the one that was pinned.";
    case LogVerdict::Rollback:
        return "The audit log has " + records(found.size) + ", but had " + std::to_string(before) +
               " before: it was replaced by an older copy, or its end was removed.";
    case LogVerdict::Fork:
        return "The audit log has other records among its first " + std::to_string(before) +
               " than it had before: it was replaced or changed.";
    case LogVerdict::DatabaseMissing:
        return "The audit log is new, but there was one with " + records(before) +
               ": the file audit.db was removed or another folder is in use.";
    case LogVerdict::PinMissing:
        return "The audit log has " + records(found.size) +
               ", but what it should have is not remembered outside it, or cannot be read: the "
               "keychain's entry or pin.json was removed or damaged, or the folder comes from "
               "another computer.";
    }
    return {};
}

Result<LogVerdict>
judge(const api::TreeHead& head, SubtreeHashes& tree, const std::optional<Pin>& pin)
{
    if (!pin) {
        return head.size == 0 ? LogVerdict::Ok : LogVerdict::PinMissing;
    }
    const api::TreeHead& pinned = pin->head;
    if (head.size == 0) {
        return pinned.size > 0 ? LogVerdict::DatabaseMissing : LogVerdict::Ok;
    }
    if (head.origin != pinned.origin) {
        return LogVerdict::Fork;
    }
    if (head.size < pinned.size) {
        return LogVerdict::Rollback;
    }
    const auto edge = frontierOf(tree, pinned.size);
    if (!edge) {
        return fail(edge.error());
    }
    return edge->root() == pinned.root ? LogVerdict::Ok : LogVerdict::Fork;
}

} // namespace portcullis::audit
