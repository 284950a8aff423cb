#pragma once

#include "gateway/api/log_listing.h"

#include <QSqlResult>
#include <QVariantList>

#include <memory>

struct sqlite3_stmt;

namespace portcullis::ui {

// One query over a CipherDriver. Forward-only, it keeps one row; otherwise all that were read, so
// that they can be gone through in any direction. It is reset at its last row.
//
// Owner: QSqlQuery. Thread: the driver's. Failure: lastError(); whatever would write is refused.
class CipherResult final : public QSqlResult
{
public:
    CipherResult(const QSqlDriver* driver, api::LogConnection connection);
    ~CipherResult() override;

protected:
    bool reset(const QString& query) override;
    bool prepare(const QString& query) override;
    bool exec() override;
    [[nodiscard]] QVariant data(int column) override;
    [[nodiscard]] bool isNull(int column) override;
    bool fetch(int row) override;
    bool fetchFirst() override;
    bool fetchLast() override;
    bool fetchNext() override;
    bool fetchPrevious() override;
    [[nodiscard]] int size() override;
    [[nodiscard]] int numRowsAffected() override;
    [[nodiscard]] QSqlRecord record() const override;
    void detachFromResultSet() override;

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    enum class Step
    {
        Row,
        End,
        Failed
    };

    void clear();
    bool refuse(const QString& why, int code = 0);
    void bind(int parameter, const QVariant& value);
    [[nodiscard]] QVariant column(int index) const;
    // Reads on until row `row` is there.
    [[nodiscard]] bool readUpTo(int row);
    [[nodiscard]] Step step();

    api::LogConnection m_connection;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement; // before the connection goes
    QList<QVariantList> m_rows;                          // the current one alone when forward-only
    int m_read = 0;                                      // rows read so far
    bool m_ended = true;
};

} // namespace portcullis::ui
