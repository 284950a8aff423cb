#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

// A small layer over SQLCipher's C API: handles that close themselves, errors as Result.
namespace portcullis::audit {

// The error of a failed call on `connection` (may be null), with what was being done.
[[nodiscard]] Error databaseError(sqlite3* connection, int code, std::string_view doing);

// One prepared statement. Bound texts are not copied: they must live until reset().
//
// Owner: whoever owns the connection, and it goes before the connection. Thread: the connection's.
class Statement
{
public:
    Statement() = default;

    explicit Statement(sqlite3_stmt* handle)
        : m_handle(handle)
    {}

    // Parameters count from 1.
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, std::string_view text);
    void bindBlob(int parameter, std::string_view bytes);
    void bindBlob(int parameter, std::span<const std::uint8_t> bytes);
    void bindNull(int parameter);
    // NULL for an empty text.
    void bindOptional(int parameter, std::string_view text);

    // One row further; false at the end.
    [[nodiscard]] Result<bool> step();
    // To the end, and ready for the next use.
    [[nodiscard]] Result<> run();
    void reset();

    // Columns count from 0; views live until the next step or reset.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const; // of a text or a blob; empty for NULL
    [[nodiscard]] bool isNull(int column) const;

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };

    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
};

// One connection to the log's file.
//
// Owner: one of the log's parts. Thread: one at a time (opened without SQLite's own mutex).
class Connection
{
public:
    Connection() = default;

    explicit Connection(sqlite3* handle)
        : m_handle(handle)
    {}

    [[nodiscard]] bool isOpen() const { return m_handle != nullptr; }

    void close() { m_handle.reset(); }

    [[nodiscard]] sqlite3* handle() const { return m_handle.get(); }

    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    // Several statements without results.
    [[nodiscard]] Result<> execute(const char* sql);
    // The first column of the first row; NotFound when there is no row.
    [[nodiscard]] Result<std::string> queryText(std::string_view sql);
    [[nodiscard]] Result<std::int64_t> queryInteger(std::string_view sql);

private:
    struct Close
    {
        void operator()(sqlite3* handle) const noexcept;
    };

    std::unique_ptr<sqlite3, Close> m_handle;
};

// BEGIN IMMEDIATE … COMMIT; rolls back when it goes without having been committed.
//
// Thread: the connection's.
class Transaction
{
public:
    // What begins and ends a transaction, parsed once.
    struct Statements
    {
        [[nodiscard]] static Result<Statements> prepare(Connection& connection);

        Statement begin;
        Statement commit;
    };

    [[nodiscard]] static Result<Transaction> begin(Connection& connection, Statements& statements);
    ~Transaction();

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;

    [[nodiscard]] Result<> commit();

private:
    Transaction(Connection& connection, Statements& statements)
        : m_connection(&connection)
        , m_statements(&statements)
    {}

    Connection* m_connection;
    Statements* m_statements;
};

} // namespace portcullis::audit
