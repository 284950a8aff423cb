#pragma once

#include "gateway/api/config.h"
#include "gateway/audit/database.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>

namespace portcullis::audit {

// What a connection may do once it is set up. Everything else (ATTACH, PRAGMA, changes of the
// schema, UPDATE and DELETE beyond the short list) is refused when a statement is prepared: that
// stops mistakes and injected SQL. It does not stop a holder of the key; only the hashes do.
enum class Access
{
    Writer, // adds records, keeps the snapshot tables
    Keeper, // a writer that also removes contents and bodies, and changes holds
    Reader  // reads; never checkpoints
};

// Opens the existing file (an empty one is a new log) with a 32-byte key, sets SQLCipher and SQLite
// up and reads every setting back, because an unknown PRAGMA is ignored without an error.
//
// Errors: Locked (the file is not readable with this key; nothing was written to it), Unsupported
// (this SQLCipher lacks something), Corrupt, IoError, Busy.
[[nodiscard]] Result<Connection> openConnection(const std::filesystem::path& file,
                                                const SecretBytes& key,
                                                Access access,
                                                api::Durability durability);

// Ends the set-up: from now on only what `access` names.
void restrict(Connection& connection, Access access);

// When SQLite waits for the disk.
enum class Synchronous
{
    Off,    // never
    Normal, // in checkpoints
    Full    // at each commit, too
};

[[nodiscard]] Synchronous synchronousFor(api::Durability durability);

// Of the writer's connection, between two transactions.
[[nodiscard]] Result<> setSynchronous(Connection& connection, Synchronous synchronous);

} // namespace portcullis::audit
