#pragma once

#include "app/desktop/folder_holder.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <filesystem>

namespace portcullis::desktop {

// One window for one data folder and user: the first start holds a lock and listens, a later one
// asks it to come forward and leaves. Owner: main(). GUI thread. A lock of a process that was
// killed is taken over.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(const std::filesystem::path& dataFolder, QObject* parent = nullptr);

    // True when this start is the first one and has begun to listen.
    [[nodiscard]] bool claim();
    // Asks the first one to show its window; false when it does not answer.
    [[nodiscard]] bool raiseOther() const;
    // The first one's process.
    [[nodiscard]] FolderHolder holder() const;

signals:
    void raiseRequested();

private:
    void accept();

    QString m_path;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace portcullis::desktop
