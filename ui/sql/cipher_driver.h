#pragma once

#include "gateway/api/log_listing.h"

#include <QSqlDriver>

namespace portcullis::ui {

// Qt SQL over a connection to SQLCipher that somebody else has opened: reads, never opens a file,
// never has a key. Debian's own QSQLITE must not do this: linked against another SQLite, it writes
// plain text without saying so.
//
//   QSqlDatabase::addDatabase(new CipherDriver(std::move(connection)), name);
//
// Owner: QSqlDatabase. Thread: one, which is the one that uses the connection. Failure:
// lastError(), with SQLite's own text. Queries that are left over keep the connection alive.
class CipherDriver final : public QSqlDriver
{
    Q_OBJECT

public:
    static constexpr const char* kName = "QSQLCIPHER";

    explicit CipherDriver(api::LogConnection connection, QObject* parent = nullptr);
    ~CipherDriver() override;

    [[nodiscard]] bool hasFeature(DriverFeature feature) const override;
    // Always fails: the connection is open from the beginning and until close().
    bool open(const QString& database,
              const QString& user,
              const QString& password,
              const QString& host,
              int port,
              const QString& options) override;
    void close() override;
    [[nodiscard]] QSqlResult* createResult() const override;

    // Reading transactions: several queries see the log as it was at the first.
    bool beginTransaction() override;
    bool commitTransaction() override;
    bool rollbackTransaction() override;

    [[nodiscard]] QStringList tables(QSql::TableType type) const override;
    [[nodiscard]] QSqlRecord record(const QString& table) const override;
    [[nodiscard]] QString escapeIdentifier(const QString& name, IdentifierType type) const override;

private:
    bool run(const char* sql);

    api::LogConnection m_connection;
};

} // namespace portcullis::ui
