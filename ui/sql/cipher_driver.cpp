#include "ui/sql/cipher_driver.h"

#include "ui/sql/cipher_result.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

#include <sqlite3.h>

namespace portcullis::ui {

CipherDriver::CipherDriver(api::LogConnection connection, QObject* parent)
    : QSqlDriver(parent)
    , m_connection(std::move(connection))
{
    setOpen(m_connection != nullptr);
    setOpenError(m_connection == nullptr);
}

CipherDriver::~CipherDriver() = default;

// Names of placeholders are QSqlResult's matter: it replaces them by positions.
bool CipherDriver::hasFeature(DriverFeature feature) const
{
    switch (feature) {
    case Transactions:
    case BLOB:
    case Unicode:
    case PreparedQueries:
    case PositionalPlaceholders:
    case FinishQuery:
        return true;
    default:
        return false;
    }
}

bool CipherDriver::open(
    const QString&, const QString&, const QString&, const QString&, int, const QString&)
{
    setLastError(QSqlError(tr("This driver opens no files: it is given an open connection."),
                           {},
                           QSqlError::ConnectionError));
    return false;
}

void CipherDriver::close()
{
    m_connection.reset();
    setOpen(false);
    setOpenError(false);
}

QSqlResult* CipherDriver::createResult() const
{
    return new CipherResult(this, m_connection);
}

bool CipherDriver::run(const char* sql)
{
    if (m_connection == nullptr) {
        return false;
    }
    ::sqlite3* const connection = m_connection.get();
    const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) {
        return true;
    }
    setLastError(QSqlError(QLatin1String(sql),
                           QString::fromUtf8(sqlite3_errmsg(connection)),
                           QSqlError::TransactionError,
                           QString::number(sqlite3_extended_errcode(connection))));
    return false;
}

bool CipherDriver::beginTransaction()
{
    return run("BEGIN");
}

bool CipherDriver::commitTransaction()
{
    return run("COMMIT");
}

bool CipherDriver::rollbackTransaction()
{
    return run("ROLLBACK");
}

QStringList CipherDriver::tables(QSql::TableType type) const
{
    QStringList names;
    if (type == QSql::SystemTables) {
        return {QStringLiteral("sqlite_master")};
    }
    QSqlQuery query(createResult());
    query.setForwardOnly(true);
    const bool views = type == QSql::Views;
    query.exec(views ? QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'view'")
                     : QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table'"));
    while (query.next()) {
        names.push_back(query.value(0).toString());
    }
    if (type == QSql::AllTables) {
        names += tables(QSql::Views) + tables(QSql::SystemTables);
    }
    return names;
}

QSqlRecord CipherDriver::record(const QString& table) const
{
    QSqlQuery query(createResult());
    const QString name =
        isIdentifierEscaped(table, TableName) ? table : escapeIdentifier(table, TableName);
    query.exec(QStringLiteral("SELECT * FROM ") + name + QStringLiteral(" LIMIT 0"));
    return query.record();
}

QString CipherDriver::escapeIdentifier(const QString& name, IdentifierType) const
{
    QString escaped = name;
    escaped.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

} // namespace portcullis::ui
