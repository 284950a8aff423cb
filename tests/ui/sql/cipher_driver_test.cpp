#include "ui/sql/cipher_driver.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlField>
#include <QSqlQuery>
#include <QSqlQueryModel>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using portcullis::api::LogConnection;
using portcullis::ui::CipherDriver;

namespace {

constexpr const char* kName = "test";

LogConnection openFile(const QByteArray& path, int mode)
{
    ::sqlite3* raw = nullptr;
    if (sqlite3_open_v2(path.constData(), &raw, mode, nullptr) != SQLITE_OK) {
        return {};
    }
    LogConnection connection(raw, sqlite3_close_v2);
    const QByteArray key(32, 'k');
    sqlite3_key(raw, key.constData(), static_cast<int>(key.size()));
    return connection;
}

} // namespace

// The driver over a real SQLCipher file. Every test begins with a fresh reading connection.
class CipherDriverTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void theFileIsEncrypted();
    void readsEveryTypeOfValue();
    void bindsByPositionAndByName();
    void goesThroughRowsInAnyDirection();
    void goesForwardOnlyWithoutKeepingRows();
    void refusesToWrite_data();
    void refusesToWrite();
    void opensNothingByItself();
    void saysWhatSqliteSays();
    void aQueryThatIsReadHoldsUpNobody();
    void transactionsSeeOneState();
    void describesTables();
    void servesQtsModels();
    void tellsTheTruthAboutItself();
    void aQueryOutlivesItsConnection();

private:
    [[nodiscard]] QSqlDatabase database() const
    {
        return QSqlDatabase::database(QLatin1String(kName), false);
    }

    QTemporaryDir m_folder;
    QByteArray m_path;
};

void CipherDriverTest::initTestCase()
{
    m_path = m_folder.filePath(QStringLiteral("made.db")).toUtf8();
    const LogConnection writer = openFile(m_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    QVERIFY(writer);
    QCOMPARE(sqlite3_exec(writer.get(),
                          "PRAGMA journal_mode = WAL;"
                          "CREATE TABLE item(n INTEGER PRIMARY KEY, name TEXT, data BLOB, x REAL);"
                          "INSERT INTO item VALUES(1, 'one', x'00ff', 1.5),"
                          " (2, 'zwölf ☂', NULL, NULL), (9007199254740993, NULL, x'', -0.25);",
                          nullptr,
                          nullptr,
                          nullptr),
             SQLITE_OK);
}

void CipherDriverTest::init()
{
    QSqlDatabase::addDatabase(new CipherDriver(openFile(m_path, SQLITE_OPEN_READONLY)),
                              QLatin1String(kName));
    QVERIFY(database().isOpen());
}

void CipherDriverTest::cleanup()
{
    QSqlDatabase::removeDatabase(QLatin1String(kName));
}

void CipherDriverTest::theFileIsEncrypted()
{
    QFile file(QString::fromUtf8(m_path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.read(16).startsWith("SQLite format"));
}

void CipherDriverTest::readsEveryTypeOfValue()
{
    QSqlQuery query(QStringLiteral("SELECT * FROM item ORDER BY n"), database());
    QVERIFY(query.next());
    QCOMPARE(query.value(0), QVariant(1LL));
    QCOMPARE(query.value(1), QVariant(QStringLiteral("one")));
    QCOMPARE(query.value(2), QVariant(QByteArray("\x00\xff", 2)));
    QCOMPARE(query.value(3), QVariant(1.5));
    QVERIFY(query.next());
    QCOMPARE(query.value(QStringLiteral("name")).toString(), QStringLiteral("zwölf ☂"));
    QVERIFY(query.isNull(2));
    QVERIFY(query.isNull(QStringLiteral("x")));
    QVERIFY(query.next());
    QCOMPARE(query.value(0).toLongLong(), 9007199254740993LL);
    QVERIFY(query.isNull(1));
    QCOMPARE(query.value(2).toByteArray(), QByteArray());
    QVERIFY(!query.next());
}

void CipherDriverTest::bindsByPositionAndByName()
{
    QSqlQuery query(database());
    QVERIFY(query.prepare(QStringLiteral("SELECT ?, ?, ?, ?")));
    query.addBindValue(9007199254740993LL);
    query.addBindValue(QStringLiteral("'; DROP TABLE item; --"));
    query.addBindValue(QByteArray("\x00\x01", 2));
    query.addBindValue(QVariant());
    QVERIFY(query.exec() && query.next());
    QCOMPARE(query.value(0).toLongLong(), 9007199254740993LL);
    QCOMPARE(query.value(1).toString(), QStringLiteral("'; DROP TABLE item; --"));
    QCOMPARE(query.value(2), QVariant(QByteArray("\x00\x01", 2)));
    QVERIFY(query.isNull(3));

    QVERIFY(query.prepare(QStringLiteral("SELECT n FROM item WHERE n = :n AND name = :name"
                                         " OR :n = 0")));
    query.bindValue(QStringLiteral(":name"), QStringLiteral("one"));
    for (const int n : {1, 2}) { // prepared once, run twice
        query.bindValue(QStringLiteral(":n"), n);
        QVERIFY2(query.exec(), qPrintable(query.lastError().text()));
        QCOMPARE(query.next(), n == 1);
    }

    QVERIFY(query.prepare(QStringLiteral("SELECT ?, ?")));
    query.addBindValue(1);
    QVERIFY(!query.exec());
}

void CipherDriverTest::goesThroughRowsInAnyDirection()
{
    QSqlQuery query(QStringLiteral("SELECT n FROM item ORDER BY n"), database());
    QVERIFY(query.isActive() && query.isSelect());
    QVERIFY(query.seek(1));
    QCOMPARE(query.value(0).toLongLong(), 2LL);
    QVERIFY(query.previous());
    QCOMPARE(query.value(0).toLongLong(), 1LL);
    QVERIFY(!query.previous());
    QVERIFY(query.last());
    QCOMPARE(query.at(), 2);
    QVERIFY(query.first());
    QCOMPARE(query.value(0).toLongLong(), 1LL);
    QVERIFY(!query.seek(3));
    QVERIFY(query.last());
    QCOMPARE(query.value(0).toLongLong(), 9007199254740993LL);
}

void CipherDriverTest::goesForwardOnlyWithoutKeepingRows()
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    QVERIFY(query.exec(QStringLiteral("SELECT n FROM item ORDER BY n")));
    QVERIFY(query.next() && query.next());
    QCOMPARE(query.value(0).toLongLong(), 2LL);
    QVERIFY(!query.previous());
    QVERIFY(query.next());
    QVERIFY(!query.next());
}

void CipherDriverTest::refusesToWrite_data()
{
    QTest::addColumn<QString>("sql");
    for (const char* sql : {"INSERT INTO item VALUES(4, '', NULL, 0)",
                            "DELETE FROM item",
                            "UPDATE item SET name = ''",
                            "CREATE TABLE other(x)",
                            "DROP TABLE item",
                            "SELECT 1; SELECT 2",
                            "-- nothing"}) {
        QTest::newRow(sql) << QString::fromLatin1(sql);
    }
}

// A connection that could write gets no writing statement through either.
void CipherDriverTest::refusesToWrite()
{
    QFETCH(QString, sql);
    const QString name = QStringLiteral("writable");
    QSqlDatabase::addDatabase(new CipherDriver(openFile(m_path, SQLITE_OPEN_READWRITE)), name);
    {
        QSqlQuery query(QSqlDatabase::database(name, false));
        QVERIFY(!query.exec(sql));
        QVERIFY(query.lastError().isValid());
        QVERIFY(query.exec(QStringLiteral("SELECT count(*) FROM item")) && query.next());
        QCOMPARE(query.value(0).toInt(), 3);
    }
    QSqlDatabase::removeDatabase(name);
}

void CipherDriverTest::opensNothingByItself()
{
    QSqlDatabase open = database();
    open.setDatabaseName(m_folder.filePath(QStringLiteral("other.db")));
    QVERIFY(!open.open());
    QVERIFY(open.lastError().isValid());
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("other.db"))));
}

void CipherDriverTest::saysWhatSqliteSays()
{
    QSqlQuery query(database());
    QVERIFY(!query.exec(QStringLiteral("SELECT absent FROM item")));
    QCOMPARE(query.lastError().type(), QSqlError::StatementError);
    QCOMPARE(query.lastError().databaseText(), QStringLiteral("no such column: absent"));
    QVERIFY(!query.exec(QStringLiteral("SELECT abs(-9223372036854775808)")));
    QCOMPARE(query.lastError().databaseText(), QStringLiteral("integer overflow"));
}

void CipherDriverTest::aQueryThatIsReadHoldsUpNobody()
{
    const LogConnection connection = openFile(m_path, SQLITE_OPEN_READONLY);
    const QString name = QStringLiteral("held");
    QSqlDatabase::addDatabase(new CipherDriver(connection), name);
    {
        QSqlQuery query(QSqlDatabase::database(name, false));
        const auto busy = [&connection] {
            ::sqlite3_stmt* const first = sqlite3_next_stmt(connection.get(), nullptr);
            return first != nullptr && sqlite3_stmt_busy(first) != 0;
        };
        QVERIFY(query.exec(QStringLiteral("SELECT n FROM item")));
        QVERIFY(busy());
        query.last();
        QVERIFY(!busy());
        QVERIFY(query.exec());
        QVERIFY(busy());
        query.finish();
        QVERIFY(!busy());
    }
    QSqlDatabase::removeDatabase(name);
    QCOMPARE(connection.use_count(), 1L);
}

void CipherDriverTest::transactionsSeeOneState()
{
    QVERIFY(database().transaction());
    QSqlQuery query(QStringLiteral("SELECT count(*) FROM item"), database());
    QVERIFY(query.next());
    QVERIFY(!database().transaction()); // within another
    QVERIFY(database().lastError().isValid());
    query.finish();
    QVERIFY(database().commit());
    QVERIFY(!database().rollback());
}

void CipherDriverTest::describesTables()
{
    QCOMPARE(database().tables(), QStringList{QStringLiteral("item")});
    const QSqlRecord record = database().record(QStringLiteral("item"));
    QCOMPARE(record.count(), 4);
    QCOMPARE(record.fieldName(2), QStringLiteral("data"));
    QSqlQuery query(QStringLiteral("SELECT n, x AS amount FROM item"), database());
    QCOMPARE(query.record().fieldName(1), QStringLiteral("amount"));
    QCOMPARE(query.record().field(0).metaType().id(), static_cast<int>(QMetaType::LongLong));
}

void CipherDriverTest::servesQtsModels()
{
    QSqlQueryModel model;
    model.setQuery(QSqlQuery(QStringLiteral("SELECT n, name FROM item ORDER BY n"), database()));
    while (model.canFetchMore()) {
        model.fetchMore();
    }
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("zwölf ☂"));
}

void CipherDriverTest::tellsTheTruthAboutItself()
{
    const QSqlDriver* driver = database().driver();
    QVERIFY(driver->hasFeature(QSqlDriver::PreparedQueries));
    QVERIFY(driver->hasFeature(QSqlDriver::Transactions));
    QVERIFY(!driver->hasFeature(QSqlDriver::QuerySize));
    QVERIFY(!driver->hasFeature(QSqlDriver::LastInsertId));
    QCOMPARE(driver->escapeIdentifier(QStringLiteral("a\"b"), QSqlDriver::FieldName),
             QStringLiteral("\"a\"\"b\""));
}

void CipherDriverTest::aQueryOutlivesItsConnection()
{
    const QString name = QStringLiteral("short");
    QSqlDatabase::addDatabase(new CipherDriver(openFile(m_path, SQLITE_OPEN_READONLY)), name);
    QSqlDatabase shortLived = QSqlDatabase::database(name, false);
    QSqlQuery query(QStringLiteral("SELECT n FROM item ORDER BY n"), shortLived);
    shortLived.close();
    QVERIFY(query.next());
    QVERIFY(!query.exec(QStringLiteral("SELECT 1")));
    shortLived = QSqlDatabase();
    query = QSqlQuery();
    QSqlDatabase::removeDatabase(name);
}

QTEST_GUILESS_MAIN(CipherDriverTest)
#include "cipher_driver_test.moc"
