#include "gateway/audit/open_connection.h"

#include <algorithm>
#include <array>
#include <sqlite3.h>
#include <string_view>

namespace portcullis::audit {

namespace {

constexpr int kKeyBytes = 32;
constexpr int kBusyMillis = 5000;

struct Setting
{
    const char* query;
    std::string_view expected;
};

constexpr std::array kCipherSettings = {
    Setting{"PRAGMA cipher_page_size", "4096"},
    Setting{"PRAGMA cipher_hmac_algorithm", "HMAC_SHA256"},
    Setting{"PRAGMA cipher_use_hmac", "1"},
    Setting{"PRAGMA cipher_plaintext_header_size", "0"},
};

constexpr std::array kSettings = {
    Setting{"PRAGMA journal_mode", "wal"},
    Setting{"PRAGMA page_size", "4096"},
    Setting{"PRAGMA encoding", "UTF-8"},
    Setting{"PRAGMA temp_store", "2"}, // memory: transient files would not be encrypted
    Setting{"PRAGMA mmap_size", "0"},
    Setting{"PRAGMA secure_delete", "1"},
    Setting{"PRAGMA foreign_keys", "1"},
    Setting{"PRAGMA cell_size_check", "1"},
    Setting{"PRAGMA trusted_schema", "0"},
    Setting{"PRAGMA wal_autocheckpoint", "0"},
};

Result<> expect(Connection& connection, const Setting& setting)
{
    const auto value = connection.queryText(setting.query);
    if (!value && value.error().code != ErrorCode::NotFound) {
        return fail(value.error());
    }
    if (!value || *value != setting.expected) {
        return fail(ErrorCode::Unsupported,
                    "The audit log's database library does not do what the log needs; install the "
                    "version that came with Portcullis.",
                    std::string(setting.query) + " is '" + value.value_or("") + "', not '" +
                        std::string(setting.expected) + "'");
    }
    return {};
}

Result<> apply(Connection& connection, const char* sql, const Setting& setting)
{
    auto done = connection.execute(sql);
    return done ? expect(connection, setting) : done;
}

// The text x'<64 hex digits>' that makes SQLCipher use the bytes as the key, without a derivation.
SecretBytes rawKeyText(const SecretBytes& key)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    SecretBytes text(3 + 2 * key.size());
    const auto out = text.writable();
    out[0] = 'x';
    out[1] = '\'';
    std::size_t at = 2;
    for (const std::uint8_t byte : key.bytes()) {
        out[at++] = static_cast<std::uint8_t>(kDigits[byte >> 4U]);
        out[at++] = static_cast<std::uint8_t>(kDigits[byte & 0x0FU]);
    }
    out[at] = '\'';
    return text;
}

Result<> unlock(Connection& connection, const SecretBytes& key)
{
    // Before the key: a wrong one would be reported on stderr.
    if (auto quiet = connection.execute("PRAGMA cipher_log_level = NONE"); !quiet) {
        return quiet;
    }
    const SecretBytes text = rawKeyText(key);
    const int code =
        sqlite3_key(connection.handle(), text.bytes().data(), static_cast<int>(text.size()));
    if (code != SQLITE_OK) {
        return fail(databaseError(connection.handle(), code, "sqlite3_key"));
    }
    if (auto set = connection.execute("PRAGMA cipher_page_size = 4096;"
                                      "PRAGMA cipher_hmac_algorithm = HMAC_SHA256");
        !set) {
        return set;
    }
    const auto version = connection.queryText("PRAGMA cipher_version");
    if (!version || version->empty()) {
        return fail(ErrorCode::Unsupported,
                    "The audit log cannot be encrypted: the program was not built with SQLCipher.");
    }
    for (const Setting& setting : kCipherSettings) {
        if (auto same = expect(connection, setting); !same) {
            return same;
        }
    }
    // sqlite3_key never fails for a wrong key; the first page read does.
    const auto tables = connection.queryInteger("SELECT count(*) FROM sqlite_master");
    if (!tables) {
        return fail(tables.error());
    }
    return {};
}

Result<> applySynchronous(Connection& connection, Synchronous synchronous)
{
    switch (synchronous) {
    case Synchronous::Off:
        return connection.execute("PRAGMA synchronous = OFF");
    case Synchronous::Normal:
        return apply(connection, "PRAGMA synchronous = NORMAL", {"PRAGMA synchronous", "1"});
    case Synchronous::Full:
        break;
    }
    return apply(connection, "PRAGMA synchronous = FULL", {"PRAGMA synchronous", "2"});
}

// The cache: the listing is written, and checked, on the last pages of some hundred kinds and
// durations by turns, and each of them costs more to read and decrypt than all else about a record.
Result<> configure(Connection& connection, Access access, api::Durability durability)
{
    if (auto set = connection.execute("PRAGMA cache_size = -8192;"
                                      "PRAGMA temp_store = MEMORY;"
                                      "PRAGMA mmap_size = 0;"
                                      "PRAGMA secure_delete = ON;"
                                      "PRAGMA foreign_keys = ON;"
                                      "PRAGMA cell_size_check = ON;"
                                      "PRAGMA trusted_schema = OFF;"
                                      "PRAGMA wal_autocheckpoint = 0");
        !set) {
        return set;
    }
    if (access == Access::Writer) {
        if (auto wal = connection.execute("PRAGMA journal_mode = WAL"); !wal) {
            return wal;
        }
        if (auto synchronous = applySynchronous(connection, synchronousFor(durability));
            !synchronous) {
            return synchronous;
        }
    } else if (auto only = connection.execute("PRAGMA query_only = ON"); !only) {
        return only;
    }
    for (const Setting& setting : kSettings) {
        if (auto same = expect(connection, setting); !same) {
            return same;
        }
    }
    return {};
}

template <std::size_t N>
bool isOneOf(const char* name, const std::array<std::string_view, N>& names)
{
    return name != nullptr && std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 14> kInserts = {"rec",
                                                       "node",
                                                       "payload",
                                                       "wrapped_key",
                                                       "shared_key",
                                                       "open_call",
                                                       "counter",
                                                       "meta",
                                                       "list_kind",
                                                       "list_post",
                                                       "list_block",
                                                       "list_pace",
                                                       "list_paces",
                                                       "list_call"};
constexpr std::array<std::string_view, 5> kUpdates = {
    "counter", "meta", "listing", "list_block", "list_paces"};
constexpr std::array<std::string_view, 1> kDeletes = {"open_call"};
constexpr std::array<std::string_view, 1> kKeeperInserts = {"hold"};
constexpr std::array<std::string_view, 2> kKeeperUpdates = {"wrapped_key", "shared_key"};
constexpr std::array<std::string_view, 4> kKeeperDeletes = {
    "payload", "wrapped_key", "shared_key", "hold"};
constexpr std::array<std::string_view, 6> kFunctions = {
    "like", "length", "max", "min", "count", "instr"};

bool isBody(const char* table, const char* column)
{
    return table != nullptr && column != nullptr && std::string_view(table) == "rec" &&
           std::string_view(column) == "body";
}

int allowRead(int action, const char* second)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return isOneOf(second, kFunctions) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

int allowWrite(int action, const char* first, const char* second)
{
    switch (action) {
    case SQLITE_INSERT:
        return isOneOf(first, kInserts) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE:
        return isOneOf(first, kUpdates) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_DELETE:
        return isOneOf(first, kDeletes) ? SQLITE_OK : SQLITE_DENY;
    default:
        return allowRead(action, second);
    }
}

int authorizeWriter(
    void*, int action, const char* first, const char* second, const char*, const char*)
{
    return allowWrite(action, first, second);
}

int allowKeeping(int action, const char* first, const char* second)
{
    switch (action) {
    case SQLITE_INSERT:
        return isOneOf(first, kKeeperInserts) ? SQLITE_OK : allowWrite(action, first, second);
    case SQLITE_UPDATE:
        return isOneOf(first, kKeeperUpdates) || isBody(first, second)
                   ? SQLITE_OK
                   : allowWrite(action, first, second);
    case SQLITE_DELETE:
        return isOneOf(first, kKeeperDeletes) ? SQLITE_OK : allowWrite(action, first, second);
    default:
        return allowRead(action, second);
    }
}

int authorizeKeeper(
    void*, int action, const char* first, const char* second, const char*, const char*)
{
    return allowKeeping(action, first, second);
}

int authorizeReader(void*, int action, const char*, const char* second, const char*, const char*)
{
    return allowRead(action, second);
}

} // namespace

void restrict(Connection& connection, Access access)
{
    const auto authorizer = access == Access::Writer   ? authorizeWriter
                            : access == Access::Keeper ? authorizeKeeper
                                                       : authorizeReader;
    sqlite3_set_authorizer(connection.handle(), authorizer, nullptr);
}

Synchronous synchronousFor(api::Durability durability)
{
    return durability == api::Durability::Strict ? Synchronous::Full : Synchronous::Normal;
}

Result<> setSynchronous(Connection& connection, Synchronous synchronous)
{
    sqlite3_set_authorizer(connection.handle(), nullptr, nullptr);
    auto applied = applySynchronous(connection, synchronous);
    restrict(connection, Access::Writer);
    return applied;
}

Result<Connection> openConnection(const std::filesystem::path& file,
                                  const SecretBytes& key,
                                  Access access,
                                  api::Durability durability)
{
    if (key.size() != kKeyBytes) {
        return fail(ErrorCode::Locked, "The audit log's key is missing; unlock the key store.");
    }
    const int mode = access == Access::Writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Connection connection(raw);
    if (code != SQLITE_OK) {
        return fail(databaseError(raw, code, "open " + file.string()));
    }
    sqlite3_busy_timeout(raw, kBusyMillis);
    // Closing must not write: not with a wrong key, and not beside the writer.
    sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (auto unlocked = unlock(connection, key); !unlocked) {
        return fail(unlocked.error());
    }
    if (auto configured = configure(connection, access, durability); !configured) {
        return fail(configured.error());
    }
    if (access == Access::Reader) {
        restrict(connection, Access::Reader);
    }
    return connection;
}

} // namespace portcullis::audit
