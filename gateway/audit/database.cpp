#include "gateway/audit/database.h"

#include "gateway/base/encoding.h"

#include <cerrno>
#include <sqlite3.h>
#include <system_error>
#include <utility>

namespace portcullis::audit {

namespace {

// SQLite says SQLITE_FULL for ENOSPC on a write, and an I/O error for the same cause elsewhere.
bool meansNoSpace(int systemError)
{
    return systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
}

// Not a limit that room on a disk would lift.
bool meansNoMemory(int code)
{
    return (code & 0xFF) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM;
}

ErrorCode codeFor(int code, int systemError)
{
    if (meansNoMemory(code)) {
        return ErrorCode::Internal;
    }
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return ErrorCode::ResourceExhausted;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return meansNoSpace(systemError) ? ErrorCode::ResourceExhausted : ErrorCode::IoError;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ErrorCode::IoError;
    case SQLITE_NOTADB:
        return ErrorCode::Locked;
    case SQLITE_CORRUPT:
        return ErrorCode::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Busy;
    default:
        return ErrorCode::Internal;
    }
}

std::string sentenceFor(ErrorCode kind, int code)
{
    if (meansNoMemory(code)) {
        return "There is not enough memory for the audit log; end other programs.";
    }
    switch (kind) {
    case ErrorCode::ResourceExhausted:
        return "There is no room for the audit log; free some disk space.";
    case ErrorCode::IoError:
        return "The audit log's file cannot be read or written; check the disk and the folder's "
               "permissions.";
    case ErrorCode::Locked:
        return "The audit log cannot be opened with this key.";
    case ErrorCode::Corrupt:
        return "The audit log's file is damaged; restore it from a backup or start a new log in "
               "another folder.";
    case ErrorCode::Busy:
        return "Another program is using the audit log's file.";
    default:
        return "The audit log's database failed.";
    }
}

} // namespace

Error databaseError(sqlite3* connection, int code, std::string_view doing)
{
    const int systemError = connection == nullptr ? 0 : sqlite3_system_errno(connection);
    const ErrorCode kind = codeFor(code, systemError);
    std::string cause = std::string(doing) + ": ";
    cause += connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection);
    cause += " (" + std::to_string(code);
    if (systemError != 0 && (code & 0xFF) != SQLITE_CORRUPT && (code & 0xFF) != SQLITE_NOTADB) {
        cause += ", " + std::generic_category().message(systemError);
    }
    cause += ")";
    return {kind, sentenceFor(kind, code), std::move(cause)};
}

void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept
{
    sqlite3_finalize(handle);
}

void Statement::bind(int parameter, std::int64_t value)
{
    sqlite3_bind_int64(m_handle.get(), parameter, value);
}

void Statement::bind(int parameter, std::string_view text)
{
    // A null pointer would bind NULL.
    const char* data = text.empty() ? "" : text.data();
    sqlite3_bind_text64(m_handle.get(), parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bindBlob(int parameter, std::string_view bytes)
{
    const char* data = bytes.empty() ? "" : bytes.data();
    sqlite3_bind_blob64(m_handle.get(), parameter, data, bytes.size(), SQLITE_STATIC);
}

void Statement::bindBlob(int parameter, std::span<const std::uint8_t> bytes)
{
    const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    sqlite3_bind_blob64(m_handle.get(), parameter, data, bytes.size(), SQLITE_STATIC);
}

void Statement::bindNull(int parameter)
{
    sqlite3_bind_null(m_handle.get(), parameter);
}

void Statement::bindOptional(int parameter, std::string_view text)
{
    if (text.empty()) {
        bindNull(parameter);
    } else {
        bind(parameter, text);
    }
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_handle.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    sqlite3* const connection = sqlite3_db_handle(m_handle.get());
    return fail(databaseError(
        connection, sqlite3_extended_errcode(connection), sqlite3_sql(m_handle.get())));
}

Result<> Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row) {
            reset();
            return fail(row.error());
        }
        if (!*row) {
            reset();
            return {};
        }
    }
}

void Statement::reset()
{
    sqlite3_reset(m_handle.get());
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_handle.get(), column);
}

std::string_view Statement::text(int column) const
{
    const void* const data = sqlite3_column_blob(m_handle.get(), column);
    const int size = sqlite3_column_bytes(m_handle.get(), column);
    return data == nullptr
               ? std::string_view()
               : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_handle.get(), column) == SQLITE_NULL;
}

void Connection::Close::operator()(sqlite3* handle) const noexcept
{
    sqlite3_close_v2(handle);
}

Result<Statement> Connection::prepare(std::string_view sql)
{
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(m_handle.get(),
                                        sql.data(),
                                        static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT,
                                        &raw,
                                        nullptr);
    Statement statement(raw);
    if (code != SQLITE_OK) {
        return fail(databaseError(m_handle.get(), sqlite3_extended_errcode(m_handle.get()), sql));
    }
    return statement;
}

Result<> Connection::execute(const char* sql)
{
    const int code = sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return fail(databaseError(m_handle.get(), sqlite3_extended_errcode(m_handle.get()), sql));
    }
    return {};
}

Result<std::string> Connection::queryText(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement) {
        return fail(statement.error());
    }
    const auto row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    if (!*row) {
        return fail(
            ErrorCode::NotFound, "The audit log's database lacks an entry.", std::string(sql));
    }
    return std::string(statement->text(0));
}

Result<std::int64_t> Connection::queryInteger(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement) {
        return fail(statement.error());
    }
    const auto row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    if (!*row) {
        return fail(
            ErrorCode::NotFound, "The audit log's database lacks an entry.", std::string(sql));
    }
    return statement->integer(0);
}

Result<Transaction::Statements> Transaction::Statements::prepare(Connection& connection)
{
    auto begin = connection.prepare("BEGIN IMMEDIATE");
    if (!begin) {
        return fail(begin.error());
    }
    auto commit = connection.prepare("COMMIT");
    if (!commit) {
        return fail(commit.error());
    }
    return Statements{std::move(*begin), std::move(*commit)};
}

Result<Transaction> Transaction::begin(Connection& connection, Statements& statements)
{
    if (auto begun = statements.begin.run(); !begun) {
        return fail(begun.error());
    }
    return Transaction(connection, statements);
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
    , m_statements(other.m_statements)
{}

Transaction::~Transaction()
{
    if (m_connection != nullptr) {
        // Fails when the error has already rolled back, which is as good.
        static_cast<void>(m_connection->execute("ROLLBACK"));
    }
}

Result<> Transaction::commit()
{
    auto committed = m_statements->commit.run();
    if (committed) {
        m_connection = nullptr;
    }
    return committed;
}

} // namespace portcullis::audit
