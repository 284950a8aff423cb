#pragma once

#include "gateway/api/completion.h"
#include "gateway/api/config.h"
#include "gateway/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What the configuration was, revision by revision. Values, and the questions about them; taking a
// revision back is a change like any other (UndoRevision, RestoreRevision).
namespace portcullis::api {

struct Revision
{
    std::uint64_t revision = 0;
    // The revision it was made from; nothing when none is kept from before.
    std::optional<std::uint64_t> previous;
    WallTime time{};
    std::string by;      // "gui", "ctl", "start", as in the record of the change
    std::string user;    // the account, "ada/1000"
    std::string change;  // changeName(), or kConfigFound
    std::string subject; // changeSubject()
    std::string hash;    // of the configuration, as `after` in the record: hex SHA-256
    std::string damage;  // a sentence when what is kept of it cannot be read; otherwise empty
    bool operator==(const Revision&) const = default;
};

inline constexpr std::uint32_t kMaxRevisionsAtOnce = 200;

struct RevisionQuery
{
    std::optional<std::uint64_t> before; // only older ones
    std::uint32_t limit = 100;           // at most kMaxRevisionsAtOnce
    bool operator==(const RevisionQuery&) const = default;
};

struct RevisionPage
{
    std::vector<Revision> revisions; // newest first
    bool more = false;               // older ones are kept
    bool operator==(const RevisionPage&) const = default;
};

struct RevisionState
{
    Revision revision;
    ConfigPtr config; // as it was then; never null
};

// What can be asked of a gateway about it; as GatewayClient in all else.
class HistoryClient
{
public:
    virtual ~HistoryClient() = default;

    virtual void revisions(RevisionQuery query, Completion<RevisionPage> done) = 0;
    // Errors: NotFound (not kept, or not any more), Corrupt (damaged; the message says so).
    virtual void revision(std::uint64_t number, Completion<RevisionState> done) = 0;
    // The configuration as UndoRevision would leave it; nothing is changed. Errors: as those of
    // revision(), and InvalidArgument, naming what stands in the way.
    virtual void undone(std::uint64_t number, Completion<ConfigPtr> done) = 0;
};

} // namespace portcullis::api
