#pragma once

#include "gateway/audit/open_connection.h"
#include "gateway/base/json.h"
#include "tests/gateway/audit/log_fixture.h"

#include <sqlite3.h>
#include <string>
#include <vector>

namespace portcullis::audit::test {

// A stored record as another program with the key would read it.
struct RawRecord
{
    std::int64_t n = 0;
    std::string leaf;
    std::string header;
    std::string body;
};

inline Connection readOnly(const std::filesystem::path& file, const SecretBytes& key)
{
    auto connection = openConnection(file, key, Access::Reader, api::Durability::Strict);
    EXPECT_TRUE(connection.has_value()) << (connection ? "" : connection.error().cause);
    return connection ? std::move(*connection) : Connection();
}

// Runs SQL as somebody would who has the database's key and no scruples.
inline void
tamperWith(const std::filesystem::path& file, const SecretBytes& key, const std::string& sql)
{
    auto connection = openConnection(file, key, Access::Writer, api::Durability::Strict);
    ASSERT_TRUE(connection);
    sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    const auto done = connection->execute(sql.c_str());
    ASSERT_TRUE(done) << done.error().cause;
}

// What goes before: the triggers would stop it, though not somebody with the key.
inline constexpr const char* kWithoutTriggers =
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE type = 'trigger';"
    "PRAGMA writable_schema = RESET;";

inline std::vector<RawRecord> readRecords(Connection& connection)
{
    std::vector<RawRecord> records;
    auto rows = connection.prepare("SELECT n, leaf, header, body FROM rec ORDER BY n");
    EXPECT_TRUE(rows.has_value()) << (rows ? "" : rows.error().cause);
    while (rows && rows->step().value_or(false)) {
        records.push_back({rows->integer(0),
                           std::string(rows->text(1)),
                           std::string(rows->text(2)),
                           std::string(rows->text(3))});
    }
    return records;
}

inline JsonDocument parsed(const std::string& text)
{
    auto document = JsonDocument::parse(text);
    EXPECT_TRUE(document.has_value()) << text;
    return document ? std::move(*document) : JsonDocument();
}

} // namespace portcullis::audit::test
