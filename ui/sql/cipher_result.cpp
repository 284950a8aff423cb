#include "ui/sql/cipher_result.h"

#include <QCoreApplication>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>
#include <QSqlRecord>

#include <sqlite3.h>

namespace portcullis::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("CipherResult", text);
}

QMetaType typeOf(int sqliteType)
{
    switch (sqliteType) {
    case SQLITE_INTEGER:
        return QMetaType(QMetaType::LongLong);
    case SQLITE_FLOAT:
        return QMetaType(QMetaType::Double);
    case SQLITE_BLOB:
        return QMetaType(QMetaType::QByteArray);
    default:
        return QMetaType(QMetaType::QString);
    }
}

} // namespace

void CipherResult::Finalize::operator()(sqlite3_stmt* statement) const noexcept
{
    sqlite3_finalize(statement);
}

CipherResult::CipherResult(const QSqlDriver* driver, api::LogConnection connection)
    : QSqlResult(driver)
    , m_connection(std::move(connection))
{}

CipherResult::~CipherResult() = default;

void CipherResult::clear()
{
    m_rows.clear();
    m_read = 0;
    m_ended = true;
    setAt(QSql::BeforeFirstRow);
    setActive(false);
}

bool CipherResult::refuse(const QString& why, int code)
{
    const bool known = code != 0 && m_connection != nullptr;
    setLastError(
        QSqlError(why,
                  known ? QString::fromUtf8(sqlite3_errmsg(m_connection.get())) : QString(),
                  m_connection == nullptr ? QSqlError::ConnectionError : QSqlError::StatementError,
                  known ? QString::number(code) : QString()));
    return false;
}

bool CipherResult::reset(const QString& query)
{
    return prepare(query) && exec();
}

bool CipherResult::prepare(const QString& query)
{
    clear();
    setSelect(false);
    m_statement.reset();
    if (m_connection == nullptr || !driver()->isOpen()) {
        return refuse(words("The connection is closed."));
    }
    const QByteArray sql = query.toUtf8();
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v2(
        m_connection.get(), sql.constData(), static_cast<int>(sql.size()), &statement, &rest);
    m_statement.reset(statement);
    if (code != SQLITE_OK) {
        return refuse(words("The query cannot be read."), code);
    }
    if (statement == nullptr || !QByteArray(rest).trimmed().isEmpty()) {
        m_statement.reset();
        return refuse(words("A query is one statement."));
    }
    if (sqlite3_stmt_readonly(statement) == 0) {
        m_statement.reset();
        return refuse(words("This connection can only read."));
    }
    setSelect(sqlite3_column_count(statement) > 0);
    return true;
}

void CipherResult::bind(int parameter, const QVariant& value)
{
    sqlite3_stmt* const statement = m_statement.get();
    if (value.isNull()) {
        sqlite3_bind_null(statement, parameter);
        return;
    }
    switch (value.metaType().id()) {
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        const auto size = static_cast<sqlite3_uint64>(bytes.size());
        sqlite3_bind_blob64(statement, parameter, bytes.constData(), size, SQLITE_TRANSIENT);
        break;
    }
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Long:
    case QMetaType::ULong:
        sqlite3_bind_int64(statement, parameter, value.toLongLong());
        break;
    case QMetaType::Double:
    case QMetaType::Float:
        sqlite3_bind_double(statement, parameter, value.toDouble());
        break;
    default: {
        const QByteArray text = value.toString().toUtf8();
        const auto size = static_cast<sqlite3_uint64>(text.size());
        sqlite3_bind_text64(
            statement, parameter, text.constData(), size, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    }
    }
}

bool CipherResult::exec()
{
    clear();
    if (!m_statement) {
        return refuse(words("There is no query."));
    }
    sqlite3_reset(m_statement.get());
    const QVariantList values = boundValues();
    if (values.size() != sqlite3_bind_parameter_count(m_statement.get())) {
        return refuse(words("The query has another number of parameters."));
    }
    for (int i = 0; i < values.size(); ++i) {
        bind(i + 1, values.at(i));
    }
    m_ended = false;
    setActive(true);
    // The first row at once, so that exec() knows of errors; it is kept for whoever fetches it.
    if (step() == Step::Failed) {
        clear();
        return false;
    }
    return true;
}

CipherResult::Step CipherResult::step()
{
    if (m_ended) {
        return Step::End;
    }
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) {
        QVariantList row;
        const int columns = sqlite3_column_count(m_statement.get());
        row.reserve(columns);
        for (int i = 0; i < columns; ++i) {
            row.push_back(column(i));
        }
        if (isForwardOnly()) {
            m_rows.clear();
        }
        m_rows.push_back(std::move(row));
        ++m_read;
        return Step::Row;
    }
    m_ended = true;
    if (code != SQLITE_DONE) {
        refuse(words("The query failed."), code);
    }
    sqlite3_reset(m_statement.get());
    return code == SQLITE_DONE ? Step::End : Step::Failed;
}

QVariant CipherResult::column(int index) const
{
    sqlite3_stmt* const statement = m_statement.get();
    const int type = sqlite3_column_type(statement, index);
    switch (type) {
    case SQLITE_INTEGER:
        return QVariant::fromValue<qlonglong>(sqlite3_column_int64(statement, index));
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, index);
    case SQLITE_NULL:
        return QVariant(QMetaType(QMetaType::QString));
    default:
        break;
    }
    const auto* const data = static_cast<const char*>(sqlite3_column_blob(statement, index));
    const int size = sqlite3_column_bytes(statement, index);
    return type == SQLITE_BLOB ? QVariant(QByteArray(data, size))
                               : QVariant(QString::fromUtf8(data, size));
}

bool CipherResult::readUpTo(int row)
{
    while (m_read <= row) {
        if (step() != Step::Row) {
            return false;
        }
    }
    return true;
}

bool CipherResult::fetch(int row)
{
    if (!isActive() || row < 0 || (isForwardOnly() && row < at())) {
        return false;
    }
    if (isForwardOnly() && row < m_read - 1) {
        return false;
    }
    if (!readUpTo(row)) {
        setAt(QSql::AfterLastRow);
        return false;
    }
    setAt(row);
    return true;
}

bool CipherResult::fetchFirst()
{
    return fetch(0);
}

bool CipherResult::fetchNext()
{
    return at() == QSql::AfterLastRow ? false : fetch(at() < 0 ? 0 : at() + 1);
}

bool CipherResult::fetchPrevious()
{
    return !isForwardOnly() && at() > 0 && fetch(at() - 1);
}

bool CipherResult::fetchLast()
{
    if (!isActive()) {
        return false;
    }
    while (step() == Step::Row) {
    }
    return m_read > 0 && fetch(m_read - 1);
}

QVariant CipherResult::data(int column)
{
    const int row = isForwardOnly() ? 0 : at();
    return row >= 0 && row < m_rows.size() ? m_rows.at(row).value(column) : QVariant();
}

bool CipherResult::isNull(int column)
{
    return data(column).isNull();
}

int CipherResult::size()
{
    return -1; // not known before the last row
}

int CipherResult::numRowsAffected()
{
    return -1;
}

// Columns that are no column of a table have the type of the first value.
QSqlRecord CipherResult::record() const
{
    QSqlRecord record;
    const int columns = m_statement && isSelect() ? sqlite3_column_count(m_statement.get()) : 0;
    for (int i = 0; i < columns; ++i) {
        const char* const name = sqlite3_column_name(m_statement.get(), i);
        const QVariant value = m_rows.isEmpty() ? QVariant() : m_rows.back().value(i);
        QSqlField field(QString::fromUtf8(name),
                        value.isValid() ? value.metaType() : typeOf(SQLITE_NULL));
        field.setReadOnly(true);
        record.append(field);
    }
    return record;
}

// Its rows are no longer wanted: it holds up nobody.
void CipherResult::detachFromResultSet()
{
    if (m_statement) {
        sqlite3_reset(m_statement.get());
    }
    m_ended = true;
}

} // namespace portcullis::ui
