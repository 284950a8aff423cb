#include "app/keychain/keychain_store.h"

#include <QByteArray>
#include <qt6keychain/keychain.h>

#include <utility>

namespace portcullis::keychain {

namespace {

Error translate(const QKeychain::Job& job)
{
    const std::string cause = job.errorString().toStdString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {ErrorCode::NotFound,
                "The keychain has no such entry, or it is locked: unlock the desktop's keyring and "
                "try again.",
                cause};
    case QKeychain::AccessDeniedByUser:
        return {ErrorCode::PermissionDenied, "Access to the keychain was declined.", cause};
    case QKeychain::AccessDenied:
        return {ErrorCode::Locked,
                "The keychain is locked: unlock the desktop's keyring and try again.",
                cause};
    case QKeychain::CouldNotDeleteEntry:
        return {ErrorCode::IoError, "The keychain could not delete the entry.", cause};
    case QKeychain::NoError:
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        break;
    }
    return {ErrorCode::Unavailable, "No keychain answers on this desktop.", cause};
}

void prepare(QKeychain::Job& job, const std::string& name)
{
    job.setAutoDelete(true);
    job.setInsecureFallback(false);
    job.setKey(QString::fromStdString(name));
}

SecretBytes takeBytes(QByteArray bytes)
{
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    SecretBytes secret(std::span(data, static_cast<std::size_t>(bytes.size())));
    // Overwrites this buffer alone: what the keychain's library copied besides is out of reach.
    bytes.fill('\0');
    return secret;
}

} // namespace

KeychainStore::KeychainStore(QString service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
{}

void KeychainStore::load(const std::string& name, std::function<void(Result<SecretBytes>)> done)
{
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    prepare(*job, name);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)](QKeychain::Job*) {
        if (job->error() == QKeychain::NoError) {
            done(takeBytes(job->binaryData()));
        } else {
            done(fail(translate(*job)));
        }
    });
    job->start();
}

void KeychainStore::store(const std::string& name,
                          SecretBytes secret,
                          std::function<void(Result<>)> done)
{
    auto* job = new QKeychain::WritePasswordJob(m_service);
    prepare(*job, name);
    const auto bytes = secret.bytes();
    job->setBinaryData(QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                  static_cast<qsizetype>(bytes.size())));
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)](QKeychain::Job*) {
        done(job->error() == QKeychain::NoError ? Result<>() : Result<>(fail(translate(*job))));
    });
    job->start();
}

void KeychainStore::remove(const std::string& name, std::function<void(Result<>)> done)
{
    auto* job = new QKeychain::DeletePasswordJob(m_service);
    prepare(*job, name);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)](QKeychain::Job*) {
        const bool gone =
            job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        done(gone ? Result<>() : Result<>(fail(translate(*job))));
    });
    job->start();
}

} // namespace portcullis::keychain
