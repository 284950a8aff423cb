#pragma once

#include "gateway/api/status.h"
#include "gateway/api/tree_head.h"
#include "gateway/audit/database.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace portcullis::audit {

// How many records there are of one key or server, and when the last was written.
struct Counter
{
    std::int64_t last = 0;
    std::int64_t t = 0;
};

using Counters = std::unordered_map<std::string, Counter>;

// What the next record depends on. It follows from the records alone; the tables open_call and
// counter hold it as it was before record `snapshot`, so that opening reads only the records since
// then.
//
// Owner: the writer. Thread: the writer's.
struct LogState
{
    std::int64_t next = 0;   // n of the next record
    std::int64_t lastHw = 0; // of the record before it
    Frontier tree;           // of all records before it
    std::string log;         // 32 hex digits that were drawn when it was made
    std::int64_t epoch = 0;

    // Which log this is, in checkpoints and receipts.
    [[nodiscard]] std::string origin() const;

    [[nodiscard]] api::TreeHead head() const { return {origin(), tree.size(), tree.root()}; }

    std::int64_t snapshot = 0;
    Counters keys;
    Counters servers;
    std::map<std::int64_t, api::ActivityRow> open; // calls without an outcome, by n of the intent
};

// What a batch changed that readers see before any table tells it.
struct Effects
{
    std::vector<api::ActivityRow> opened;
    std::vector<std::int64_t> closed; // n of the intents
    std::vector<api::KeyUse> used;
};

// Errors: Corrupt (something is missing), those of the database.
[[nodiscard]] Result<LogState> loadState(Connection& connection);

// Rewrites the snapshot; part of the caller's transaction.
[[nodiscard]] Result<> saveState(Connection& connection, const LogState& state);

} // namespace portcullis::audit
