#include "app/desktop/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

#include <system_error>

namespace portcullis::desktop {

namespace {

constexpr int kAnswerMillis = 2000;
constexpr qsizetype kNameLength = 16;

// A short name, because the path of a socket has to fit into about a hundred characters.
QString pathFor(const std::filesystem::path& dataFolder)
{
    std::error_code ignored;
    const auto absolute = std::filesystem::weakly_canonical(dataFolder, ignored);
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(absolute.string()),
                                                     QCryptographicHash::Sha256)
                                .toHex()
                                .left(kNameLength);
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation));
    return folder.filePath(QStringLiteral("portcullis-") + QString::fromLatin1(hash));
}

} // namespace

SingleInstance::SingleInstance(const std::filesystem::path& dataFolder, QObject* parent)
    : QObject(parent)
    , m_path(pathFor(dataFolder))
    , m_lock(m_path + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // only the death of its process makes a lock stale
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

bool SingleInstance::claim()
{
    if (!m_lock.tryLock(0)) {
        return false;
    }
    // Whatever has this name belongs to a start that ended without tidying up: we hold the lock.
    QLocalServer::removeServer(m_path);
    // A first start that cannot listen still works; later ones only cannot bring it forward.
    static_cast<void>(m_server.listen(m_path));
    return true;
}

bool SingleInstance::raiseOther() const
{
    QLocalSocket socket;
    socket.connectToServer(m_path);
    return socket.waitForConnected(kAnswerMillis);
}

FolderHolder SingleInstance::holder() const
{
    qint64 process = 0;
    QString host;
    QString application;
    const bool known = m_lock.getLockInfo(&process, &host, &application);
    return known ? holderOfProcess(static_cast<int>(process)) : FolderHolder{};
}

void SingleInstance::accept()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        emit raiseRequested();
    }
}

} // namespace portcullis::desktop
