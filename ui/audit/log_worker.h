#pragma once

#include "ui/audit/log_reader.h"
#include "ui/audit/log_view.h"

#include <QSaveFile>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace portcullis::ui {

// What the window wants and has not got yet; a newer wish replaces the older one.
struct LogInbox
{
    struct Show
    {
        unsigned generation = 0;
        LogFilter filter;
        LogNames names;
    };

    std::mutex mutex; // of the rest
    bool scheduled = false;
    std::optional<api::LogConnection> connection;
    std::optional<Show> show;
    std::optional<std::pair<qint64, int>> fetch;
    std::optional<QString> save;
    bool cancelSave = false;
};

// The reader's other half. Owner: LogReader. Thread: the reader's own, where it makes its database.
class LogWorker final : public QObject
{
    Q_OBJECT

public:
    explicit LogWorker(std::shared_ptr<LogInbox> inbox)
        : m_inbox(std::move(inbox))
    {}

    ~LogWorker() override;

    void work();

signals:
    void shown(const portcullis::ui::LogFacts& facts);
    void read(unsigned generation, qint64 first, const std::vector<portcullis::ui::LogRow>& rows);
    void failed(const QString& text);
    void saving(qint64 rows, qint64 of);
    void saved(const QString& error);

private:
    // A file being written, a piece at a time.
    struct Save
    {
        Save(const QString& path, const LogIndex& index, const LogInbox::Show& show)
            : file(path)
            , view(index, show.filter, show.names)
        {}

        QSaveFile file;
        LogView view;
        qint64 next = 0;
    };

    void open(api::LogConnection connection);
    void close();
    void show(const LogInbox::Show& wanted);
    void fetch(qint64 first, int count);
    void beginSave(const QString& path);
    void savePiece();
    void endSave(const QString& error);
    [[nodiscard]] std::vector<SignedOff> readSignedOff() const;
    [[nodiscard]] std::optional<LogChecked> readLastCheck() const;

    std::shared_ptr<LogInbox> m_inbox;
    QString m_name; // of the database, empty for none
    std::unique_ptr<LogIndex> m_index;
    std::unique_ptr<LogView> m_view;
    std::unique_ptr<Save> m_save;
    LogInbox::Show m_shown;
};

} // namespace portcullis::ui
